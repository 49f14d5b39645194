"""Groups: who sits, who waits, what is free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from sojourn.clinic.queries import Days, starts_on
from sojourn.core.together import fetch_with
from sojourn.people.models import Patient
from sojourn.scheduling.models import GroupSession, Seat, WaitingListEntry

W = WaitingListEntry.State


@dataclass(frozen=True)
class GroupStanding:
    """One group with its seats and its waiting list; places offered to somebody are not free to others."""

    group: GroupSession
    seats: tuple[Seat, ...]
    waiting: tuple[WaitingListEntry, ...]

    @property
    def taken(self) -> int:
        """Seats with somebody in them."""
        return sum(1 for seat in self.seats if seat.patient_id)

    @property
    def offered(self) -> int:
        """Places kept for somebody who was offered one."""
        return sum(1 for entry in self.waiting if entry.state == W.OFFERED)

    @property
    def free(self) -> int:
        """Places anybody may take; none in a group that was called off."""
        if self.group.is_called_off:
            return 0
        return max(0, len(self.seats) - self.taken - self.offered)


def groups_ahead(now: datetime) -> list[GroupStanding]:
    """Every group that has not ended, next one first. One query."""
    return _standings(GroupSession.objects.filter(ends_at__gt=now).order_by("starts_at"))


def group_standing(group_id: UUID | str) -> GroupStanding:
    """One group. Raises GroupSession.DoesNotExist."""
    found = _standings(GroupSession.objects.filter(pk=group_id))
    if not found:
        raise GroupSession.DoesNotExist
    return found[0]


def groups_on(days: Days) -> QuerySet[GroupSession]:
    """Groups of these days, also without anybody in them; each has ``seats_in_all``."""
    found = GroupSession.objects.filter(starts_on(days))
    with_people = found.select_related("room", "provider", "monitor", "called_off")
    return with_people.annotate(seats_in_all=Count("seats")).order_by("starts_at", "id")


def _standings(groups: QuerySet[GroupSession]) -> list[GroupStanding]:
    waiting = WaitingListEntry.objects.filter(state__in=[W.WAITING, W.OFFERED]).select_related("patient")
    seats = Seat.objects.select_related("patient", "appointment")
    with_people = groups.select_related("room", "provider", "monitor", "called_off__by")
    return [_standing(each) for each in fetch_with(with_people, seats=seats, waiting_list=waiting)]


def _standing(group: GroupSession) -> GroupStanding:
    return GroupStanding(group, tuple(group.seats.all()), tuple(group.waiting_list.all()))


def seat_at(patient: Patient, visit_id: UUID) -> Seat | None:
    """The seat this patient has with a visit."""
    return Seat.objects.filter(appointment=visit_id, patient=patient).first()


def waiting_of(patient: Patient, now: datetime) -> QuerySet[WaitingListEntry]:
    """The groups this patient waits for, or is offered a place in; those called off until their day is past."""
    standing = Q(state__in=[W.WAITING, W.OFFERED]) | Q(state=W.OFF, group__starts_at__gt=now)
    entries = WaitingListEntry.objects.filter(standing, patient=patient)
    return entries.select_related("group__room", "group__provider")
