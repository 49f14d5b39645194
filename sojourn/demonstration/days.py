"""The clinic's calendar as the invented history needs it: open days, and clock times as instants."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta

from sojourn import content
from sojourn.clinic import queries as clinic

OPENS, CLOSES = time(8, 30), time(17, 30)
"""Within these hours people are at work on weekdays."""
_specially: ContextVar[date | None] = ContextVar("the closed day on which the demo is built", default=None)


def at(day: date, clock: time | str) -> datetime:
    """That clock time at the clinic, as an instant."""
    clock = time.fromisoformat(clock) if isinstance(clock, str) else clock
    return datetime.combine(day, clock, clinic.timezone()).astimezone(UTC)


@contextmanager
def open_also(day: date | None) -> Iterator[None]:
    """Within the block the clinic works on this day too."""
    before = _specially.set(day)
    try:
        yield
    finally:
        _specially.reset(before)


def opens_specially(now: datetime) -> date | None:
    """Today, when the clinic would be closed all day: somebody who looks at the demo then wants to see it at work."""
    today = clinic.local_day(now)
    return today if not is_open(today) and now < at(today, CLOSES) else None


def is_open(day: date) -> bool:
    """A weekday on which the clinic works, or the day it opens for the demo."""
    return day == _specially.get() or is_in_the_week(day)


def is_in_the_week(day: date) -> bool:
    """A weekday on which the clinic works every week, and no holiday."""
    works = any(each.weekday == day.weekday() for each in content.pack().hours.weekly)
    return works and day.weekday() < 5 and day not in clinic.holidays(day.year)


def open_on_or_after(day: date) -> date:
    """The day itself, or the next one the clinic works."""
    while not is_open(day):
        day += timedelta(days=1)
    return day


def open_on_or_before(day: date) -> date:
    """The day itself, or the last one the clinic worked."""
    while not is_open(day):
        day -= timedelta(days=1)
    return day


def stage_day(now: datetime) -> date:
    """The day the demo plays on: today while the clinic is open or yet to open, else its next day."""
    today = clinic.local_day(now)
    if is_open(today) and now < at(today, CLOSES):
        return today
    return open_on_or_after(today + timedelta(days=1))


def on_the_grid(moment: datetime, minutes: int = 10) -> datetime:
    """The moment moved back to the calendar's grid."""
    return moment - timedelta(
        minutes=moment.minute % minutes, seconds=moment.second, microseconds=moment.microsecond
    )
