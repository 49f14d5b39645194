"""The clinic's calendar as the invented history needs it: open days, and clock times as instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sojourn import content
from sojourn.clinic import queries as clinic

OPENS, CLOSES = time(8, 30), time(17, 30)
"""Within these hours people are at work on weekdays."""


def at(day: date, clock: time | str) -> datetime:
    """That clock time at the clinic, as an instant."""
    clock = time.fromisoformat(clock) if isinstance(clock, str) else clock
    return datetime.combine(day, clock, clinic.timezone()).astimezone(UTC)


def is_open(day: date) -> bool:
    """A weekday on which the clinic works."""
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
