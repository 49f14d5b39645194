"""Many want the same at the same moment: one time has one winner, six seats have six, and everybody else is told so.

On the demo's database, by the product's own actions, in threads that really commit.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

WANT_ONE_TIME, WANT_A_SEAT, SEATS = 200, 60, 6
WON = "won"


def rush(count: int, work: Callable[[int], object]) -> list[str]:
    """Run it so many times at once; gives "won" or the sentence of the refusal for each."""
    from django.db import connection

    from sojourn.core.decisions import Refused

    def one(number: int) -> str:
        try:
            work(number)
            return WON
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as crowd:
        return list(crowd.map(one, range(count)))


def report() -> str:
    """The section as Markdown. Fails when anything was given twice, or somebody heard nothing."""
    rows = [_row(name, *outcome) for name, outcome in (("one free time", one_time()), ("a group", a_group()))]
    return f"""So many people press the button at the same moment, each in a thread of their own.
The tests do the same on PostgreSQL.

| what they want | attempts | got it | were told that it was taken | seconds |
|---|---|---|---|---|
{chr(10).join(rows)}
"""


def _row(name: str, told: list[str], kept: int, seconds: float) -> str:
    refused = sum("taken" in each for each in told)
    assert kept == told.count(WON) and kept + refused == len(told), told
    return f"| {name} | {len(told)} | {kept} | {refused} | {seconds:.1f} |"


def one_time() -> tuple[list[str], int, float]:
    """What each was told, how many visits there are at that time, and how long it took."""
    from django.utils import timezone

    from sojourn.core.decisions import ALLOWED
    from sojourn.scheduling.actions import book
    from sojourn.scheduling.models import Appointment
    from sojourn.scheduling.queries import free_times

    now = timezone.now()
    place = free_times("intake", from_day=timezone.localdate(now + timedelta(days=7)), days=14)[0]
    where = {"staff": place.staff, "room": place.room, "starts_at": place.starts_at}
    crowd = people(WANT_ONE_TIME, now)
    started = time.perf_counter()
    told = rush(
        WANT_ONE_TIME,
        lambda n: book(patient=crowd[n], service="intake", by=None, now=now, gate=ALLOWED, **where),
    )
    seconds = time.perf_counter() - started
    kept = Appointment.objects.filter(starts_at=place.starts_at, staff=place.staff, state="booked").count()
    assert kept == 1, f"{kept} visits at one time"
    return told, kept, seconds


def a_group() -> tuple[list[str], int, float]:
    """The same for a group that opens, to people for whom every gate is taken as open."""
    from django.utils import timezone

    from sojourn.scheduling.actions import take_seat
    from sojourn.scheduling.models import Seat

    now = timezone.now()
    group, desk, crowd = _new_group(now), _somebody("front_desk"), people(WANT_A_SEAT, now)
    facts: dict[str, Any] = {"group": group, "agreed_cents": 20_000, "joins_sharing": None, "by": desk}
    started = time.perf_counter()
    with _gates_open():
        told = rush(WANT_A_SEAT, lambda n: take_seat(patient=crowd[n], now=now, **facts))
    seconds = time.perf_counter() - started
    kept = Seat.objects.filter(group=group, patient__isnull=False).count()
    assert kept == SEATS, f"{kept} people on {SEATS} seats"
    return told, kept, seconds


def people(count: int, now: datetime) -> list[Any]:
    """So many new patients."""
    from sojourn.people.actions import register_patient

    born = now.date() - timedelta(days=15_000)
    facts: dict[str, Any] = {"last_name": "Crowd", "birth_date": born, "phone": "", "by": None, "now": now}
    return [
        register_patient(first_name=f"Nr{number}", email=f"crowd{number}@example.test", **facts)
        for number in range(count)
    ]


def _new_group(now: datetime) -> Any:
    """A group on the first day from in six weeks on whose room and people are free."""
    from sojourn.clinic.models import Room
    from sojourn.clinic.queries import house, service
    from sojourn.core.decisions import Refused
    from sojourn.scheduling.actions import open_group
    from sojourn.scheduling.queries import free_times

    room = Room.objects.filter(kind=service("group").room_kind, is_active=True).first()
    first, able = now.date() + timedelta(days=42), house()
    for free in free_times("group", from_day=first, days=28, house=able):
        try:
            return open_group(
                service="group",
                room=room,
                provider=free.staff,
                monitor=free.monitor,
                starts_at=free.starts_at,
                by=_somebody("front_desk"),
                now=now,
            )
        except Refused:
            continue
    raise AssertionError("no day for a group")


def _somebody(role: str) -> Any:
    from sojourn.accounts.models import User

    return next(each for each in User.objects.all() if role in each.roles)


@contextmanager
def _gates_open() -> Iterator[None]:
    """Nobody's papers are asked for while the block lasts; the seats are what is measured."""
    from sojourn.core.decisions import ALLOWED
    from sojourn.scheduling.actions import seats

    usual = seats.gate, seats.prerequisite
    seats.gate = seats.prerequisite = lambda *facts: ALLOWED  # type: ignore[assignment]
    try:
        yield
    finally:
        seats.gate, seats.prerequisite = usual
