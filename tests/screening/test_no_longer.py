"""A stop that was told or measured once does not vanish: it is read, or measured again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Refused, Severity
from sojourn.core.ids import new_id
from sojourn.intake import actions as intake
from sojourn.screening import actions, queries
from sojourn.screening.no_longer_rules import ever_told, grown_old, told_otherwise
from sojourn.screening.reading_rules import is_settled_by_reading
from sojourn.screening.resolution_rules import evidence_hash
from sojourn.screening.rules import Event
from sojourn.screening.standing_rules import stands_on
from tests.content.test_screening_rules_content import RULES
from tests.factories import NOW, the_clinic
from tests.screening.test_rules import check, person
from tests.stories import a_prescriber, all_seen, an_eligible_patient, settle_findings, texts_seen

TODAY = local_day(NOW)
LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("told", "ever"),
    [
        ([("aneurysm", "no")], {"aneurysm": "no"}),
        ([("aneurysm", "no"), ("aneurysm", "no")], {"aneurysm": "no"}),
        ([("aneurysm", "yes"), ("aneurysm", "no")], {"aneurysm": ("yes", "no")}),
        ([("complaints", ["a", "b"]), ("complaints", ["b", "c"])], {"complaints": ("a", "b", "c")}),
        ([("weight_lb", 170)], {"weight_lb": 170}),
    ],
)
def test_all_that_was_ever_told(told: Any, ever: Any) -> None:
    assert ever_told(told) == ever


STOP, DECIDE, CAUTION, NONE = Severity.STOP, Severity.DECIDE, Severity.CAUTION, Severity.NONE


@pytest.mark.parametrize(
    ("ever", "now", "codes"),
    [
        ({"aneurysm": ("yes", "no")}, {"aneurysm": "no"}, {"aneurysm": (DECIDE, STOP)}),
        ({"aneurysm": ("yes", "unknown")}, {"aneurysm": "unknown"}, {"aneurysm": (DECIDE, STOP)}),
        ({"aneurysm": ("no", "yes")}, {"aneurysm": "yes"}, {}),
        ({"aneurysm": ("unknown", "no")}, {"aneurysm": "no"}, {}),
        ({"aneurysm": "no"}, {"aneurysm": "no"}, {}),
        ({"seizure": ("yes", "no")}, {"seizure": "no"}, {"seizure": (DECIDE, NONE)}),
        (
            {"raised_brain_pressure": ("yes", "no")},
            {"raised_brain_pressure": "no"},
            {"brain_pressure": (DECIDE, NONE)},
        ),
        ({"head_injury": ("yes", "no")}, {"head_injury": "no"}, {"head_injury": (CAUTION, NONE)}),
        ({"heart_rhythm": ("yes", "no")}, {"heart_rhythm": "no"}, {"heart_disease": (DECIDE, NONE)}),
        (
            {"substance_problem": ("yes", "no")},
            {"substance_problem": "no"},
            {"substance_use": (DECIDE, NONE)},
        ),
        ({"bipolar": ("yes", "no")}, {"bipolar": "no"}, {"bipolar": (CAUTION, NONE)}),
        ({"glaucoma": ("yes", "no")}, {"glaucoma": "no"}, {"eye_pressure": (DECIDE, NONE)}),
        (
            {"could_become_pregnant": ("yes", "no"), "contraception": "yes"},
            {"could_become_pregnant": "no"},
            {"pregnancy_possible": (CAUTION, NONE)},
        ),
        ({"cannabis": ("daily", "weekly")}, {"cannabis": "weekly"}, {"cannabis_daily": (CAUTION, NONE)}),
        ({"motion_sickness": ("yes", "no")}, {"motion_sickness": "no"}, {}),
        ({"ketamine_past": ("yes", "no")}, {"ketamine_past": "no"}, {}),
        ({"weight_lb": (400, 160)}, {"weight_lb": 160}, {}),
    ],
)
def test_what_was_told_once_is_read_by_its_own_weight(ever: Any, now: Any, codes: Any) -> None:
    facts = person(answers=now)
    found = told_otherwise(facts, {**facts.answers, **ever}, RULES, minimum_age=18)
    assert {each.code: (each.severity, each.at_stake) for each in found} == {
        f"taken_off:answer:{rule}": weights for rule, weights in codes.items()
    }
    assert all(is_settled_by_reading(each) is (each.at_stake is not STOP) for each in found)


@pytest.mark.parametrize(
    ("rule", "key", "words"),
    [
        ("aneurysm", "aneurysm", "be a stop"),
        ("seizure", "seizure", "need a provider’s decision"),
        ("airway", "sleep_apnea", "be a caution"),
    ],
)
def test_it_says_what_it_would_weigh(rule: str, key: str, words: str) -> None:
    (rule,) = (each for each in RULES if each.id == rule)
    facts = person(events={f"answer:{key}": Event("changed 1x")})
    (found,) = told_otherwise(facts, {**facts.answers, key: ("yes", "no")}, [rule], minimum_age=18)
    assert found.message == (
        f"Told once, and answered otherwise since: {rule.title}. It would {words}; ask what changed."
    )
    assert (found.owner, found.source) == ("provider", rule.source)
    assert found.evidence == f"answer:{key} = yes and no"
    assert found.event == f"answer:{key} changed 1x"


def test_what_was_answered_otherwise_is_told_beside_another_reason_for_the_same() -> None:
    (aneurysm,) = (each for each in RULES if each.id == "aneurysm")
    ever, lines = {"aneurysm": ("yes", "no")}, {"I71.4": "An aneurysm, coiled"}
    facts = person(problems=lines)
    (found,) = told_otherwise(facts, {**facts.answers, **ever}, [aneurysm], minimum_age=18)
    assert found.code == "taken_off:answer:aneurysm"
    assert not told_otherwise(facts, facts.answers, [aneurysm], minimum_age=18)
    both = person(answers={"aneurysm": "yes"}, problems=lines)
    assert not told_otherwise(both, {**both.answers, "aneurysm": ("no", "yes")}, [aneurysm], minimum_age=18)


def test_a_change_that_the_rule_does_not_rest_on_is_not_told() -> None:
    (pressure,) = (each for each in RULES if each.id == "hypertension_uncontrolled")
    facts = person(vitals={"systolic": 150.0})
    ever = {**facts.answers, "hypertension_controlled": ("no", "yes")}
    assert not told_otherwise(facts, ever, [pressure], minimum_age=18)
    assert told_otherwise(facts, {**ever, "hypertension": ("yes", "no")}, [pressure], minimum_age=18)


def test_a_second_turn_makes_a_decision_stale_as_well() -> None:
    (airway,) = (each for each in RULES if each.id == "airway")
    grounds = []
    for mark in ("changed 1x", "changed 3x"):
        facts = person(events={"answer:sleep_apnea": Event(mark)})
        found = told_otherwise(
            facts, {**facts.answers, "sleep_apnea": ("yes", "no")}, [airway], minimum_age=18
        )
        grounds.append(stands_on(found, check()).fingerprint)
    assert grounds[0] != grounds[1]


@pytest.mark.parametrize(
    ("old", "now", "codes"),
    [
        ({"systolic": 205}, {}, ["blood_pressure_very_high:outdated"]),
        ({"systolic": 205}, {"systolic": 120}, []),
        ({"systolic": 150}, {}, []),
        ({"systolic": 205}, {"systolic": 206}, []),
    ],
)
def test_a_value_that_grew_old_is_measured_again(old: Any, now: Any, codes: list[str]) -> None:
    found = grown_old(person(vitals=now), old, {}, RULES, minimum_age=18)
    assert [each.code for each in found] == codes
    assert all(each.severity is Severity.UNKNOWN and each.at_stake is Severity.STOP for each in found)


@pytest.fixture
def provider(db: None) -> Any:
    the_clinic()
    return a_prescriber().user


def told(patient: Any, key: str, *values: str) -> Any:
    form = intake.open_form(patient=patient, now=NOW)
    for value in values:
        intake.save_answer(form=form, key=key, value=value, client_id=new_id(), by=None, now=LATER)
    return form


def test_a_stop_that_was_taken_back_is_settled_by_itself_with_a_reason(provider: Any) -> None:
    patient, code = an_eligible_patient(provider), "taken_off:answer:aneurysm"
    form = told(patient, "aneurysm", "yes", "no")
    verdict = queries.is_eligible(patient, today=TODAY)
    assert not verdict.allowed and "Told once, and answered otherwise since: " in verdict.sentence
    (found,) = (
        each for each in queries.screening_of(patient, today=TODAY).judged if each.finding.code == code
    )
    seen = {*texts_seen(patient), evidence_hash(found.finding)}
    assert code not in {
        each.code for each in actions.read_intake(form=form, seen=seen, by=provider, now=LATER)
    }
    assert not queries.is_eligible(patient, today=TODAY).allowed
    word = {"patient": patient, "code": code, "seen": found.shown, "by": provider, "now": LATER}
    with pytest.raises(Refused, match="Write the reason"):
        actions.resolve_finding(kind="ruled_out", reason=" ", **word)
    with pytest.raises(Refused, match="taken back is ruled out or cleared, not accepted"):
        actions.resolve_finding(kind="accepted", reason="A slip.", **word)
    decide(patient, provider)
    assert queries.is_eligible(patient, today=TODAY).allowed
    told(patient, "aneurysm", "yes", "no")
    assert not queries.is_eligible(patient, today=TODAY).allowed


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("raised_brain_pressure", "brain_pressure"),
        ("head_injury", "head_injury"),
        ("heart_rhythm", "heart_disease"),
        ("substance_problem", "substance_use"),
        ("bipolar", "bipolar"),
        ("glaucoma", "eye_pressure"),
    ],
)
def test_nobody_is_green_who_took_anything_back_until_it_is_read_and_decided(
    provider: Any, key: str, code: str
) -> None:
    patient = an_eligible_patient(provider)
    form = told(patient, key, "yes", "no")
    verdict = queries.is_eligible(patient, today=TODAY)
    assert not verdict.allowed and "Told once, and answered otherwise since: " in verdict.sentence
    read = actions.read_intake(form=form, seen=texts_seen(patient), by=provider, now=LATER)
    assert f"taken_off:answer:{code}" in {each.code for each in read}
    decide(patient, provider)
    assert queries.is_eligible(patient, today=TODAY).allowed
    told(patient, key, "no")
    assert queries.is_eligible(patient, today=TODAY).allowed
    told(patient, key, "yes", "no")
    assert not queries.is_eligible(patient, today=TODAY).allowed


@pytest.mark.parametrize(
    ("values", "days"),
    [({"pregnancy_test": "positive"}, 31), ({"systolic": "205", "diastolic": "95"}, 91)],
)
def test_time_alone_makes_nobody_green(provider: Any, values: dict[str, str], days: int) -> None:
    patient, then = an_eligible_patient(provider), TODAY + timedelta(days=days)
    assert queries.is_eligible(patient, today=then).allowed
    told = {"taken_at": NOW, "source": "Here", "client_id": new_id(), "by": provider, "now": NOW}
    intake.record_readings(patient=patient, values=values, **told)
    verdict = queries.is_eligible(patient, today=then)
    assert not verdict.allowed and "too old to count" in verdict.sentence


def decide(patient: Any, by: Any, *, settle: bool = True) -> None:
    if settle:
        settle_findings(patient, by, now=LATER)
    actions.decide(
        patient=patient,
        outcome="eligible",
        reasons="A slip of the finger.",
        seen=all_seen(patient, now=LATER),
        evaluated_on=TODAY,
        visits={TODAY},
        by=by,
        now=LATER,
    )
