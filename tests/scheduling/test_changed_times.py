"""A list that changes after its reminder went out is told once more, once for each change, and not what it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sojourn import content
from sojourn.comms.models import MessageState, OutboundMessage
from sojourn.intake import actions as intake
from sojourn.people import actions as people
from sojourn.scheduling import actions
from sojourn.scheduling.models import Appointment
from tests.factories import NOW, a_patient
from tests.scheduling.clinic_day import Clinic, at, seen_by_a_doctor

pytestmark = pytest.mark.django_db
DAY_BEFORE = at("13:00") - timedelta(hours=23)
MINUTES = timedelta(minutes=10)


@pytest.fixture
def session(clinic: Clinic) -> Appointment:
    """Tomorrow's session of somebody who is written to in two ways."""
    patient = a_patient()
    people.update_details(patient=patient, by=None, now=NOW, channel="both")
    patient.refresh_from_db()
    return clinic.book("session", at("13:00"), patient=seen_by_a_doctor(clinic, patient=patient))


def told() -> list[OutboundMessage]:
    return list(OutboundMessage.objects.filter(template="times-changed").order_by("created_at", "channel"))


def takes(visit: Appointment, medicine: str) -> object:
    return intake.add_medication(patient=visit.patient, as_written=medicine, by=None, now=NOW)


def test_a_medicine_added_after_the_reminder_is_told_once(session: Appointment) -> None:
    actions.remind(now=DAY_BEFORE)
    takes(session, "Lamictal 200 mg")
    for minute in range(3):
        actions.remind(now=DAY_BEFORE + MINUTES * (minute + 1))
    assert [each.channel for each in told()] == ["email", "sms"]
    assert all("7:00 am and 7:50 pm" in each.text for each in told())
    private = (*content.pack().policies.private_words, "lamictal", "lamotrigin", "medicine")
    for each in told():
        assert not [word for word in private if word in f"{each.subject} {each.text}".lower()]


def test_each_further_change_is_told_and_what_holds_nothing_changes_nothing(session: Appointment) -> None:
    actions.remind(now=DAY_BEFORE)
    line = takes(session, "Lamictal 200 mg")
    actions.remind(now=DAY_BEFORE + MINUTES)
    takes(session, "sertraline 50 mg")
    actions.remind(now=DAY_BEFORE + MINUTES * 2)
    assert len(told()) == 2
    intake.stop_medication(medication=line, reason="Never began", by=None, now=DAY_BEFORE)
    actions.remind(now=DAY_BEFORE + MINUTES * 3)
    takes(session, "Lamictal 200 mg")
    actions.remind(now=DAY_BEFORE + MINUTES * 4)
    assert len(told()) == 6, "added, taken off, added again, by e-mail and text each time"


def test_before_the_reminder_and_with_a_new_one_there_is_nothing_to_add(session: Appointment) -> None:
    takes(session, "Lamictal 200 mg")
    two_days = at("13:00") - timedelta(hours=47)
    Appointment.objects.filter(pk=session.pk).update(booked_at=two_days - timedelta(days=20))
    actions.remind(now=two_days)
    line = takes(session, "Lamictal 100 mg")
    intake.stop_medication(medication=line, reason="Never began", by=None, now=two_days)
    actions.remind(now=DAY_BEFORE)
    assert told() == [], "the second reminder says the times of its own moment"


def test_a_visit_that_moves_has_a_reminder_of_its_own(session: Appointment, clinic: Clinic) -> None:
    actions.remind(now=DAY_BEFORE)
    takes(session, "Lamictal 200 mg")
    night = at("22:00") - timedelta(days=1)
    actions.remind(now=night)
    place = {"staff": session.staff, "room": session.room, "reason": "earlier", "by": clinic.desk}
    actions.move(appointment=session, starts_at=at("11:30"), now=night, **place)
    assert {each.state for each in told()} == {MessageState.DROPPED}
    actions.remind(now=night + MINUTES)
    again = OutboundMessage.objects.filter(template="visit-reminder", created_at=night + MINUTES)
    assert len(told()) == 2 and all("5:30 am" in each.text for each in again) and again


def test_other_visits_have_no_such_times(clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:00"))
    actions.remind(now=at("10:00") - timedelta(hours=23))
    takes(visit, "Lamictal 200 mg")
    actions.remind(now=at("10:00") - timedelta(hours=22))
    assert told() == []


def test_in_spanish(session: Appointment) -> None:
    people.update_details(patient=session.patient, by=None, now=NOW, language="es")
    actions.remind(now=DAY_BEFORE)
    takes(session, "Lamictal 200 mg")
    actions.remind(now=DAY_BEFORE + MINUTES)
    assert all("martes 3 de marzo" in each.text and "7:50 p. m." in each.text for each in told())
    assert all(".." not in each.text.replace("...", "") for each in told())
