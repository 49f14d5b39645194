"""Screening at its edges: every field of a finding, every comparison on its limit, every sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sojourn.content.screening import Condition
from sojourn.core.decisions import Finding, Severity
from sojourn.screening.rules import (
    Outcome,
    ScreeningFacts,
    evaluate,
    not_eligible,
    screen,
)
from tests.content.test_screening_rules_content import RULES
from tests.screening.test_rules import TODAY, person

BY_ID = {rule.id: rule for rule in RULES}
LIGHT = Finding(code="a", message="Something.", severity=Severity.CAUTION)
HEAVY = replace(LIGHT, severity=Severity.STOP)


def facts(**known):
    return ScreeningFacts(today=TODAY, **known)


def ask(condition, **known):
    return evaluate(condition, facts(**known), 18)


@pytest.mark.parametrize(
    ("limit", "number", "holds"),
    [
        ({"at_least": 4}, 4, True),
        ({"at_least": 4}, 3.9, False),
        ({"above": 180}, 180, False),
        ({"above": 180}, 180.1, True),
        ({"below": 16}, 16, False),
        ({"below": 16}, 15.9, True),
        ({"at_least": 0}, 0, True),
        ({"above": 0}, 0, False),
    ],
)
def test_each_comparison_on_its_limit(limit, number, holds):
    found = ask(Condition(vital="systolic", **limit), vitals={"systolic": number})
    assert found == Outcome(holds, (f"vital:systolic = {number}",))


@pytest.mark.parametrize(
    ("condition", "known", "because"),
    [
        (
            Condition(measure="phq-9", item="q9", at_least=1),
            {"measures": {"phq-9": {"q9": 2}}},
            "measure:phq-9.q9 = 2",
        ),
        (
            Condition(measure="phq-9", at_least=1),
            {"measures": {"phq-9": {"total": 3}}},
            "measure:phq-9.total = 3",
        ),
        (
            Condition(lab="pregnancy_test", equals="positive"),
            {"labs": {"pregnancy_test": "positive"}},
            "lab:pregnancy_test = positive",
        ),
        (Condition(answer="drinks", at_least=2), {"answers": {"drinks": "3"}}, "answer:drinks = 3"),
        (Condition(answer="how", equals="iv"), {"answers": {"how": ["iv", "im"]}}, "answer:how = iv and im"),
        (Condition(age="below_limit"), {"birth_date": date(2010, 1, 1)}, "age = 16"),
    ],
)
def test_a_condition_that_holds_says_on_what_it_rests(condition, known, because):
    assert ask(condition, **known) == Outcome(True, (because,))


@pytest.mark.parametrize(
    ("condition", "holds", "because"),
    [
        (Condition(answer="aneurysm", equals="yes"), None, "answer:aneurysm not known"),
        (Condition(derived="bmi", below=16), None, "derived:bmi not known"),
        (Condition(age="below_limit"), None, "age not known"),
        (Condition(vital="systolic", above=180), False, "vital:systolic not known"),
        (Condition(measure="phq-9", at_least=1), False, "measure:phq-9.total not known"),
        (Condition(lab="pregnancy_test", equals="positive"), False, "lab:pregnancy_test not known"),
    ],
)
def test_what_is_not_known_is_said_and_only_answers_have_to_be_known(condition, holds, because):
    assert ask(condition) == Outcome(holds, (because,))


def test_a_number_that_is_none_leaves_the_condition_open():
    found = ask(Condition(answer="drinks", at_least=2), answers={"drinks": "some"})
    assert found == Outcome(None, ("answer:drinks = some",))


YES, NO, OPEN = (Condition(answer=key, equals="yes") for key in ("yes", "no", "open"))
ANSWERS = {"answers": {"yes": "yes", "no": "no"}}
SAID = {"yes": "answer:yes = yes", "no": "answer:no = no", "open": "answer:open not known"}


@pytest.mark.parametrize(
    ("group", "holds", "because"),
    [
        (Condition(any=(YES, NO, OPEN)), True, ["yes"]),
        (Condition(any=(NO, OPEN)), None, ["open"]),
        (Condition(any=(NO, NO)), False, ["no"]),
        (Condition(all=(YES, NO, OPEN)), False, ["no"]),
        (Condition(all=(YES, OPEN)), None, ["open"]),
        (Condition(all=(YES, YES)), True, ["yes"]),
        (Condition(any=(Condition(all=(YES, OPEN)), NO)), None, ["open"]),
    ],
)
def test_a_group_rests_on_the_parts_that_settle_it(group, holds, because):
    assert ask(group, **ANSWERS) == Outcome(holds, tuple(SAID[each] for each in because))


def test_the_age_limit_reaches_conditions_inside_groups():
    young = {"birth_date": date(2007, 1, 1)}
    assert evaluate(Condition(any=(Condition(age="below_limit"),)), facts(**young), 21).holds is True


@pytest.mark.parametrize("identity", ["aneurysm", "seizure", "motion_sickness"])
def test_every_field_of_a_finding(identity):
    rule = BY_ID[identity]
    (found,) = screen(person(answers={rule.needs[0]: "yes"}), [rule], minimum_age=18)
    assert found == Finding(
        code=rule.id,
        message=rule.sentence,
        severity=rule.level,
        source=rule.source,
        evidence=f"answer:{rule.needs[0]} = yes",
        owner=rule.resolved_by,
        field=rule.needs[0],
    )


def test_every_field_of_an_open_question():
    rule = BY_ID["hypertension_uncontrolled"]
    (found,) = screen(facts(), [rule], minimum_age=18)
    assert found == Finding(
        code=f"{rule.id}:not_answered",
        message=f"Not answered yet: {rule.title}.",
        severity=Severity.UNKNOWN,
        source=rule.source,
        evidence=", ".join(
            f"answer:{key} not known"
            for key in found.evidence.replace("answer:", "").replace(" not known", "").split(", ")
        ),
        owner="provider",
        field=rule.needs[0],
        at_stake=rule.level,
    )
    assert "answer:hypertension not known" in found.evidence


def test_a_rule_without_a_question_belongs_to_no_field():
    (young,) = screen(facts(birth_date=date(2010, 1, 1)), [BY_ID["age"]], minimum_age=18)
    (open_age,) = screen(facts(), [BY_ID["age"]], minimum_age=18)
    assert (young.field, open_age.field) == ("", "")
    assert (young.owner, open_age.owner) == ("nobody", "nobody")


def test_two_reasons_stand_side_by_side():
    pressure = {"systolic": 190, "diastolic": 120}
    (found,) = screen(facts(vitals=pressure), [BY_ID["blood_pressure_very_high"]], minimum_age=18)
    assert found.evidence == "vital:systolic = 190, vital:diastolic = 120"


def test_the_heaviest_comes_first_and_then_the_alphabet():
    answers = {"seizure": "yes", "aneurysm": "yes", "motion_sickness": "yes", "glaucoma": "yes"}
    found = screen(person(answers=answers), RULES, minimum_age=18)
    assert [each.code for each in found] == ["aneurysm", "eye_pressure", "seizure", "motion_sickness"]


def test_body_mass_needs_all_three_numbers():
    body = {"weight_lb": 160, "height_ft": 5, "height_in": 8}
    assert facts(answers=body).bmi == 24.3
    assert facts(answers=body | {"height_in": None}).bmi is None
    assert facts(answers={"weight_lb": 160, "height_ft": 5}).bmi == 31.2
    assert facts(answers=body | {"weight_lb": None}).bmi is None
    assert facts(answers=body | {"height_ft": None}).bmi is None


@pytest.mark.parametrize(
    ("today", "age"), [(date(2026, 3, 1), 40), (date(2026, 3, 2), 41), (date(2026, 2, 27), 40)]
)
def test_a_birthday_counts_from_the_day_itself(today, age):
    assert ScreeningFacts(today=today, birth_date=date(1985, 3, 2)).age == age


def test_a_no_is_a_stop_in_the_providers_words():
    (found,) = not_eligible("Not now").findings
    assert found == Finding(
        code="not_eligible",
        message="The provider’s decision is “not now”.",
        severity=Severity.STOP,
        owner="provider",
    )


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        ({"a": "yes", "b": "yes", "c": "no"}, True),
        ({"a": "yes", "b": "no", "c": "no"}, False),
        ({"a": "yes", "b": "no"}, None),
        ({"a": "no", "b": "no"}, False),
        ({"a": "yes", "b": "yes"}, True),
    ],
)
def test_so_many_of_several_are_counted_and_an_open_one_that_could_decide_keeps_it_open(told, holds):
    parts = tuple(Condition(answer=key, equals="yes") for key in "abc")
    assert evaluate(Condition(any=parts, count=2), facts(answers=told), 18).holds is holds
