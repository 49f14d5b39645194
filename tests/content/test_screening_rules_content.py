"""The screening library: its worked cases hold, and every condition of the field is there."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
import yaml

from sojourn import content
from sojourn.content import screening
from sojourn.content.errors import ContentError
from sojourn.core.decisions import Severity
from sojourn.screening.rules import ScreeningFacts, screen
from tests.intake.test_matching import LIBRARY

TODAY = date(2026, 11, 23)
FORM = yaml.safe_load((LIBRARY / "intake_form.yaml").read_text(encoding="utf-8"))
QUESTIONS = frozenset(question["key"] for topic in FORM["topics"] for question in topic["questions"])
RULES = screening.load(LIBRARY / "screening", QUESTIONS)
CASES = [(rule, case) for rule in RULES for case in rule.cases]


def facts_of(case):
    return ScreeningFacts(
        today=TODAY,
        birth_date=TODAY.replace(year=TODAY.year - case.age) if case.age else None,
        answers=case.answers,
        measures=case.measures,
        vitals=case.vitals,
        labs=case.labs,
        problems=dict.fromkeys(case.problems, "as listed"),
        began={code: TODAY - timedelta(days=ago) for code, ago in case.days_ago.items()},
        allergies=dict.fromkeys(case.allergies, "as written"),
    )


@pytest.mark.parametrize(("rule", "case"), CASES, ids=lambda each: getattr(each, "id", ""))
def test_each_worked_case_holds(rule, case):
    found = screen(facts_of(case), [rule], minimum_age=18)
    assert (found[0].severity if found else None) == case.finds


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_source_and_a_case_where_it_speaks_and_one_where_it_is_silent(rule):
    assert rule.source
    assert {rule.level, None} <= {case.finds for case in rule.cases}


def test_every_condition_offered_is_read_by_a_rule_or_said_to_be_information_or_is_what_the_clinic_treats():
    codes = content.library().codes
    looked_for = tuple(code for rule in RULES for leaf in rule.when.leaves() for code in leaf.problems)
    read = {each.code for each in codes.conditions if each.code.startswith(looked_for)}
    harmless = {each.code for each in codes.conditions if each.information or each.complaint}
    assert {each.code for each in codes.conditions} - read == harmless - read
    assert not read & {each.code for each in codes.conditions if each.information}


@pytest.mark.parametrize(
    ("condition", "level"),
    [
        ("age", Severity.STOP),
        ("ketamine_allergy", Severity.STOP),
        ("aneurysm", Severity.STOP),
        ("pregnancy", Severity.STOP),
        ("psychosis", Severity.STOP),
        ("breastfeeding", Severity.DECIDE),
        ("hypertension_uncontrolled", Severity.DECIDE),
        ("seizure", Severity.DECIDE),
        ("suicidal_plan", Severity.DECIDE),
        ("airway", Severity.CAUTION),
        ("contraception", Severity.CAUTION),
        ("motion_sickness", Severity.INFORMATION),
    ],
)
def test_levels_the_field_agrees_on(condition, level):
    assert {rule.id: rule.level for rule in RULES}[condition] is level


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (("answer: aneurysm", "answer: anurysm"), "when.anurysm"),
        (("level: stop", "level: unknown"), "level"),
        (('is: "yes"}\n', "}\n"), "when"),
        (("id: aneurysm", "id: other"), "id"),
        (("resolved_by: provider", "resolved_by: anybody"), "resolved_by"),
    ],
)
def test_a_rule_with_an_error_is_refused_with_file_and_key(tmp_path, change, key):
    text = (LIBRARY / "screening" / "aneurysm.yaml").read_text(encoding="utf-8")
    assert change[0] in text
    (tmp_path / "aneurysm.yaml").write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(ContentError) as error:
        screening.load(tmp_path, QUESTIONS)
    assert error.value.key == key


def test_a_rule_cannot_be_changed_after_loading():
    with pytest.raises(AttributeError):
        RULES[0].level = Severity.NONE
    assert msgspec.structs.replace(RULES[0], version=2).version == 2
