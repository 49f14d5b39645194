"""Stretches of time and business days. Ends are exclusive: 13:00–16:00 and 16:00–17:00 do not overlap."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

READABLE_YEARS = range(1900, 2200)


@dataclass(frozen=True, order=True)
class Period:
    """From ``start`` up to but not including ``end``; both aware. Raises ValueError when it does not run forward."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("a period ends after it starts")

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return self.end - self.start

    def overlaps(self, other: Period) -> bool:
        """True when both share at least an instant."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Period) -> bool:
        """True when the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def grains(self, minutes: int) -> Iterator[datetime]:
        """The starts of the grid cells it touches, on a grid of ``minutes`` counted from midnight UTC."""
        step = timedelta(minutes=minutes)
        midnight = self.start.replace(hour=0, minute=0, second=0, microsecond=0)
        moment = midnight + ((self.start - midnight) // step) * step
        while moment < self.end:
            yield moment
            moment += step


def is_business_day(day: date, holidays: Container[date]) -> bool:
    """Monday to Friday and no holiday."""
    return day.weekday() < 5 and day not in holidays


def add_business_days(day: date, count: int, holidays: Container[date]) -> date:
    """The day ``count`` business days after ``day`` (which itself does not count)."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_business_day(day, holidays)
    return day


def business_days_between(first: date, last: date, holidays: Container[date]) -> int:
    """How many business days lie after ``first`` up to and including ``last``."""
    days = (last - first).days
    return sum(is_business_day(first + timedelta(days=n), holidays) for n in range(1, days + 1))


def day_from(text: str) -> date | None:
    """A day as addresses and hidden fields write it ("2026-03-03"); None for anything else.

    Years outside :data:`READABLE_YEARS` are nothing a clinic means, and counting on from them leaves the calendar.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in READABLE_YEARS else None


def moment_from(text: str) -> datetime | None:
    """A moment with its zone ("2026-03-03T09:00:00+00:00"), by the same measure as :func:`day_from`."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo and moment.year in READABLE_YEARS else None
