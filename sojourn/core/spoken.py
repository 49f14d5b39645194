"""How a day and an hour are written, everywhere: on the screen, in letters, on paper, in a refusal.

Pure: a moment is expected in the clinic's zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time


def clock(moment: datetime | time) -> str:
    """ "1:00 pm"."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02d} {'am' if moment.hour < 12 else 'pm'}"


def hours_in_words(stretches: Iterable[tuple[time, time]]) -> str:
    """ "9:00 am–12:00 pm, 1:00 pm–5:00 pm"; nothing for none."""
    return ", ".join(f"{clock(starts)}–{clock(ends)}" for starts, ends in stretches)


def weekday(when: date) -> str:
    """ "Tuesday"."""
    return f"{when:%A}"


def day(when: date) -> str:
    """ "Tuesday 24 November"; the year is said only on paper, see :func:`full_day`."""
    return f"{when:%A} {when.day} {when:%B}"


def short_day(when: date) -> str:
    """ "24 Nov", for tables and chart headers."""
    return f"{when.day} {when:%b}"


def full_day(when: date) -> str:
    """ "24 November 2026", for paper and for dates of birth."""
    return f"{when.day} {when:%B} {when.year}"
