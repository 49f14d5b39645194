"""A group of the clinic's day, with people in it, each of whom has all that it asks for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sojourn.people import actions as people
from sojourn.people.models import Patient
from sojourn.scheduling import actions
from sojourn.scheduling.models import GroupSession, Seat, WaitingListEntry
from tests.factories import NOW
from tests.scheduling.clinic_day import Clinic, at, ready

DAY = date(2026, 3, 13)


def a_group(clinic: Clinic, **changes: Any) -> GroupSession:
    """Friday 13 March at one, in the group room, led by the doctor."""
    facts = {
        "service": "group",
        "room": clinic.room("grove"),
        "provider": clinic.doctor,
        "monitor": clinic.therapist,
        "starts_at": at("13:00", DAY),
        "by": clinic.desk,
        "now": NOW,
    }
    return actions.open_group(**{**facts, **changes})


def sit(clinic: Clinic, group: GroupSession, patient: Patient | None = None, **changes: Any) -> Seat:
    """One seat at the usual price."""
    facts = {"agreed_cents": 20000, "joins_sharing": True, "by": clinic.desk, "now": NOW}
    return actions.take_seat(group=group, patient=patient or ready(clinic), **{**facts, **changes})


def full(clinic: Clinic, group: GroupSession) -> list[Seat]:
    """Six people."""
    return [sit(clinic, group) for _ in range(6)]


def waits(clinic: Clinic, group: GroupSession, minute: int = 0, **changes: Any) -> WaitingListEntry:
    """Somebody on its list, at a price agreed."""
    facts = {"agreed_cents": 19000, "by": clinic.desk, "now": NOW + timedelta(minutes=minute)}
    patient = changes.pop("patient", None) or ready(clinic)
    return actions.join_waiting_list(group=group, patient=patient, **{**facts, **changes})


def escorted(patient: Patient, clinic: Clinic) -> Patient:
    """Somebody takes them home, and may be written to."""
    facts = {"name": "Rosa Hale", "phone": "503 555 0101", "by": clinic.desk, "now": NOW}
    people.set_contact(patient=patient, kind="escort", may_write=True, **facts)
    return patient
