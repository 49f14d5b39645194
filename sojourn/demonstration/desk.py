"""What the front desk does when it looks for a time: free times that suit, and none that is kept for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sojourn.clinic import queries as clinic
from sojourn.clinic.models import Room, StaffMember
from sojourn.core.decisions import refuse
from sojourn.demonstration.days import open_on_or_after
from sojourn.demonstration.people import Person
from sojourn.demonstration.world import World
from sojourn.scheduling.queries import CourseVisit, FreeTime, free_times

ROOM_OF = {"sorrel": "alder", "rowe": "cedar"}
NURSE_OF = {"alder": "brook", "cedar": "okafor"}
LOOK_DAYS = 3
"""So many days are looked through at once; they are looked through twice."""


def find(
    world: World,
    service: str,
    staff: StaffMember,
    day: date,
    wish: time,
    *,
    room: str = "",
    beside: Sequence[CourseVisit] = (),
    after: datetime | None = None,
) -> FreeTime | None:
    """The free time nearest to the wish, on the day or soon after, that meets nothing else of this patient."""
    for look_from in (day, day + timedelta(days=LOOK_DAYS)):
        found = _free(world, service, staff, look_from, room, beside, after)
        if found:
            return min(found, key=lambda each: (clinic.local_day(each.starts_at), _off(each, wish)))
    return None


def find_intake(world: World, person: Person, wish: time, *, after: datetime) -> FreeTime:
    """With the doctor of their choice, or with the other one; later in the month if need be."""
    doctors = sorted(ROOM_OF, key=lambda key: key != person.provider)
    for days in (0, LOOK_DAYS * 2, LOOK_DAYS * 4):
        day = person.intake_day + timedelta(days=days)
        for doctor in doctors:
            if free := find(world, "intake", world.staff[doctor], day, wish, after=after):
                return free
    raise refuse("no_time", f"No free time for the intake of {person.name}.")


def _free(
    world: World,
    service: str,
    staff: StaffMember,
    day: date,
    room: str,
    beside: Sequence[CourseVisit],
    after: datetime | None,
) -> list[FreeTime]:
    found = free_times(
        service,
        from_day=day,
        days=LOOK_DAYS,
        staff=staff,
        room=world.rooms[room] if room else None,
        after=after,
        house=world.house,
    )
    minutes = clinic.service(service).occupies_minutes
    return [
        each
        for each in found
        if not world.is_kept(each.staff, each.room, each.starts_at, minutes)
        and not any(_meets(each, other) for other in beside)
    ]


def lay_out_course(world: World, person: Person, *, after: datetime) -> list[CourseVisit]:
    """A preparatory visit, sessions at the person's cadence, an integration visit after each."""
    therapist = world.staff[person.therapist]
    first = open_on_or_after(max(person.first_session, clinic.local_day(after) + timedelta(days=2)))
    visits: list[CourseVisit] = []
    preparation = find(
        world, "preparation", therapist, clinic.local_day(after) + timedelta(days=1), time(11), after=after
    )
    if preparation and clinic.local_day(preparation.starts_at) < first:
        visits.append(_visit("preparation", preparation))
    for number in range(person.sessions):
        _add_session(world, person, visits, first + timedelta(days=_gap(number, person.per_week)))
    return visits


def _add_session(world: World, person: Person, visits: list[CourseVisit], day: date) -> None:
    last = max((clinic.local_day(v.starts_at) for v in visits if v.service == "session"), default=None)
    day = open_on_or_after(max(day, last + timedelta(days=2)) if last else day)
    session = _session(world, person, day, visits)
    if session is None:
        return
    visits.append(session)
    follows = len(visits) - 1
    next_day = clinic.local_day(session.starts_at) + timedelta(days=1)
    therapist = world.staff[person.therapist]
    talk = find(world, "integration", therapist, next_day, person.dice(day).choice(_TALKS), beside=visits)
    if talk:
        visits.append(_visit("integration", talk, follows))


def _session(world: World, person: Person, day: date, beside: list[CourseVisit]) -> CourseVisit | None:
    if kept := world.kept_for(person.name, day):
        return CourseVisit(
            "session", kept.staff, kept.room, kept.starts_at, monitor=_nurse(world, kept.room, kept.starts_at)
        )
    staff, room = world.staff[person.provider], ROOM_OF[person.provider]
    free = find(world, "session", staff, day, person.wish, room=room, beside=beside)
    return (
        replace(_visit("session", free), monitor=_nurse(world, free.room, free.starts_at)) if free else None
    )


def _nurse(world: World, room: Room, starts_at: datetime) -> StaffMember | None:
    """The room's own nurse keeps watch; on the day of a group whoever is free."""
    day = clinic.local_day(starts_at)
    if any(clinic.local_day(each.starts_at) == day for each in world.groups.values()):
        return None
    return world.staff[NURSE_OF[room.code]]


_TALKS = (time(9), time(10), time(11), time(13), time(14), time(15), time(16))


def _gap(number: int, per_week: int) -> int:
    """Days from the first session: a week apart, or Monday–Thursday for twice a week."""
    return number * 7 if per_week == 1 else (number // 2) * 7 + (number % 2) * 3


def _visit(service: str, free: FreeTime, follows: int | None = None) -> CourseVisit:
    return CourseVisit(service, free.staff, free.room, free.starts_at, follows)


def _off(free: FreeTime, wish: time) -> int:
    local = free.starts_at.astimezone(clinic.timezone())
    return abs(local.hour * 60 + local.minute - wish.hour * 60 - wish.minute)


def _meets(free: FreeTime, other: CourseVisit) -> bool:
    ends = other.starts_at + timedelta(minutes=clinic.service(other.service).minutes)
    return free.starts_at < ends and other.starts_at < free.ends_at
