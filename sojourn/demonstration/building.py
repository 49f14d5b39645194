"""Building the invented clinic: history told up to now, three weeks of it already booked ahead."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from sojourn import content
from sojourn.accounts.roles import ROLES, Role
from sojourn.clinic import queries as clinic
from sojourn.clinic.actions import apply_pack
from sojourn.clinic.hour_actions import note_hours
from sojourn.clinic.models import DayHours, StaffMember
from sojourn.demonstration.cast import cast
from sojourn.demonstration.chronicle import Chronicle
from sojourn.demonstration.counting import counts
from sojourn.demonstration.days import (
    CLOSES,
    OPENS,
    at,
    is_in_the_week,
    on_the_grid,
    open_also,
    open_on_or_before,
    opens_specially,
    stage_day,
)
from sojourn.demonstration.people import Person
from sojourn.demonstration.post import nobody_else_works, sent_long_ago
from sojourn.demonstration.stock import keep_register, one_waste, waste_that_waits
from sojourn.demonstration.stories import office, reminders
from sojourn.demonstration.stories.groups import group_days, open_groups
from sojourn.demonstration.stories.way_in import way_in
from sojourn.demonstration.summary import DemoPerson, DemoSummary
from sojourn.demonstration.team import PASSWORD, TEAM, cheap_passwords, hire
from sojourn.demonstration.world import Kept, World

HISTORY = timedelta(weeks=12)
INTO_THE_SESSION = timedelta(minutes=64)
"""How long Wren's session has been going on when the demo opens during hours."""


def build(*, seed: int, now: datetime, history: timedelta = HISTORY) -> DemoSummary:
    """Fill an empty, migrated database. The same seed and moment give the same people, visits and totals."""
    with _quickly(), nobody_else_works(), open_also(opens_specially(now)):
        world = _open_the_clinic(seed, now, history)
        people = [each for each in cast(seed=seed, now=now) if _begins(each) >= _first_day(now, history)]
        _tell_everything(world, people, history)
        world.chronicle.run()
        sent_long_ago(now)
        for somebody in [each.name for each in people if each.sessions][5:6]:
            reminders.one_came_back(world, somebody)
    return DemoSummary(
        clinic=content.pack().clinic.name, seed=seed, people=_sign_ins(world, people), counts=counts(world)
    )


def _first_day(now: datetime, history: timedelta) -> date:
    return clinic.local_day(now - history)


def _begins(person: Person) -> date:
    return person.intake_day - timedelta(days=person.lead_days)


def _open_the_clinic(seed: int, now: datetime, history: timedelta) -> World:
    opening = at(_first_day(now, history), time(7))
    apply_pack(now=opening)
    staff = {each.key: hire(each, opening) for each in TEAM}
    rooms = {each.code: each for each in clinic.active_rooms()}
    stage = stage_day(now)
    if not is_in_the_week(stage):
        _open_on(stage, staff, opening)
    world = World(seed, now, stage, Chronicle(now), staff, rooms, clinic.house())
    world.kept.append(Kept("Wren Halloway", staff["sorrel"], rooms["alder"], wren_starts(now, stage), 210))
    open_groups(world, group_days(stage, clinic.local_day(now)), opening)
    return world


def _open_on(day: date, staff: dict[str, StaffMember], now: datetime) -> None:
    """A day the clinic is closed, on which somebody looks at the demo: it opens, and whoever sees patients works."""
    seeing = [each for each in staff.values() if each.sees_patients]
    hours: dict[str, Any] = {
        "day": day,
        "opens": OPENS,
        "closes": CLOSES,
        "reason": "Open for the demonstration",
    }
    note_hours(notes=[DayHours(staff=who, **hours) for who in (None, *seeing)], by=None, now=now)


def wren_starts(now: datetime, stage: date) -> datetime:
    """When Wren's session is on the stage day: an hour ago while the clinic is open, ten o'clock otherwise."""
    earliest, latest = at(stage, time(8, 30)), at(stage, time(14))
    if clinic.local_day(now) != stage or now < earliest:
        return at(stage, time(10))
    return min(max(on_the_grid(now - INTO_THE_SESSION), earliest), latest)


def _tell_everything(world: World, people: list[Person], history: timedelta) -> None:
    first = _first_day(world.now, history)
    world.tell(keep_register(world, first))
    waste_day = open_on_or_before(world.stage - timedelta(days=15))
    if waste_day > first + timedelta(days=7):
        world.tell(one_waste(world, waste_day))
    world.tell(waste_that_waits(world, open_on_or_before(world.stage - timedelta(days=1))))
    for person in people:
        world.tell(way_in(world, person))
    _office(world, people)


def _office(world: World, people: list[Person]) -> None:
    treated = [each.name for each in people if each.sessions]
    for number, name in enumerate(treated[3:19:4]):
        world.tell(office.exchange(world, name, number, world.stage - timedelta(days=12 - 2 * number)))
    for number, name in enumerate(treated[-14:-9]):
        world.tell(office.unread(world, name, number))
    for number in range(len(office.ENQUIRIES)):
        world.tell(office.enquiry(world, number))
    for number, name in enumerate(treated):
        world.tell(reminders.may_write_to_escort(world, name))
        if number % 3:
            world.tell(reminders.says(world, name, comes=number % 7 != 1))
    world.tell(office.closed_alert(world, "Idris Kell", world.stage - timedelta(days=8)))


def _sign_ins(world: World, people: list[Person]) -> tuple[DemoPerson, ...]:
    staff = [
        _sign_in(
            str(world.staff[each.key].user.pk),
            world.user(each.key).name,
            world.user(each.key).email,
            each.role,
            each.shows,
        )
        for each in TEAM
    ]
    patients = [
        _sign_in(str(world.care[each.name].user.pk), each.name, each.email, Role.PATIENT, each.shows)
        for each in sorted(people, key=lambda each: each.name != "Wren Halloway")
        if each.shows and each.name in world.care
    ]
    return (*staff, *patients)


def _sign_in(id: str, name: str, email: str, role: Role, shows: str) -> DemoPerson:
    return DemoPerson(
        id=id, name=name, email=email, password=PASSWORD, role=role, title=ROLES[role].title, note=shows
    )


@contextmanager
def _quickly() -> Iterator[None]:
    """A demo that is cut short is built anew, so its writes need not wait for the disk."""
    _pragma("synchronous=OFF")
    gc.disable()
    try:
        with cheap_passwords():
            yield
    finally:
        gc.enable()
        _pragma("synchronous=FULL")


def _pragma(setting: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA {setting}")
        else:
            cursor.execute(f"SET synchronous_commit TO {'off' if 'OFF' in setting else 'on'}")
