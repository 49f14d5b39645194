"""Free time: hours less leave less holidays less what is claimed, on the pack's grid.

Hours are wall-clock times and become instants day by day, so a visit at nine stays at nine when the clocks change.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import islice, takewhile
from uuid import UUID
from zoneinfo import ZoneInfo

from sojourn.core.periods import Period

Hours = tuple[date, time, time]


@dataclass(frozen=True)
class Diary:
    """The time of one resource: stretches in which it can be used, and those that are claimed."""

    id: UUID
    open: tuple[Period, ...]
    taken: tuple[Period, ...] = ()

    @cached_property
    def free(self) -> tuple[Period, ...]:
        """What is open and not claimed, in order."""
        return without(self.open, self.taken)

    def is_open(self, wanted: Period) -> bool:
        """True when the time lies wholly inside one stretch of its hours."""
        return any(stretch.contains(wanted) for stretch in self.open)

    def is_free(self, wanted: Period) -> bool:
        """True when it lies wholly inside one free stretch."""
        before = bisect_right(self.free, wanted.start, key=_start)
        return before > 0 and self.free[before - 1].contains(wanted)


@dataclass(frozen=True, order=True)
class Opening:
    """A free start with the resources that have it; ``monitor`` keeps watch where the service wants somebody to."""

    starts_at: datetime
    staff: UUID
    room: UUID
    monitor: UUID | None = field(default=None, compare=False)


def days_from(first: date, count: int) -> list[date]:
    """So many days from the first on."""
    return [first + timedelta(days=n) for n in range(count)]


def opening_periods(hours: Iterable[Hours], zone: ZoneInfo) -> tuple[Period, ...]:
    """Hours on the wall's clock (day, starts, ends) as instants.

    Hours that lie wholly in the hour a spring night leaves out do not exist on that day.
    """
    instants = ((_instant(day, starts, zone), _instant(day, ends, zone)) for day, starts, ends in hours)
    return tuple(Period(starts, ends) for starts, ends in instants if starts < ends)


def without(periods: Iterable[Period], away: Iterable[Period]) -> tuple[Period, ...]:
    """What remains of the periods, in order, when each absence is cut out. One sweep over both."""
    absences, at = sorted(away), 0
    remaining: list[Period] = []
    for period in sorted(periods):
        while at < len(absences) and absences[at].end <= period.start:
            at += 1
        remaining += _less(period, islice(absences, at, None))
    return tuple(remaining)


def occupied(starts_at: datetime, minutes: int) -> Period:
    """The time a visit takes from its start on."""
    return Period(starts_at, starts_at + timedelta(minutes=minutes))


def free_openings(
    clinic: Iterable[Period],
    people: Sequence[Diary],
    rooms: Sequence[Diary],
    *,
    minutes: int,
    every: int,
    monitors: Sequence[Diary] | None = None,
) -> list[Opening]:
    """Every start, ``every`` so many minutes, at which somebody and a room are free; the first free room is given.

    ``minutes`` is the visit with its turnover: both lie inside the hours of clinic, person and room, and of the first
    free one of ``monitors``, unless nobody beside the leader is needed (None).
    """
    found: list[Opening] = []
    for wanted in _candidates(clinic, minutes, every):
        free = [person for person in people if person.is_free(wanted)]
        room = next((each for each in rooms if each.is_free(wanted)), None) if free else None
        if room:
            found += _led_by(free, room, wanted, monitors)
    return found


def free_monitor(monitors: Iterable[Diary], wanted: Period, *, beside: UUID) -> UUID | None:
    """The first who is free the whole time and is not the one who leads."""
    return next((each.id for each in monitors if each.id != beside and each.is_free(wanted)), None)


def _led_by(
    free: Iterable[Diary], room: Diary, wanted: Period, monitors: Sequence[Diary] | None
) -> Iterator[Opening]:
    if monitors is None:
        yield from (Opening(wanted.start, person.id, room.id) for person in free)
        return
    watching = list(islice((each for each in monitors if each.is_free(wanted)), 2))
    for person in free:
        monitor = free_monitor(watching, wanted, beside=person.id)
        if monitor:
            yield Opening(wanted.start, person.id, room.id, monitor)


def _candidates(clinic: Iterable[Period], minutes: int, every: int) -> Iterator[Period]:
    for stretch in clinic:
        for start in stretch.grains(every):
            wanted = occupied(start, minutes)
            if stretch.contains(wanted):
                yield wanted


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _less(period: Period, absences: Iterable[Period]) -> Iterator[Period]:
    """One period less the absences, which come in order and none of which ends before it begins."""
    start = period.start
    for absence in takewhile(lambda each: each.start < period.end, absences):
        if start < absence.start:
            yield Period(start, absence.start)
        start = max(start, absence.end)
    if start < period.end:
        yield Period(start, period.end)


def _start(period: Period) -> datetime:
    return period.start
