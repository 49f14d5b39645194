"""A clinic with two doctors and a therapist, for tests of the calendar. Monday 2 March 2026 is today, nine o'clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sojourn.clinic.models import Room, StaffMember
from sojourn.clinic.queries import service as service_of
from sojourn.core.decisions import ALLOWED
from sojourn.people.models import Patient
from sojourn.prescribing import actions as prescribing
from sojourn.scheduling import actions
from sojourn.scheduling.models import Appointment
from tests.factories import NOW, a_patient, a_staff_member, a_user, the_clinic
from tests.stories import a_medical_visit, a_prescriber, a_prescription, an_eligible_patient, sign_consents

PORTLAND = ZoneInfo("America/Los_Angeles")
TUESDAY = date(2026, 3, 3)


def at(clock: str, day: date = TUESDAY) -> datetime:
    """A wall-clock time at the clinic."""
    hour, minute = clock.split(":")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=PORTLAND).astimezone(UTC)


@dataclass
class Clinic:
    """Everything a test of the calendar needs."""

    doctor: StaffMember
    second_doctor: StaffMember
    therapist: StaffMember
    desk: Any

    def room(self, code: str) -> Room:
        """A room of the pack."""
        return Room.objects.get(code=code)

    def room_for(self, service: str) -> Room:
        """The first room of the service's kind."""
        return Room.objects.filter(kind=service_of(service).room_kind).order_by("position")[0]

    def leads(self, service: str) -> StaffMember:
        """Who leads it here."""
        return self.therapist if service in {"preparation", "integration"} else self.doctor

    def book(self, service: str = "intake", starts_at: datetime | None = None, **changes: Any) -> Appointment:
        """A visit booked by the desk, its gates taken as open unless given."""
        facts = {
            "patient": changes.pop("patient", None) or a_patient(),
            "service": service,
            "staff": self.leads(service),
            "room": self.room_for(service),
            "starts_at": starts_at or at("10:00"),
            "by": self.desk,
            "now": NOW,
            "gate": ALLOWED,
        }
        return actions.book(**{**facts, **changes})


def a_clinic() -> Clinic:
    """Doctors and therapist work weekdays from eight to six; the desk books."""
    the_clinic()
    return Clinic(
        a_prescriber(),
        a_staff_member("provider"),
        a_staff_member("therapist"),
        a_user("front_desk"),
    )


def seen_by_a_doctor(clinic: Clinic, *, patient: Patient | None = None) -> Patient:
    """Somebody who had their intake visit this morning."""
    visit = clinic.book(patient=patient, starts_at=NOW)
    actions.arrive(appointment=visit, by=clinic.desk, now=NOW)
    actions.begin(appointment=visit, by=clinic.doctor.user, now=NOW)
    actions.finish(appointment=visit, by=clinic.doctor.user, now=NOW)
    return visit.patient


def ready(clinic: Clinic, patient: Patient | None = None) -> Patient:
    """Somebody with all that sessions and groups ask for: seen last week, found eligible, every consent signed,
    a prescription for the office and one of their own."""
    patient = an_eligible_patient(clinic.doctor.user, patient=patient)
    a_medical_visit(patient, clinic.doctor.user, at=NOW - timedelta(days=7))
    sign_consents(patient, service="group")
    facts = {"patient": patient, "by": clinic.doctor.user, "now": NOW}
    prescribing.prescribe(**facts, **a_prescription())
    own = {"setting": "pharmacy", "preparation": "troche-50", "quantity": 8}
    prescribing.prescribe(**facts, **a_prescription(**own))
    patient.refresh_from_db()
    return patient
