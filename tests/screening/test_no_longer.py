"""A stop that was told or measured once does not vanish: it is read, or measured again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Severity
from sojourn.core.ids import new_id
from sojourn.intake import actions as intake
from sojourn.screening import actions, queries
from sojourn.screening.no_longer_rules import ever_told, grown_old, told_otherwise
from tests.content.test_screening_rules_content import RULES
from tests.factories import NOW, the_clinic
from tests.screening.test_rules import person
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


@pytest.mark.parametrize(
    ("ever", "now", "codes"),
    [
        ({"aneurysm": ("yes", "no")}, {"aneurysm": "no"}, ["taken_off:answer:aneurysm"]),
        ({"aneurysm": ("yes", "unknown")}, {"aneurysm": "unknown"}, ["taken_off:answer:aneurysm"]),
        ({"aneurysm": ("no", "yes")}, {"aneurysm": "yes"}, []),
        ({"aneurysm": ("unknown", "no")}, {"aneurysm": "no"}, []),
        ({"seizure": ("yes", "no")}, {"seizure": "no"}, []),
    ],
)
def test_a_stop_that_was_told_is_read(ever: Any, now: Any, codes: list[str]) -> None:
    facts = person(answers=now)
    found = told_otherwise(facts, {**facts.answers, **ever}, RULES, minimum_age=18)
    assert [each.code for each in found] == codes
    assert all(each.severity is Severity.DECIDE for each in found)


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


def test_nobody_is_green_who_took_a_stop_back_until_it_is_read_and_decided(provider: Any) -> None:
    patient = an_eligible_patient(provider)
    form = intake.open_form(patient=patient, now=NOW)
    for value in ("yes", "no"):
        intake.save_answer(form=form, key="aneurysm", value=value, client_id=new_id(), by=None, now=LATER)
    verdict = queries.is_eligible(patient, today=TODAY)
    assert not verdict.allowed and "Told once, and answered otherwise since: " in verdict.sentence
    read = actions.read_intake(form=form, seen=texts_seen(patient), by=provider, now=LATER)
    assert "taken_off:answer:aneurysm" in {each.code for each in read}
    decide(patient, provider)
    assert queries.is_eligible(patient, today=TODAY).allowed
    for value in ("yes", "no"):
        intake.save_answer(form=form, key="aneurysm", value=value, client_id=new_id(), by=None, now=LATER)
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


def decide(patient: Any, by: Any) -> None:
    settle_findings(patient, by, now=LATER)
    actions.decide(
        patient=patient,
        outcome="eligible",
        reasons="A slip of the finger.",
        seen=all_seen(patient, now=LATER),
        evaluated_on=TODAY,
        by=by,
        now=LATER,
    )
