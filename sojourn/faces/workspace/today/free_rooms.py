"""Where somebody could go: which room is free, from when and until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sojourn.clinic.models import Room
from sojourn.clinic.queries import zone_of
from sojourn.clinic.words import spoken_time
from sojourn.faces.workspace.today.slots import Slot

WORTH_SAYING = timedelta(minutes=30)
"""A shorter gap is no room for anybody."""


@dataclass(frozen=True)
class FreeRoom:
    """One room, free from a moment until another; ``is_now`` when that has begun."""

    room: Room
    start: datetime
    end: datetime
    is_now: bool

    @property
    def words(self) -> str:
        """ "free until 2:00 pm", or from when on."""
        there = zone_of(self.room.pk)
        return (
            f"free until {spoken_time(self.end.astimezone(there))}"
            if self.is_now
            else f"free from {spoken_time(self.start.astimezone(there))}"
        )


def free_rooms(
    rooms: Iterable[Room], slots: Sequence[Slot], now: datetime, closes: datetime
) -> list[FreeRoom]:
    """The next gap of each room until closing time, soonest first; of two the longer first."""
    found = (_next_gap(room, [each for each in slots if each.is_in(room.pk)], now, closes) for room in rooms)
    return soonest(each for each in found if each)


def soonest(rooms: Iterable[FreeRoom]) -> list[FreeRoom]:
    """Those of one place or of several in that order."""
    return sorted(rooms, key=lambda each: (each.start, -each.end.timestamp()))


def _next_gap(room: Room, slots: Sequence[Slot], now: datetime, closes: datetime) -> FreeRoom | None:
    free_from = now
    for slot in sorted(slots, key=lambda each: each.starts_at):
        if slot.starts_at - free_from >= WORTH_SAYING:
            return FreeRoom(room, free_from, slot.starts_at, free_from == now)
        free_from = max(free_from, _free_again(slot, now))
    return FreeRoom(room, free_from, closes, free_from == now) if closes - free_from >= WORTH_SAYING else None


def _free_again(slot: Slot, now: datetime) -> datetime:
    """After the visit and its turnover; whoever runs over is counted as leaving now."""
    return max(slot.ends_at, now if slot.is_over else slot.ends_at) + slot.turnover
