"""Screening over whole people."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.content.screening import Condition
from sojourn.core.decisions import Severity
from sojourn.intake.matching import read_medication
from sojourn.screening.interaction_rules import check_medications
from sojourn.screening.resolution_rules import evidence_hash
from sojourn.screening.rules import ScreeningFacts, evaluate, overall, screen
from tests.content.test_interactions import RULES as INTERACTIONS
from tests.content.test_screening_rules_content import QUESTIONS, RULES
from tests.intake.test_matching import TABLE

TODAY = date(2026, 11, 23)
NEEDED = sorted({key for rule in RULES for key in rule.needs})
SETTLED = {
    "hypertension_controlled",
    "thyroid_treated",
    "mood_stabilizer",
    "contraception",
    "escort_available",
}
HEALTHY = MappingProxyType(
    dict.fromkeys([*NEEDED, "has_problems", "allergy_other"], "no")
    | dict.fromkeys(SETTLED | {"has_primary_care", "has_counselor"}, "yes")
    | {"sex_at_birth": "male", "weight_lb": 160, "height_ft": 5, "height_in": 8}
)


def person(born=date(1985, 3, 2), **facts):
    answers = dict(HEALTHY) | facts.pop("answers", {})
    measures = {"phq-9": {"q9": 0, "total": 4}} | facts.pop("measures", {})
    return ScreeningFacts(today=TODAY, birth_date=born, answers=answers, measures=measures, **facts)


def found(facts, minimum_age=18):
    return screen(facts, RULES, minimum_age=minimum_age)


def check(*texts):
    return check_medications([read_medication(text, TABLE) for text in texts], INTERACTIONS)


def test_somebody_with_nothing_to_report_has_no_findings():
    assert found(person()) == ()
    assert overall(()) is Severity.NONE


def test_a_resolution_is_tied_to_the_answer_it_rested_on():
    (yes,) = found(person(answers={"seizure": "yes"}))
    (unknown,) = found(person(answers={"seizure": "unknown"}))
    assert evidence_hash(yes) == evidence_hash(found(person(answers={"seizure": "yes"}))[0])
    assert evidence_hash(yes) != evidence_hash(unknown)


def test_an_empty_form_is_not_a_healthy_person():
    findings = found(ScreeningFacts(today=TODAY))
    assert {finding.severity for finding in findings} == {Severity.UNKNOWN}
    silent = {rule.id for rule in RULES} - {
        finding.code.removesuffix(":not_answered") for finding in findings
    }
    assert silent == {
        "blood_pressure_very_high",
        "liver_values",
        "alcohol_score",
        "drug_score",
        "bladder_score",
        "other_illness",
    }


def test_a_finding_says_why_and_who_may_resolve_it():
    (finding,) = found(person(answers={"aneurysm": "yes"}))
    assert (finding.code, finding.severity, finding.owner, finding.field) == (
        "aneurysm",
        Severity.STOP,
        "provider",
        "aneurysm",
    )
    assert finding.evidence == "answer:aneurysm = yes"
    assert finding.source


@pytest.mark.parametrize(
    ("born", "limit", "codes"),
    [
        (date(2008, 11, 23), 18, []),
        (date(2008, 11, 24), 18, ["age"]),
        (date(2008, 11, 23), 21, ["age"]),
        (None, 18, ["age:not_answered"]),
    ],
)
def test_the_age_limit_is_the_clinics(born, limit, codes):
    assert [finding.code for finding in found(person(born=born), limit)] == codes


def test_a_yes_settles_a_rule_though_other_parts_are_open():
    facts = person(answers={"coronary_disease": "unknown", "heart_rhythm": "yes", "coronary_unstable": "no"})
    assert {finding.code for finding in found(facts)} == {"heart_disease"}


@pytest.mark.parametrize("blank", [None, "", "unknown", [], (), ["unknown"]])
def test_every_kind_of_blank_is_unknown(blank):
    condition = Condition(answer="aneurysm", equals="yes")
    assert evaluate(condition, person(answers={"aneurysm": blank}), 18).holds is None


def test_a_list_of_answers_counts_when_one_fits():
    condition = Condition(answer="how", equals=("iv", "im"))
    assert evaluate(condition, person(answers={"how": ["nasal", "iv"]}), 18).holds is True
    assert evaluate(condition, person(answers={"how": ["nasal"]}), 18).holds is False


@given(
    st.dictionaries(st.sampled_from(NEEDED), st.sampled_from(["yes", "no", "unknown"])),
    st.sampled_from(RULES),
)
@settings(deadline=None)
def test_adding_a_rule_never_lowers_the_level(answers, rule):
    facts = person(answers=answers)
    fewer = screen(facts, [each for each in RULES if each.id != rule.id], minimum_age=18)
    assert overall(found(facts)).weight >= overall(fewer).weight


@given(st.sampled_from(NEEDED), st.dictionaries(st.sampled_from(NEEDED), st.sampled_from(["yes", "no"])))
@settings(deadline=None)
def test_taking_an_answer_away_never_makes_it_green(key, answers):
    before = person(answers=answers)
    after = person(answers={**answers, key: "unknown"})
    if overall(found(before)).blocks:
        assert overall(found(after)).blocks


@given(st.randoms(), st.dictionaries(st.sampled_from(NEEDED), st.sampled_from(["yes", "no", "unknown"])))
@settings(deadline=None)
def test_order_and_duplicates_of_rules_change_nothing(random, answers):
    shuffled = [*RULES, *RULES]
    random.shuffle(shuffled)
    facts = person(answers=answers)
    assert screen(facts, shuffled, minimum_age=18) == found(facts)


def test_the_level_of_all_includes_the_medications():
    assert overall(found(person()), check("xyzol")) is Severity.UNKNOWN
    assert overall(found(person()), check("Zoloft")) is Severity.INFORMATION


def test_every_rule_asks_questions_the_form_has():
    assert set(NEEDED) <= QUESTIONS


@pytest.mark.parametrize("key", ["weight_lb", "height_ft", "height_in"])
def test_a_body_measure_somebody_does_not_know_leaves_the_body_mass_unknown(key):
    told = {"weight_lb": 170, "height_ft": 5, "height_in": 9}
    assert person(answers=told).bmi == 25.1
    assert person(answers={**told, key: "unknown"}).bmi is None
