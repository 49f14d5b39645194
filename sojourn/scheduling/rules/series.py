"""The days of a monthly group: the same weekday of the month, as people remember it ("every second Friday"). Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

WEEK = timedelta(days=7)


def monthly_days(first: date, months: int) -> list[date]:
    """So many days, a month apart. Where a month has no fifth one, its last one is taken."""
    return [_same_weekday(first, number) for number in range(months)]


def _same_weekday(first: date, later: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + later, 12)
    start = date(year, month + 1, 1)
    day = start + timedelta(days=(first.weekday() - start.weekday()) % 7) + WEEK * ((first.day - 1) // 7)
    last = start.replace(day=monthrange(start.year, start.month)[1])
    return day if day <= last else day - WEEK
