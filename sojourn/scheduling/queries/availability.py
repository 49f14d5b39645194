"""Free time for a service, from hours, leave, holidays and claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, Min

from sojourn import content
from sojourn.accounts.models import User
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import Room, StaffMember
from sojourn.clinic.words import spoken
from sojourn.core.periods import Period
from sojourn.core.together import fetch_together
from sojourn.people.models import Patient
from sojourn.scheduling.models import Claim
from sojourn.scheduling.queries.gates import after_what_comes_first
from sojourn.scheduling.rules.availability import (
    Diary,
    Opening,
    days_from,
    free_openings,
    opening_periods,
    without,
)

NEAREST_DAYS = 7


@dataclass(frozen=True)
class FreeTime:
    """One time that can be booked as it stands."""

    staff: StaffMember
    room: Room
    starts_at: datetime
    ends_at: datetime
    monitor: StaffMember | None = None


@dataclass(frozen=True)
class Calendar:
    """Hours made concrete for some days: the clinic's, a diary for each person and room, a patient's own visits."""

    clinic: tuple[Period, ...]
    people: tuple[Diary, ...]
    rooms: tuple[Diary, ...]
    patient: tuple[Period, ...] = ()


def free_times(
    service: str,
    *,
    from_day: date,
    days: int,
    staff: StaffMember | None = None,
    room: Room | None = None,
    after: datetime | None = None,
    house: clinic.House | None = None,
) -> list[FreeTime]:
    """Free times on so many days from a day on, earliest first; ``after`` leaves out what begins sooner.

    Each start is given once per person, with the first room that is free and the first who can keep watch. Two
    queries; one with a ``house``.
    """
    house = house or clinic.house()
    people = [staff] if staff else house.who_can(service)
    rooms = [room] if room else house.rooms_for(service)
    monitors = house.who_watches(service)
    everybody = list({each.pk: each for each in (*people, *(monitors or ()))}.values())
    calendar = load_calendar(everybody, rooms, from_day=from_day, days=days)
    found = openings_in(calendar, service, people, rooms, monitors)
    return free_times_in(found, everybody, rooms, service, after)


def first_free_day(
    service: str, *, from_day: date, staff: StaffMember | None, house: clinic.House, after: datetime
) -> date | None:
    """The first day from this one on with a free time, as far ahead as the clinic books. One query."""
    days = content.pack().policies.booking.furthest_ahead_days
    free = free_times(service, from_day=from_day, days=days, staff=staff, after=after, house=house)
    return clinic.local_day(free[0].starts_at) if free else None


def openings_in(
    calendar: Calendar,
    service: str,
    people: Iterable[StaffMember],
    rooms: Iterable[Room],
    monitors: Iterable[StaffMember] | None,
) -> list[Opening]:
    """The same as bare facts, for the rules of a course, of some people and rooms of a calendar."""
    hours = content.pack().hours
    leading, kept = {each.pk for each in people}, {each.pk for each in rooms}
    diaries = {each.id: each for each in calendar.people}
    return free_openings(
        calendar.clinic,
        tuple(each for each in calendar.people if each.id in leading),
        tuple(each for each in calendar.rooms if each.id in kept),
        minutes=clinic.service(service).occupies_minutes,
        every=hours.offered_every_minutes,
        monitors=None if monitors is None else [diaries[each.pk] for each in monitors],
    )


def load_calendar(
    people: Iterable[StaffMember],
    rooms: Iterable[Room],
    *,
    from_day: date,
    days: int,
    patient: Patient | None = None,
) -> Calendar:
    """Everything the rules need to know about these days. One query."""
    people, rooms = list(people), list(rooms)
    zone, open_days = clinic.timezone(), _open_days(from_day, days)
    span = Period(
        datetime.combine(from_day, datetime.min.time(), zone).astimezone(UTC),
        datetime.combine(from_day + timedelta(days=days), datetime.min.time(), zone).astimezone(UTC),
    )
    opening = tuple((each.weekday, each.opens, each.closes) for each in content.pack().hours.weekly)
    house = opening_periods(opening, open_days, zone)
    resources = [each.pk for each in (*people, *rooms, *([patient] if patient else []))]
    taken, away = _taken_and_away(resources, span)
    return Calendar(
        clinic=house,
        people=tuple(_diary_of(each, open_days, away[each.pk], taken[each.pk]) for each in people),
        rooms=tuple(Diary(each.pk, house, tuple(taken[each.pk])) for each in rooms),
        patient=tuple(taken[patient.pk]) if patient else (),
    )


def nearest_free_times(
    service: str,
    wanted: datetime,
    *,
    staff: StaffMember,
    count: int = 3,
    not_before: datetime,
    not_after: datetime | None = None,
) -> list[FreeTime]:
    """The free times closest to one that is gone, the same person's first; none that begins outside the bounds."""
    after = max(wanted - timedelta(hours=4), not_before)
    found = free_times(service, from_day=clinic.local_day(after), days=NEAREST_DAYS, after=after)
    free = [each for each in found if not_after is None or each.starts_at <= not_after]
    return sorted(free, key=lambda each: (each.staff != staff, abs(each.starts_at - wanted)))[:count]


