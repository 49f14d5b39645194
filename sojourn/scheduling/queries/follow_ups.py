"""Journeys after which no integration visit was held or is booked: who is asked about it, and what is proposed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Max, Q, QuerySet

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.clinic.words import spoken_day
from sojourn.content.pack.services import FollowUp
from sojourn.core.decisions import Finding, Severity
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries.availability import FreeTime, bookable_from, free_times
from sojourn.scheduling.rules.follow_up import unfollowed, unfollowed_by_now, window_after
from sojourn.scheduling.states import HOLDS_ITS_PLACE, AppointmentState

PROPOSED_AT_MOST = 3
ASKED_FOR = timedelta(days=30)
"""An older journey without its visit is history; nobody is asked about it any more."""


@dataclass(frozen=True)
class Proposed:
    """A follow-up that is missing: the journey's day, the service to book, and the next free times for it."""

    after: datetime
    service: str
    times: tuple[FreeTime, ...]


def followed_services() -> dict[str, FollowUp]:
    """The pack's services after which another visit belongs."""
    return {each.code: each.follow_up for each in content.pack().services.values() if each.follow_up}


def missing_before(patient: Patient, service: str, starts_at: datetime) -> Finding | None:
    """A caution before the next journey: the visit after the last one is missing. It never stands in the way."""
    follow_up = followed_services().get(service)
    if follow_up is None:
        return None
    journeys, talks = _apart(kept_visits(patient), service, follow_up)
    last = unfollowed(journeys, talks, before=starts_at)
    return _caution(last, follow_up) if last else None


def propose_follow_up(
    patient: Patient, now: datetime, kept: Iterable[tuple[str, datetime]] | None = None
) -> Proposed | None:
    """The visit that belongs after the latest journey, with free times for it, unless it is booked. Three queries; two
    when the visits that ``kept`` their place are at hand."""
    rows = list(kept_visits(patient) if kept is None else kept)
    for service, follow_up in followed_services().items():
        last = unfollowed_by_now(*_apart(rows, service, follow_up), now=now)
        if last and last > now - ASKED_FOR:
            return Proposed(last, follow_up.service, _times_after(last, follow_up, now))
    return None


def without_follow_up(now: datetime) -> QuerySet[Appointment]:
    """The latest journeys of the last weeks that are over and have no visit after them, oldest first. One query."""
    services = followed_services()
    later = Q(
        patient__appointments__starts_at__gt=F("starts_at"),
        patient__appointments__state__in=HOLDS_ITS_PLACE,
    )
    follows = Q(patient__appointments__service__in={each.service for each in services.values()})
    again = Q(patient__appointments__service__in=list(services), patient__appointments__starts_at__lte=now)
    over = Appointment.objects.filter(
        service__in=list(services),
        state=AppointmentState.DONE,
        ends_at__lte=now,
        starts_at__gt=now - ASKED_FOR,
    )
    followed = over.annotate(later=Max("patient__appointments__starts_at", filter=later & (follows | again)))
    return followed.filter(later=None).select_related("patient", "staff").order_by("starts_at")


def kept_visits(patient: Patient) -> QuerySet[Appointment, tuple[str, datetime]]:
    """Service and start of every visit that was held or is booked."""
    return patient.appointments.filter(state__in=HOLDS_ITS_PLACE).values_list("service", "starts_at")


def _apart(
    kept: Iterable[tuple[str, datetime]], service: str, follow_up: FollowUp
) -> tuple[list[datetime], list[datetime]]:
    """The starts of the journeys, and of the visits after them."""
    rows = list(kept)
    return [at for code, at in rows if code == service], [
        at for code, at in rows if code == follow_up.service
    ]


def _caution(last: datetime, follow_up: FollowUp) -> Finding:
    name = clinic.service(follow_up.service).name.lower()
    return Finding(
        code="follow_up_missing",
        message=f"The {name} after {spoken_day(last)} is missing. It belongs before the next one.",
        severity=Severity.CAUTION,
        owner="front_desk",
        source="P20",
    )


def _times_after(last: datetime, follow_up: FollowUp, now: datetime) -> tuple[FreeTime, ...]:
    window = window_after(
        clinic.local_day(last),
        after_days=follow_up.after_days,
        within_days=follow_up.within_days,
        today=clinic.local_day(bookable_from(now)),
    )
    days = (window.last - window.first).days + 1
    free = free_times(
        follow_up.service,
        from_day=window.first,
        days=days,
        after=bookable_from(now),
        place=clinic.own_place(),
    )
    return _one_a_start(free)


def _one_a_start(free: list[FreeTime]) -> tuple[FreeTime, ...]:
    """The earliest times, one for each start: who leads is chosen on the page of all times."""
    starts: dict[datetime, FreeTime] = {}
    for each in free:
        starts.setdefault(each.starts_at, each)
    return tuple(starts.values())[:PROPOSED_AT_MOST]
