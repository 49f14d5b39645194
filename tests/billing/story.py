"""A clinic with a patient whose visits took place: the ground that tests of money stand on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sojourn import content
from sojourn.accounts.models import User
from sojourn.accounts.roles import Role
from sojourn.billing.actions import charge_visit
from sojourn.billing.models import Charge
from sojourn.clinic.models import Room, StaffMember
from sojourn.clinic.queries import price_of
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import AppointmentState
from sojourn.treatment.models import NoteSignature, VisitNote
from tests.factories import NOW, a_patient, a_staff_member, a_user, the_clinic


@dataclass
class Story:
    """Everybody in it."""

    patient: Patient
    desk: User
    owner: User
    doctor: StaffMember
    therapist: StaffMember

    def visit(
        self, service: str, *, days_ago: int = 0, staff: StaffMember | None = None, **changes: Any
    ) -> Appointment:
        """A visit that is over."""
        starts_at = NOW - timedelta(days=days_ago, hours=4)
        minutes = content.pack().services[service].minutes
        facts: dict[str, Any] = {
            "patient": self.patient,
            "service": service,
            "staff": staff or (self.therapist if service == "integration" else self.doctor),
            "room": Room.objects.first(),
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=minutes),
            "state": AppointmentState.DONE,
            "price_cents": price_of(service, starts_at.date()).low_cents,
            "booked_at": starts_at - timedelta(days=14),
        }
        return Appointment.objects.create(**{**facts, **changes})

    def charged(self, service: str, **changes: Any) -> Charge:
        """A visit that is over and charged."""
        visit = self.visit(service, **changes)
        return charge_visit(appointment=visit, by=self.desk, now=visit.ends_at)

    def signed(
        self, visit: Appointment, *, minutes: int | None = 50, diagnoses: tuple[str, ...] = ("F33.1",)
    ) -> NoteSignature:
        """The visit's note, signed."""
        note = VisitNote.objects.create(
            appointment=visit,
            kind="visit",
            diagnoses=list(diagnoses),
            author=visit.staff.user,
            changed_at=visit.ends_at,
        )
        return NoteSignature.objects.create(
            visit_note=note,
            content={},
            content_hash="0" * 64,
            minutes=minutes,
            by=visit.staff.user,
            at=visit.ends_at,
        )


def a_story(*, now: datetime = NOW) -> Story:
    """A clinic with prices, a doctor, a therapist, the front desk, the owner, and a patient with an account."""
    the_clinic(now=now)
    return Story(
        patient=a_patient(now=now - timedelta(days=60), user=a_user(Role.PATIENT)),
        desk=a_user(Role.FRONT_DESK),
        owner=a_user(Role.OWNER),
        doctor=a_staff_member(
            Role.PROVIDER, display_name="Imogen Sorrel", credentials="MD", npi="1234567893"
        ),
        therapist=a_staff_member(
            Role.THERAPIST, display_name="Hollis Greenaway", credentials="LPC", npi="1558598797"
        ),
    )