def free_instead(
    service: str,
    wanted: datetime,
    staff: StaffMember,
    *,
    by: User | None,
    now: datetime,
    patient: Patient | None = None,
) -> str:
    """A sentence with the nearest times ``by`` may choose, after a space; nothing when there is none.

    With a patient, only after the visits that must come first.
    """
    earliest, latest = choosable(by, now)
    if patient:
        earliest = after_what_comes_first(patient, service, earliest)
    free = nearest_free_times(service, wanted, staff=staff, not_before=earliest, not_after=latest)
    return f" Still free: {'; '.join(spoken(each.starts_at) for each in free)}." if free else ""


def choosable(by: User | None, now: datetime) -> tuple[datetime, datetime | None]:
    """First and last start ``by`` may choose: staff any ahead, people themselves with notice and not too far."""
    is_staff = by is not None and not by.is_patient
    return (now, None) if is_staff else (bookable_from(now), furthest(now))


def bookable_from(now: datetime) -> datetime:
    """The earliest start that people may choose for themselves."""
    return now + timedelta(hours=content.pack().policies.booking.earliest_notice_hours)


def furthest(now: datetime) -> datetime:
    """As far ahead as the clinic books."""
    return now + timedelta(days=content.pack().policies.booking.furthest_ahead_days)


def free_times_in(
    openings: Iterable[Opening],
    people: Sequence[StaffMember],
    rooms: Sequence[Room],
    service: str,
    after: datetime | None = None,
) -> list[FreeTime]:
    """Openings with the people and rooms they are of."""
    person, room = {each.pk: each for each in people}, {each.pk: each for each in rooms}
    length = timedelta(minutes=clinic.service(service).minutes)
    return [
        FreeTime(
            person[each.staff],
            room[each.room],
            each.starts_at,
            each.starts_at + length,
            person.get(each.monitor) if each.monitor else None,
        )
        for each in openings
        if after is None or each.starts_at >= after
    ]


def _open_days(from_day: date, days: int) -> list[date]:
    wanted = days_from(from_day, days)
    closed = {day for year in {each.year for each in wanted} for day in clinic.holidays(year)}
    return [day for day in wanted if day not in closed]


def _taken_and_away(
    resources: list[UUID], span: Period
) -> tuple[defaultdict[UUID, list[Period]], defaultdict[UUID, list[Period]]]:
    """Claimed time by resource, leave by person. The database joins the cells of each visit to one stretch."""
    claims = Claim.objects.filter(resource__in=resources, cell__gte=span.start, cell__lt=span.end)
    by_visit = claims.order_by().values("resource", "appointment", "group", "offer")
    stretches = by_visit.annotate(first=Min("cell"), last=Max("cell")).values_list(
        "resource", "first", "last"
    )
    leaves = clinic.leaves_between(span.start, span.end)
    fetch_together(stretches, leaves)
    taken: defaultdict[UUID, list[Period]] = defaultdict(list)
    away: defaultdict[UUID, list[Period]] = defaultdict(list)
    cell = timedelta(minutes=content.pack().hours.slot_minutes)
    for resource, first, last in stretches:
        taken[resource].append(Period(first, last + cell))
    for leave in leaves:
        away[leave.staff_id].append(Period(leave.starts_at, leave.ends_at))
    return taken, away


def _diary_of(staff: StaffMember, days: list[date], away: list[Period], taken: list[Period]) -> Diary:
    weekly = [(each.weekday, each.starts, each.ends) for each in staff.hours.all()]
    working = opening_periods(weekly, days, clinic.timezone())
    return Diary(staff.pk, without(working, away), tuple(taken))
