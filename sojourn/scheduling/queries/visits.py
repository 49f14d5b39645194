"""Visits: of a patient, of a day, of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import Room
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment, AppointmentChange
from sojourn.scheduling.rules import booking
from sojourn.scheduling.states import HOLDS_ITS_PLACE, AppointmentState

_HELD = (AppointmentState.IN_ROOM, AppointmentState.DONE)
COMING = (AppointmentState.BOOKED, AppointmentState.ARRIVED, AppointmentState.IN_ROOM)


@dataclass(frozen=True)
class BoardRow:
    """One room on a day, with the visits in order. Seats of a group are visits side by side."""

    resource: Room
    visits: tuple[Appointment, ...]


def visits_of(patient: Patient) -> QuerySet[Appointment]:
    """All visits of a patient, latest first."""
    return _visits().filter(patient=patient).order_by("-starts_at")


def upcoming(patient: Patient, now: datetime) -> QuerySet[Appointment]:
    """What lies ahead of a patient or is going on, earliest first."""
    return _visits().filter(patient=patient, state__in=COMING, ends_at__gt=now).order_by("starts_at")


def last_visit(patient: Patient, service: str) -> Appointment | None:
    """The latest visit of this kind that took place or is taking place."""
    return patient.appointments.filter(service=service, state__in=_HELD).order_by("-starts_at").first()


def medical_days(patient: Patient) -> frozenset[date]:
    """The days on which a doctor saw them: medical visits, by the pack, that took place or are taking place."""
    medical = [each.code for each in content.pack().services.values() if each.medical]
    held = patient.appointments.filter(service__in=medical, state__in=_HELD)
    return frozenset(map(clinic.local_day, held.values_list("starts_at", flat=True)))


def visit_of(visit_id: UUID | str) -> Appointment:
    """One visit with its people and place. Raises Appointment.DoesNotExist."""
    return _visits().select_related("follows", "booked_by").get(pk=visit_id)


def visits_between(first: date, last: date) -> QuerySet[Appointment]:
    """Visits that keep their place, from the first day to the last, both included, each on the day of its place."""
    return visits_on(clinic.days_everywhere(first, last))


def visits_on(days: clinic.Days) -> QuerySet[Appointment]:
    """The same for days that are not the same ones everywhere."""
    return _visits().filter(clinic.starts_on(days)).order_by("starts_at", "id")


def day_board(day: date) -> list[BoardRow]:
    """Every room in use with its visits of that day. Two queries."""
    visits = list(visits_between(day, day).filter(state__in=HOLDS_ITS_PLACE))
    return [
        BoardRow(room, tuple(each for each in visits if each.room_id == room.pk))
        for room in clinic.active_rooms()
    ]


def coming_visits(now: datetime) -> QuerySet[Appointment]:
    """What is booked and has not begun, earliest first."""
    return _visits().filter(state=AppointmentState.BOOKED, starts_at__gt=now).order_by("starts_at")


def visit_before(patient: Patient, service: str, starts_at: datetime) -> Appointment | None:
    """The visit this one would follow up: the latest before it whose follow-up this is and that has none yet."""
    services = content.pack().services.values()
    leading = [each.code for each in services if each.follow_up and each.follow_up.service == service]
    earlier = visits_of(patient).filter(
        service__in=leading, starts_at__lt=starts_at, state__in=HOLDS_ITS_PLACE
    )
    followed = Appointment.objects.filter(state__in=HOLDS_ITS_PLACE, follows__isnull=False)
    return earlier.exclude(pk__in=followed.values("follows")).first()


def history_of(appointment: Appointment) -> QuerySet[AppointmentChange]:
    """Each step of one visit, in order."""
    return appointment.changes.select_related("by").order_by("at", "id")


def cancellation_terms(appointment: Appointment, now: datetime) -> booking.CancellationTerms:
    """What cancelling or moving now would mean."""
    policy = content.pack().policies.cancellation
    return booking.cancellation_terms(
        appointment.starts_at, now, notice_hours=policy.notice_hours, fee_cents=policy.fee_cents
    )


def _visits() -> QuerySet[Appointment]:
    return Appointment.objects.select_related("patient", "staff", "monitor", "room", "group__called_off")
