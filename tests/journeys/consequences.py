"""Two people whose treatment stops: one with a session tomorrow, one in the room an hour after their dose.

Run as a process of its own, in a clinic that :mod:`tests.journeys.opening` opened.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sojourn.command_line.django_ready import start_django
from tests.journeys.in_time import followed
from tests.journeys.opening import PASSWORD

TOMORROW, IN_THE_ROOM = "Doro Finch", "Ivo Marsh"


def email_of(name: str) -> str:
    """Where they sign in."""
    return f"{name.lower().replace(' ', '.')}@home.example"


def tell() -> None:
    """Tomorrow at ten; and one who came in half an hour ago, with another session in a week."""
    from django.utils import timezone

    from sojourn.clinic.models import StaffMember

    now = timezone.now()
    doctor = StaffMember.objects.get(display_name="Dr Ada Quill")
    first, second = _treatable(TOMORROW, doctor, now), _treatable(IN_THE_ROOM, doctor, now)
    _session(first, doctor, now + timedelta(hours=25, minutes=30))
    _session(second, doctor, now + timedelta(days=7))
    _in_the_room(_session(second, doctor, now - timedelta(minutes=30), state="in_room"), doctor.user, now)


def _treatable(name: str, doctor: Any, now: datetime) -> Any:
    """With lamotrigine on the list, somebody to take them home, consents, a yes, a plan and a prescription."""
    from sojourn.accounts.actions import create_user
    from sojourn.intake import actions as intake
    from sojourn.people import actions as people
    from tests import stories
    from tests.factories import a_patient

    first, last = name.split()
    user = create_user(
        email=email_of(name), name=name, roles=["patient"], by=None, now=now, password=PASSWORD
    )
    patient = a_patient(now=now, user=user, first_name=first, last_name=last)
    intake.add_medication(patient=patient, as_written="Lamictal 200 mg", by=user, now=now)
    told = {"patient": patient, "preferred_name": first}
    stories.a_patient_with_a_plan(doctor.user, now=now, **told)
    stories.a_medical_visit(patient, doctor.user, at=now - timedelta(hours=1))
    people.set_contact(
        patient=patient, kind="escort", name="Rosa Hale", phone="503 555 0111", by=None, now=now
    )
    return patient


def _session(patient: Any, doctor: Any, starts_at: datetime, state: str = "booked") -> Any:
    from sojourn.clinic.models import Room
    from sojourn.scheduling.models import Appointment

    return Appointment.objects.create(
        patient=patient,
        service="session",
        staff=doctor,
        room=Room.objects.filter(kind="journeys").order_by("position")[0],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        price_cents=55000,
        booked_at=starts_at - timedelta(days=30),
        state=state,
    )


def _in_the_room(visit: Any, by: Any, now: datetime) -> None:
    from sojourn.treatment.models import DoseGiven, PhaseChange, Session

    came, given = visit.starts_at, visit.starts_at + timedelta(minutes=12)
    session = Session.objects.create(
        appointment=visit, patient=visit.patient, phase="journey", opened_at=came, started_at=came
    )
    for phase, at in (("prepare", came), ("ground", came), ("journey", given)):
        PhaseChange.objects.create(session=session, phase=phase, at=at, by=by)
    facts = {"session": session, "by": by, "recorded_at": given, "observed_at": given}
    DoseGiven.objects.create(mg=Decimal(40), mg_per_kg=Decimal("0.5"), route="IM", **facts)


if __name__ == "__main__":
    followed().keep_up()
    start_django()
    tell()
