"""Groups that do not take place: whether one is called off, who sat in it, and who still needs another date."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from sojourn.comms.queries import went_out
from sojourn.core.decisions import Decision, Finding
from sojourn.scheduling.models import (
    Appointment,
    AppointmentChange,
    GroupCalledOff,
    GroupSession,
    WaitingListEntry,
)
from sojourn.scheduling.rules.calling_off import GroupThen, not_too_late
from sojourn.scheduling.states import HOLDS_ITS_PLACE, JOURNEYS

PICK_UP = "escort-pickup"
ASKED_FOR = timedelta(days=30)
"""So long after the day of a group somebody without a new date is asked about; later it is history."""


def is_off(group: GroupSession) -> Finding | None:
    """Why nobody can sit or wait in it, asked with the group's row locked."""
    if not GroupCalledOff.objects.filter(group=group).exists():
        return None
    return Finding(
        code="called_off",
        message="This group was called off. Please choose another date.",
        field="patient",
    )


def may_still_be_called_off(
    group: GroupSession, visits: Iterable[Appointment | None], now: datetime
) -> Decision:
    """Whether it is too late, whatever the reason."""
    states = {str(each.patient_id): each.state for each in visits if each}
    return not_too_late(
        GroupThen(starts_at=group.starts_at, now=now, states=states, is_off=group.is_called_off)
    )


def was_lost(visit: Appointment) -> bool:
    """True when this visit was called off with its group."""
    return visit.changes.filter(move="call_off").exists()


def called_off_among(visits: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Each of them with ``was_called_off``: by the clinic, with its group. Asks no more queries."""
    steps = AppointmentChange.objects.filter(appointment=OuterRef("pk"), move="call_off")
    return visits.annotate(was_called_off=Exists(steps))


def lost_with(group: GroupSession) -> QuerySet[Appointment]:
    """The visits that were called off with it, by name.

    Each ``has_new_date`` once another treatment was booked since, or ``wants_none`` when they said so.
    """
    return _lost().filter(group=group).order_by("patient__last_name", "patient__first_name", "pk")


def waited_for(group: GroupSession) -> QuerySet[WaitingListEntry]:
    """Who waited for a place in it until it was called off, the longest first."""
    off = group.waiting_list.filter(state=WaitingListEntry.State.OFF)
    return off.select_related("patient").order_by("since", "pk")


def without_new_date(now: datetime) -> QuerySet[Appointment]:
    """Visits called off with their group whose patients neither booked another since nor want none, the next day
    first."""
    open_ones = _lost().filter(~_since(), ~_said_none(), starts_at__gt=now - ASKED_FOR)
    return open_ones.order_by("starts_at", "pk")


def escorts_told(visits: Collection[Appointment]) -> set[UUID]:
    """Of these visits those for which word to come went out, or may have, to whoever takes the patient home."""
    told = went_out(PICK_UP, about=[each.patient_id for each in visits]).values_list("once", flat=True)
    known = {once.split(":")[1] for once in told if once.startswith(f"{PICK_UP}:")}
    return {each.pk for each in visits if str(each.pk) in known}


def _lost() -> QuerySet[Appointment]:
    lost = Appointment.objects.filter(changes__move="call_off").select_related(
        "patient", "staff", "monitor", "room", "group__called_off"
    )
    return lost.annotate(has_new_date=_since(), wants_none=_said_none())


def _since() -> Exists:
    """Another treatment was booked for them after the group was called off."""
    since = Appointment.objects.filter(
        patient=OuterRef("patient"),
        service__in=JOURNEYS,
        state__in=HOLDS_ITS_PLACE,
        booked_at__gt=OuterRef("group__called_off__at"),
    )
    return Exists(since)


def _said_none() -> Exists:
    return Exists(AppointmentChange.objects.filter(appointment=OuterRef("pk"), move="no_date"))
