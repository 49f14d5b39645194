"""Days and clock times in the clinic's zone, in the words that messages and sentences use."""

from __future__ import annotations

from datetime import datetime

from sojourn.clinic.queries import timezone
from sojourn.core.spoken import clock, day


def spoken_day(moment: datetime) -> str:
    """ "Tuesday 1 December"."""
    return day(moment.astimezone(timezone()))


def spoken_time(moment: datetime) -> str:
    """ "1:00 pm"."""
    return clock(moment.astimezone(timezone()))


def spoken(moment: datetime) -> str:
    """ "Tuesday 1 December, 1:00 pm"."""
    return f"{spoken_day(moment)}, {spoken_time(moment)}"
