"""What a calendar outside the clinic may read, and how often each of its entries has changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import StaffMember
from sojourn.core.together import fetch_together
from sojourn.scheduling.models import Appointment, AppointmentChange, CalendarFeed, GroupSession
from sojourn.scheduling.rules.feeds import hash_of, window

REVISES = ("move", "watch", "cancel", "call_off", "miss")
"""The steps after which somebody's copy of a visit is out of date."""


@dataclass(frozen=True)
class Revision:
    """How often an entry was revised, and when it last changed."""

    sequence: int
    at: datetime


def revisions_of(appointments: Iterable[Appointment]) -> dict[UUID, Revision]:
    """Of each visit by its id. One query."""
    changes = AppointmentChange.objects.filter(appointment__in=[each.pk for each in appointments])
    counted = changes.order_by().values("appointment").annotate(sequence=_REVISED, at=Max("at"))
    return {row["appointment"]: Revision(row["sequence"], row["at"]) for row in counted}


def feed_of(staff: StaffMember) -> CalendarFeed | None:
    """The address that is in use."""
    return staff.calendar_feeds.filter(revoked_at__isnull=True).first()


def feed_behind(secret: str) -> CalendarFeed | None:
    """The feed that this secret opens; none when it was taken back or its owner works here no more."""
    live = CalendarFeed.objects.filter(revoked_at__isnull=True, staff__is_active=True)
    found = live.filter(staff__user__is_active=True, secret_hash=hash_of(secret))
    return found.select_related("staff").first()


@dataclass(frozen=True)
class StaffDiary:
    """What somebody's calendar shows: their visits, those that became somebody else's, and their groups.

    Visits have ``sequence`` and ``changed_at``; those given away also ``was_at``, the time their calendar knows.
    """

    visits: tuple[Appointment, ...]
    given_away: tuple[Appointment, ...]
    groups: tuple[GroupSession, ...]


def diary_of(staff: StaffMember, today: date) -> StaffDiary:
    """What they lead or watch, or did until it was given to a colleague; cancelled visits too.

    One query, and no more than the window of the feed.
    """
    days_ahead = content.pack().policies.booking.furthest_ahead_days
    start, end = clinic.bounds_of(*window(today, days_ahead=days_ahead))
    span = Q(starts_at__gte=start, starts_at__lt=end)
    visits, groups = _visits(staff).filter(span), _groups(staff, span)
    given_away = _given_away(staff, Q(starts_before__gte=start, starts_before__lt=end))
    fetch_together(visits, given_away, groups)
    return StaffDiary(tuple(visits), tuple(given_away), tuple(groups))


def _visits(staff: StaffMember) -> QuerySet[Appointment]:
    return _revised(Appointment.objects.filter(_theirs(staff), group__isnull=True))


def _given_away(staff: StaffMember, span: Q) -> QuerySet[Appointment]:
    """Visits that a step took from them and that none gave back."""
    taken = AppointmentChange.objects.filter(span, Q(staff_before=staff) | Q(monitor_before=staff))
    latest = taken.filter(appointment=OuterRef("pk")).order_by("-at", "-id")
    gone = Appointment.objects.filter(pk__in=taken.values("appointment")).exclude(_theirs(staff))
    return _revised(gone).annotate(was_at=Subquery(latest.values("starts_before")[:1]))


def _theirs(staff: StaffMember) -> Q:
    return Q(staff=staff) | Q(monitor=staff)


def _revised(visits: QuerySet[Appointment]) -> QuerySet[Appointment]:
    revised = visits.annotate(
        sequence=Count("changes", filter=Q(changes__move__in=REVISES)),
        changed_at=Coalesce(Max("changes__at"), "booked_at"),
    )
    return revised.select_related("patient", "room").order_by("starts_at", "id")


def _groups(staff: StaffMember, span: Q) -> QuerySet[GroupSession]:
    theirs = GroupSession.objects.filter(span, Q(provider=staff) | Q(monitor=staff))
    counted = theirs.annotate(
        people=Count("seats", filter=Q(seats__patient__isnull=False), distinct=True),
        changed_at=Greatest(
            "created_at",
            Coalesce(Max("appointments__changes__at"), "created_at"),
            Coalesce("called_off__at", "created_at"),
        ),
    )
    return counted.select_related("room", "called_off").order_by("starts_at", "id")


_REVISED = Count("pk", filter=Q(move__in=REVISES))
