"""Measures the calendar of a large old clinic: ten providers, six rooms, up to half a million visits behind them.

The past is written straight into the tables of the demo's SQLite database; people, rooms and what is measured go by
the product's own actions and queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from uuid import uuid4

from bench.timing import RUNS
from bench.timing import processor_milliseconds as milliseconds

PROVIDERS, ROOMS, DAYS = 10, 6, 28
SIZES = (5_000, 50_000, 500_000)
HOURS = range(16, 25)
"""Nine visits one after the other, as hours of UTC: the clinic's opening hours in winter."""
SERVICE, MINUTES, TURNOVER, GRAIN = "intake", 50, 10, 10
AT_ONCE = 5_000
FREE_LIMIT_MS, BOOKING_LIMIT_MS = 50, 30


def report(booking: Callable[[], float]) -> str:
    """The section as Markdown. ``booking`` measures one booking by the processor's clock."""
    rows = "\n".join(
        f"| {size:,} | {found} | {free:.0f} ms | {took:.0f} ms |"
        for size, found, free, took in sizes(booking)
    )
    return f"""Free times of four weeks, {PROVIDERS} providers × {ROOMS} rooms, half of the time taken, and one booking,
with so many visits in the table, by the processor's clock. They may take {FREE_LIMIT_MS} ms and {BOOKING_LIMIT_MS} ms.

| visits | free times found | finding them | booking |
|---|---|---|---|
{rows}
"""


def sizes(booking: Callable[[], float]) -> Iterator[tuple[int, int, float, float]]:
    """Visits, free times found, milliseconds to find them, milliseconds of a booking."""
    from django.utils import timezone

    from sojourn.clinic.queries import house
    from sojourn.scheduling.models import Claim
    from sojourn.scheduling.queries import free_times

    Claim.objects.all().delete()  # the demo's own calendar makes room
    staff, rooms = _hired(), _furnished()
    monday = _monday(timezone.localdate() + timedelta(days=7))
    _fill(_visits(_half(monday), staff, rooms, seats=ROOMS // 2), DAYS * len(HOURS) * ROOMS)
    past = _visits(_backwards(_monday(timezone.localdate()) - timedelta(days=7)), staff, rooms, seats=ROOMS)
    there = 0
    for size in SIZES:
        _fill(past, size - there)
        there = size
        everybody = house()

        def find() -> list[Any]:
            return free_times(SERVICE, from_day=monday, days=DAYS, house=everybody)  # noqa: B023

        yield size, len(find()), milliseconds(find, RUNS), booking()


def _hired() -> list[Any]:
    from django.utils import timezone

    from sojourn.accounts.actions import create_user
    from sojourn.clinic.actions import add_staff
    from sojourn.clinic.models import StaffMember

    StaffMember.objects.update(sees_patients=False)
    now, hours = timezone.now(), [(day, time(8), time(17, 30)) for day in range(5)]
    return [
        add_staff(
            user=create_user(
                email=f"provider{number}@clinic.example",
                name=f"Provider {number}",
                roles=["provider"],
                by=None,
                now=now,
            ),
            display_name=f"Provider {number}",
            credentials="MD",
            npi="",
            dea_number="",
            sees_patients=True,
            hours=hours,
            by=None,
            now=now,
        )
        for number in range(PROVIDERS)
    ]


def _furnished() -> list[Any]:
    from sojourn.clinic.models import Room
    from sojourn.clinic.queries import service

    kind, first = service(SERVICE).room_kind, Room.objects.first()
    assert first
    Room.objects.filter(kind=kind).update(is_active=False)
    return [
        Room.objects.create(
            location=first.location, code=f"crowded-{number}", name=f"Room {number}", kind=kind
        )
        for number in range(ROOMS)
    ]


def _monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _half(monday: date) -> Iterator[date]:
    return (monday + timedelta(days=n) for n in range(DAYS))


def _backwards(day: date) -> Iterator[date]:
    while True:
        day -= timedelta(days=1)
        yield day


def _visits(
    days: Iterator[date], staff: list[Any], rooms: list[Any], *, seats: int
) -> Iterator[tuple[datetime, Any, Any, Any]]:
    """Start, provider, room and patient of one visit after the other; never two in one place."""
    from sojourn.people.models import Patient

    patients = list(Patient.objects.values_list("pk", flat=True)[:seats])
    for day in days:
        if day.weekday() > 4:
            continue
        for hour in HOURS:
            starts = datetime.combine(day, time(0)) + timedelta(hours=hour)
            for seat in range(seats):
                provider = staff[(seat + day.toordinal() + hour) % PROVIDERS]
                yield starts, provider.pk, rooms[seat].pk, patients[seat]


def _fill(visits: Iterator[tuple[datetime, Any, Any, Any]], count: int) -> None:
    from django.db import connection, transaction

    wanted = islice(visits, count)
    with transaction.atomic(), connection.cursor() as cursor:
        while some := list(islice(wanted, AT_ONCE)):
            known = [(uuid4().hex, *each) for each in some]
            cursor.executemany(_APPOINTMENT, [_as_visit(*each) for each in known])
            cursor.executemany(_CLAIM, [claim for each in known for claim in _as_claims(*each)])


_APPOINTMENT = """INSERT INTO scheduling_appointment
(id, patient_id, service, staff_id, room_id, starts_at, ends_at, state, price_cents, booked_at, times_told)
VALUES (%s, %s, %s, %s, %s, %s, %s, 'done', 22000, %s, '')"""
_CLAIM = "INSERT INTO scheduling_claim (resource, cell, appointment_id) VALUES (%s, %s, %s)"


def _as_visit(key: str, starts: datetime, staff: Any, room: Any, patient: Any) -> tuple[Any, ...]:
    ends = starts + timedelta(minutes=MINUTES)
    return (key, patient.hex, SERVICE, staff.hex, room.hex, str(starts), str(ends), str(starts))


def _as_claims(
    key: str, starts: datetime, staff: Any, room: Any, patient: Any
) -> Iterator[tuple[str, str, str]]:
    for resource, minutes in ((staff, MINUTES + TURNOVER), (room, MINUTES + TURNOVER), (patient, MINUTES)):
        for past in range(0, minutes, GRAIN):
            yield resource.hex, str(starts + timedelta(minutes=past)), key
