"""Questionnaires that come round by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sojourn import content
from sojourn.comms.models import OutboundMessage
from sojourn.core.ids import new_id
from sojourn.intake import actions as intake
from sojourn.measures import actions as measures
from sojourn.measures.models import Assignment
from sojourn.people.models import Patient
from sojourn.scheduling.actions.questionnaires import ask_what_is_due
from tests.factories import NOW, a_patient
from tests.intake.told import fill

pytestmark = pytest.mark.django_db


def _told(**answers: object) -> Patient:
    patient = a_patient()
    form = intake.open_form(patient=patient, now=NOW)
    fill(form, **answers)
    intake.submit_form(form=form, by=None, now=NOW)
    return patient


def _answer_all(patient: Patient, now: datetime) -> None:
    for each in patient.assignments.exclude(state="submitted"):
        for item in content.library().instruments[each.instrument].items:
            measures.answer(assignment=each, item=item.id, value=0, client_id=new_id(), by=None, now=now)
        measures.submit(assignment=each, by=None, now=now)


def test_nobody_is_asked_before_they_told_about_themselves() -> None:
    intake.open_form(patient=a_patient(), now=NOW)
    assert ask_what_is_due(now=NOW) == 0 and not OutboundMessage.objects.exists()


def test_what_is_open_is_reminded_of_on_the_days_of_the_pack_and_once_a_day() -> None:
    patient = _told()
    for hours in (0, 1, 24, 48, 72):
        ask_what_is_due(now=NOW + timedelta(hours=hours))
    letters = OutboundMessage.objects.filter(template="questionnaire-due", about=str(patient.pk))
    assert letters.count() == len(content.pack().policies.reminders.questionnaire_days)
    assert "Hello Fern" in letters[0].text
    assert "/portal/forms/" in letters[0].text


def test_who_has_answered_is_left_alone() -> None:
    patient = _told()
    _answer_all(patient, NOW)
    assert ask_what_is_due(now=NOW + timedelta(days=1)) == 0
    assert not OutboundMessage.objects.exists()


def test_a_baseline_never_lapses() -> None:
    patient = _told()
    ask_what_is_due(now=NOW + timedelta(days=30))
    assert set(patient.assignments.values_list("state", flat=True)) == {Assignment.State.DUE}
