"""When something began, in words: the latest day they can mean, so that what is recent is not missed. Pure."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name, monthrange
from collections.abc import Callable
from datetime import date, timedelta

_AROUND = r"(?:(?:in|on|since|around|about|from|ca)\b\.?\s*)*"
_COUNTED = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4, "year": 365.25}
_MONTHS = {
    each.casefold(): number for names in (month_abbr, month_name) for number, each in enumerate(names) if each
} | {"sept": 9}
_MONTH = r"(?P<name>[a-z]{3,9})\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_Reader = Callable[[re.Match[str], date], date | None]


def latest_day(words: str, told_on: date) -> date | None:
    """The last day the words can mean, as told on that day; None when they name none, or more than one.

    "2019" may be its last day, "June" the last one that was, "2 months ago" half a month less, and 7/12/2025 the
    seventh of December where that day has been.
    """
    text = " ".join(words.casefold().replace(",", " ").split())
    for pattern, read in _READERS:
        if found := re.fullmatch(_AROUND + pattern, text):
            return _sensible(_within_the_calendar(read, found, told_on), told_on)
    return _month_or_day_first(text, told_on)


def _month_or_day_first(text: str, told_on: date) -> date | None:
    """Nobody says which came first: the later of the days it can be."""
    found = re.fullmatch(rf"{_AROUND}(?P<one>\d\d?)/(?P<other>\d\d?)/{_YEAR}", text)
    if not found:
        return None
    year, one, other = (int(found[part]) for part in ("year", "one", "other"))
    days = (_sensible(_day(year, *each), told_on) for each in ((one, other), (other, one)))
    return max(filter(None, days), default=None)


def _within_the_calendar(read: _Reader, found: re.Match[str], told_on: date) -> date | None:
    """A day before the year 1 has no name."""
    try:
        return read(found, told_on)
    except (OverflowError, ValueError):
        return None


def _sensible(day: date | None, told_on: date) -> date | None:
    """What has begun began before it was told: the month that is not over ends with that day."""
    if day is None or day <= told_on:
        return day
    return told_on if (day.year, day.month) == (told_on.year, told_on.month) else None


def _a_year(found: re.Match[str], told_on: date) -> date | None:
    year = int(found["year"])
    return told_on if year == told_on.year else date(year, 12, 31)


def _a_month(found: re.Match[str], told_on: date) -> date | None:
    return _end_of(int(found["year"]), int(found["month"]))


def _a_named_month(found: re.Match[str], told_on: date) -> date | None:
    month = _MONTHS.get(found["name"])
    if month is None:
        return None
    spoken = found.groupdict().get("year")
    year = int(spoken) if spoken else told_on.year - (month > told_on.month)
    return _end_of(year, month)


def _a_day(found: re.Match[str], told_on: date) -> date | None:
    name = found.groupdict().get("name")
    month = _MONTHS.get(name, 0) if name else int(found["month"])
    return _day(int(found["year"]), month, int(found["day"]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _ago(found: re.Match[str], told_on: date) -> date | None:
    said = found["count"]
    count = _COUNTED[said] if said in _COUNTED else int(said)
    return told_on - timedelta(days=int((count - 0.5) * _DAYS[found["unit"]]))


def _end_of(year: int, month: int) -> date | None:
    return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None


_READERS: tuple[tuple[str, _Reader], ...] = (
    (_YEAR, _a_year),
    (rf"{_YEAR}-(?P<month>\d\d?)", _a_month),
    (rf"(?P<month>\d\d?)/{_YEAR}", _a_month),
    (rf"{_YEAR}-(?P<month>\d\d?)-(?P<day>\d\d?)", _a_day),
    (rf"{_MONTH} (?P<day>\d\d?) {_YEAR}", _a_day),
    (rf"(?:last )?{_MONTH}(?: {_YEAR})?", _a_named_month),
    (rf"(?P<count>\d\d?|{'|'.join(_COUNTED)}) (?P<unit>day|week|month|year)s? ago", _ago),
)
