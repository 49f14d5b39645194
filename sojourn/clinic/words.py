"""Days and clock times where something takes place, in the words that messages and sentences use."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

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


def on_the_wall(moment: datetime) -> datetime:
    """As a clock shows it: of its own place when it already stands in a zone, else of the clinic."""
    return moment if isinstance(moment.tzinfo, ZoneInfo) else moment.astimezone(timezone())


def spoken_day(moment: datetime) -> str:
    """ "Tuesday 1 December"."""
    return day(on_the_wall(moment))


def spoken_time(moment: datetime) -> str:
    """ "1:00 pm"."""
    return clock(on_the_wall(moment))


def spoken(moment: datetime) -> str:
    """ "Tuesday 1 December, 1:00 pm"."""
    return f"{spoken_day(moment)}, {spoken_time(moment)}"
