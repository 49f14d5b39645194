"""Days and clock times where something takes place, in the words that messages and sentences use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.timezone import activate, override

from sojourn.clinic.queries import timezone, zone_of
from sojourn.core.spoken import clock, day


class InPlace:
    """Something that takes place in a room: its times as the clocks there show them, for people to read.

    Reckoning is done with ``starts_at`` and ``ends_at``, which are instants; a difference of wall clocks is none.
    """

    starts_at: datetime
    ends_at: datetime
    room_id: UUID

    @property
    def begins(self) -> datetime:
        """When it starts, there."""
        return self.there(self.starts_at)

    @property
    def finishes(self) -> datetime:
        """When it ends, there."""
        return self.there(self.ends_at)

    @property
    def clock(self) -> str:
        """Whose clock these are by, "MST"; empty for the clinic's own."""
        there = self.begins
        return "" if there.tzinfo == timezone() else f"{there:%Z}"

    def there(self, moment: datetime) -> datetime:
        """Any moment as the clock in the room shows it."""
        return moment.astimezone(zone_of(self.room_id))


_WALL: ContextVar[ZoneInfo | None] = ContextVar("wall", default=None)


@contextmanager
def clocks_of(zone: ZoneInfo) -> Iterator[None]:
    """Meanwhile clocks are those of this zone: for what is shown, and for what is typed."""
    before = _WALL.set(zone)
    try:
        with override(zone):
            yield
    finally:
        _WALL.reset(before)


def enter(room_id: UUID) -> None:
    """From here on clocks are those of this room, until the end of the request (or of the ``clocks_of`` around it)."""
    zone = zone_of(room_id)
    _WALL.set(zone)
    activate(zone)


def on_the_wall(moment: datetime) -> datetime:
    """As a clock shows it: of its place when it stands in a zone already, else of where one is, at first the clinic."""
    return moment if isinstance(moment.tzinfo, ZoneInfo) else moment.astimezone(_WALL.get() or timezone())


def spoken_day(moment: datetime) -> str:
    """ "Tuesday 1 December"."""
    return day(on_the_wall(moment))


def spoken_time(moment: datetime) -> str:
    """ "1:00 pm"."""
    return clock(on_the_wall(moment))


def spoken(moment: datetime) -> str:
    """ "Tuesday 1 December, 1:00 pm"."""
    return f"{spoken_day(moment)}, {spoken_time(moment)}"
