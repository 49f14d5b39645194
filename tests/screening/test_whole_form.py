"""Every yes-or-no question of the form: no "I don't know" and no telling answer gets past all rules."""

from __future__ import annotations

import pytest

from sojourn import content
from sojourn.content.intake_form import Kind
from sojourn.core.decisions import Severity
from sojourn.screening.reading_rules import lists_not_known
from sojourn.screening.rules import screen
from tests.content.test_screening_rules_content import RULES
from tests.screening.test_rules import HEALTHY, person

FORM = content.library().intake_form
ASKED = [each for each in FORM.questions if each.kind is Kind.YES_NO_UNKNOWN]
WEIGHED = [each for each in ASKED if not each.unweighed]
LISTS = {each.listed_if for each in FORM.topics if each.lists}


def well(question):
    """Somebody who is well and is asked this question: the question before it holds as it must."""
    told = dict(HEALTHY)
    for key, wanted in question.show_if.items():
        opening = next(each for each in FORM.questions if each.key == key)
        told = well(opening) | {key: wanted if isinstance(wanted, str) else wanted[0]}
    return told


def found(told):
    facts = person(answers=told)
    return {
        each.code: each
        for each in (*screen(facts, RULES, minimum_age=18), *lists_not_known(FORM, facts.answers))
    }


@pytest.mark.parametrize("question", WEIGHED, ids=lambda each: each.key)
def test_not_knowing_leaves_something_open(question):
    before, now = found(well(question)), found(well(question) | {question.key: "unknown"})
    new = [each for code, each in now.items() if before.get(code) != each]
    assert any(each.severity.blocks for each in new)


@pytest.mark.parametrize("question", WEIGHED, ids=lambda each: each.key)
def test_the_answer_that_does_not_reassure_is_found(question):
    telling = {"yes": "no", "no": "yes"}[question.reassures]
    before, now = found(well(question)), found(well(question) | {question.key: telling})
    new = [each for code, each in now.items() if before.get(code) != each]
    assert [each for each in new if each.severity is not Severity.NONE]


@pytest.mark.parametrize("question", ASKED, ids=lambda each: each.key)
def test_the_reassuring_answer_adds_nothing(question):
    told = well(question)
    assert found(told | {question.key: question.reassures}) == found(told)


def test_what_no_rule_reads_says_why_and_is_never_required():
    unweighed = [each for each in ASKED if each.unweighed]
    assert [each.key for each in unweighed] == ["tobacco"]
    assert all(len(each.unweighed.split()) > 3 and not each.required for each in unweighed)
