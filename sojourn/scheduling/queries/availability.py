"""Free time for a service, from hours, leave, holidays and claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max, Min

from sojourn import content
from sojourn.accounts.models import User
from sojourn.clinic import queries as clinic
from sojourn.clinic.hour_queries import HourNotes, Stretches, noted_between
from sojourn.clinic.models import Leave, Room, StaffMember
from sojourn.clinic.words import InPlace
from sojourn.core.periods import Period
from sojourn.core.together import fetch_together
from sojourn.people.models import Patient
from sojourn.scheduling.models import Claim
from sojourn.scheduling.rules.availability import (
    Diary,
    Hours,
    Opening,
    days_from,
    free_openings,
    opening_periods,
    without,
)

Times = defaultdict[UUID, list[Period]]


@dataclass(frozen=True)
class FreeTime(InPlace):
    """One time that can be booked as it stands."""

    staff: StaffMember
    room: Room
    starts_at: datetime
    ends_at: datetime
    monitor: StaffMember | None = None

    @property
    def room_id(self) -> UUID:  # type: ignore[override]
        """Its room's."""
        return self.room.pk


@dataclass(frozen=True)
class LocalHours:
    """Hours of one zone made concrete for some days: the clinic's, and a diary for each person and each room there.

    Nine on a roster is nine where somebody works that day, so people have hours in every zone, and claims in all.
    """

    clinic: tuple[Period, ...]
    people: tuple[Diary, ...]
    rooms: tuple[Diary, ...]


@dataclass(frozen=True)
class Calendar:
    """Hours by zone, and a patient's own visits."""

    zones: Mapping[ZoneInfo, LocalHours]
    patient: tuple[Period, ...] = ()

    def in_zone_of(self, room: Room) -> LocalHours:
        """The hours that hold where this room is."""
        return self.zones[clinic.zone_of(room.pk)]


def free_times(
    service: str,
    *,
    from_day: date,
    days: int,
    staff: StaffMember | None = None,
    room: Room | None = None,
    after: datetime | None = None,
    house: clinic.House | None = None,
    place: str | None = None,
) -> list[FreeTime]:
    """Free times on so many days from a day on, earliest first; ``after`` leaves out what begins sooner.

    Each start is given once per person, with the first room that is free and the first who can keep watch. Two
    queries; one with a ``house``. ``place`` keeps to the rooms of one location, for those who choose a time by itself.
    """
    house = house or clinic.house()
    people = [staff] if staff else house.who_can(service)
    rooms = [room] if room else house.rooms_for(service)
    rooms = [each for each in rooms if place is None or clinic.place_of(each) == place]
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
    return free[0].begins.date() if free else None


def openings_in(
    calendar: Calendar,
    service: str,
    people: Iterable[StaffMember],
    rooms: Iterable[Room],
    monitors: Iterable[StaffMember] | None,
) -> list[Opening]:
    """The same as bare facts, for the rules of a course, of some people and rooms of a calendar."""
    leading, kept = {each.pk for each in people}, {each.pk for each in rooms}
    watching = None if monitors is None else [each.pk for each in monitors]
    by_zone = [_openings_at(hours, service, leading, kept, watching) for hours in calendar.zones.values()]
    return by_zone[0] if len(by_zone) == 1 else sorted(chain.from_iterable(by_zone))


def _openings_at(
    hours: LocalHours, service: str, leading: set[UUID], kept: set[UUID], watching: list[UUID] | None
) -> list[Opening]:
    diaries = {each.id: each for each in hours.people}
    return free_openings(
        hours.clinic,
        tuple(each for each in hours.people if each.id in leading),
        tuple(each for each in hours.rooms if each.id in kept),
        minutes=clinic.service(service).occupies_minutes,
        every=content.pack().hours.offered_every_minutes,
        monitors=None if watching is None else [diaries[each] for each in watching],
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
    wanted = days_from(from_day, days)
    zones = {clinic.zone_of(each.pk) for each in rooms} or {clinic.timezone()}
    resources = [each.pk for each in (*people, *rooms, *([patient] if patient else []))]
    known = _taken_away_and_noted(resources, _span(wanted, zones), wanted)
    return Calendar(
        {zone: _local_hours(people, rooms, wanted, zone, known) for zone in zones},
        tuple(known[0][patient.pk]) if patient else (),
    )


def _span(days: Sequence[date], zones: Iterable[ZoneInfo]) -> Period:
    """From the first midnight of the first day anywhere to the last midnight after the last."""
    bounds = [clinic.bounds_of(days[0], days[-1], zone) for zone in zones]
    return Period(min(start for start, _ in bounds), max(end for _, end in bounds))


def _local_hours(
    people: Iterable[StaffMember],
    rooms: Iterable[Room],
    days: Sequence[date],
    zone: ZoneInfo,
    known: tuple[Times, Times, HourNotes],
) -> LocalHours:
    taken, away, notes = known
    house = opening_periods(dated(days, notes.opening_on), zone)
    return LocalHours(
        clinic=house,
        people=tuple(
            Diary(each.pk, working_periods(each, days, notes, zone, away[each.pk]), tuple(taken[each.pk]))
            for each in people
        ),
        rooms=tuple(
            Diary(each.pk, house, tuple(taken[each.pk])) for each in rooms if clinic.zone_of(each.pk) == zone
        ),
    )


def working_periods(
    staff: StaffMember, days: Iterable[date], notes: HourNotes, zone: ZoneInfo, away: Iterable[Period]
) -> tuple[Period, ...]:
    """When somebody works on these days, less the time they are away."""
    return without(opening_periods(dated(days, partial(notes.roster_on, staff)), zone), away)


def dated(days: Iterable[date], hours_on: Callable[[date], Stretches]) -> Iterator[Hours]:
    """The hours of each day, with the day."""
    return ((day, starts, ends) for day in days for starts, ends in hours_on(day))


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


def _taken_away_and_noted(
    resources: list[UUID], span: Period, days: Sequence[date]
) -> tuple[Times, Times, HourNotes]:
    """Claimed time by resource, leave by person, hours that differ. Cells of one visit are joined to one stretch."""
    claims = Claim.objects.filter(resource__in=resources, cell__gte=span.start, cell__lt=span.end)
    by_visit = claims.order_by().values("resource", "appointment", "group", "offer")
    stretches = by_visit.annotate(first=Min("cell"), last=Max("cell")).values_list(
        "resource", "first", "last"
    )
    leaves, noted = clinic.leaves_between(span.start, span.end), noted_between(days[0], days[-1])
    fetch_together(stretches, leaves, *noted)
    taken: Times = defaultdict(list)
    cell = timedelta(minutes=content.pack().hours.slot_minutes)
    for resource, first, last in stretches:
        taken[resource].append(Period(first, last + cell))
    return taken, away_of(leaves), HourNotes.of(noted)


def away_of(leaves: Iterable[Leave]) -> Times:
    """Leave by person."""
    away: Times = defaultdict(list)
    for leave in leaves:
        away[leave.staff_id].append(Period(leave.starts_at, leave.ends_at))
    return away
