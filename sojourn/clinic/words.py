"""Days and clock times in the clinic's zone, in the words that messages and sentences use."""

from __future__ import annotations

from datetime import datetime

from sojourn.clinic.queries import timezone


def spoken_day(moment: datetime) -> str:
    """ "Tuesday 1 December"."""
    local = moment.astimezone(timezone())
    return f"{local:%A} {local.day} {local:%B}"


def spoken_time(moment: datetime) -> str:
    """ "1:00 pm"."""
    local = moment.astimezone(timezone())
    return f"{local.hour % 12 or 12}:{local.minute:02d} {'am' if local.hour < 12 else 'pm'}"


def spoken(moment: datetime) -> str:
    """ "Tuesday 1 December, 1:00 pm"."""
    return f"{spoken_day(moment)}, {spoken_time(moment)}"
