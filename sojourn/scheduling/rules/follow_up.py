"""Which journey has no visit after it yet, and when that visit should be. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True)
class Window:
    """The days in which a follow-up belongs, both included."""

    first: date
    last: date


def unfollowed(
    journeys: Iterable[datetime], follow_ups: Iterable[datetime], *, before: datetime
) -> datetime | None:
    """The latest journey begun ``before`` that moment, when no follow-up lies between the two; else None."""
    latest = max((each for each in journeys if each < before), default=None)
    if latest is None or any(latest < each < before for each in follow_ups):
        return None
    return latest


def unfollowed_by_now(
    journeys: Iterable[datetime], follow_ups: Iterable[datetime], *, now: datetime
) -> datetime | None:
    """The latest journey behind us after which no follow-up was held or is booked, however far ahead."""
    latest = max((each for each in journeys if each <= now), default=None)
    if latest is None or any(each > latest for each in follow_ups):
        return None
    return latest


def window_after(day: date, *, after_days: int, within_days: int, today: date) -> Window:
    """The pack's days after the journey; when they are past, as soon as can be and as long as the pack gives."""
    first = max(day + timedelta(days=after_days), today)
    return Window(
        first, max(day + timedelta(days=within_days), first + timedelta(days=within_days - after_days))
    )
