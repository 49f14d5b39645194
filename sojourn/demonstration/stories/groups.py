"""The monthly group: opened well ahead, seats agreed one by one, last month's done."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sojourn.clinic import queries as clinic
from sojourn.demonstration.asking import ask_along_the_way
from sojourn.demonstration.days import at, open_on_or_after
from sojourn.demonstration.stories.journeys import journey
from sojourn.demonstration.world import Care, World
from sojourn.scheduling.actions import open_group, take_seat
from sojourn.scheduling.models import Appointment

LAST, NEXT = "last", "next"
STARTS = "13:30"


def group_days(stage: date, today: date) -> dict[str, date]:
    """Last month's group, and the one on the next open day."""
    coming = open_on_or_after(today + timedelta(days=1))
    return {LAST: open_on_or_after(coming - timedelta(days=28)), NEXT: coming}


def open_groups(world: World, days: dict[str, date], now: datetime) -> None:
    """Room, provider and monitor claimed as soon as the clinic opens."""
    ahead = {name: day for name, day in days.items() if at(day, STARTS) > now}
    for name, day in ahead.items():
        world.groups[name] = open_group(
            service="group",
            room=world.rooms["grove"],
            provider=world.staff["rowe"],
            monitor=world.staff["brook"],
            starts_at=at(day, STARTS),
            by=world.user("lark"),
            now=now,
        )


def join_groups(world: World, care: Care, now: datetime) -> None:
    """A seat in every group this person comes to, at the price agreed with them."""
    seats = [_sit(world, care, name, now) for name in (LAST, NEXT) if care.person.has(f"group_{name}")]
    visits = [each for each in seats if each is not None]
    for visit in visits:
        world.tell(journey(world, care, visit))
    if visits and not care.person.first_session:
        ask_along_the_way(world, care, visits, course_ends=False)


def _sit(world: World, care: Care, name: str, now: datetime) -> Appointment | None:
    group = world.groups.get(name)
    if group is None or group.starts_at <= now:
        return None
    dice = care.person.dice(("seat", name))
    price = clinic.price_of("group", clinic.local_day(now))
    return take_seat(
        group=group,
        patient=care.patient,
        agreed_cents=dice.randrange(price.low_cents, price.high_cents + 1, 1000),
        joins_sharing=dice.choice((True, True, False, None)),
        by=world.user("lark"),
        now=now,
    ).appointment
