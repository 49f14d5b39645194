"""A yes to the dangerous question behind another one weighs what it weighs, whatever was said to the first."""

from __future__ import annotations

import pytest

from sojourn.content.screening import Condition
from sojourn.core.decisions import Severity
from sojourn.core.ids import new_id
from sojourn.intake import actions as intake
from sojourn.screening.queries import screening_of
from tests.factories import NOW, a_patient
from tests.stories import fill_intake

FOLLOW_UPS = [
    ("could_become_pregnant", "pregnant", "pregnancy"),
    ("could_become_pregnant", "preeclampsia", "preeclampsia"),
    ("coronary_disease", "coronary_unstable", "coronary_unstable"),
    ("heart_failure", "heart_failure_unstable", "heart_failure_unstable"),
    ("psychosis", "psychosis_now", "psychosis_now"),
]


def _severities(patient):
    found = screening_of(patient, today=NOW.date()).judged
    return {each.finding.code: each.finding.severity for each in found}


@pytest.mark.django_db
@pytest.mark.parametrize(("first", "follow_up", "code"), FOLLOW_UPS)
def test_yes_behind_not_knowing_is_the_stop_and_so_it_stays_when_the_first_becomes_no(first, follow_up, code):
    patient = a_patient()
    fill_intake(patient, **{first: "unknown", follow_up: "yes"})
    assert _severities(patient)[code] is Severity.STOP
    form = intake.open_form(patient=patient, now=NOW)
    intake.save_answer(form=form, key=first, value="no", client_id=new_id(), by=None, now=NOW)
    assert _severities(patient)[code] is Severity.STOP


@pytest.mark.django_db
@pytest.mark.parametrize(("first", "follow_up", "code"), FOLLOW_UPS)
def test_a_follow_up_that_was_never_asked_is_no_open_question(first, follow_up, code):
    patient = a_patient()
    fill_intake(patient, **{first: "no"})
    assert not {code, f"{code}:not_answered"} & set(_severities(patient))


def test_only_an_answer_can_count_when_told():
    assert Condition(vital="systolic", above=180, if_told=True).problem() == "if_told is for answers"
