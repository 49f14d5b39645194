"""What a visit can be, and what may follow what."""

from __future__ import annotations

from django.db.models import TextChoices


class AppointmentState(TextChoices):
    """Where a visit stands."""

    BOOKED = "booked", "Booked"
    ARRIVED = "arrived", "Here"
    IN_ROOM = "in_room", "In the room"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Cancelled"
    NO_SHOW = "no_show", "Did not come"


S = AppointmentState
MOVES: dict[str, dict[AppointmentState, AppointmentState]] = {
    "move": {S.BOOKED: S.BOOKED},
    "watch": {S.BOOKED: S.BOOKED, S.ARRIVED: S.ARRIVED, S.IN_ROOM: S.IN_ROOM},
    "arrive": {S.BOOKED: S.ARRIVED},
    "begin": {S.ARRIVED: S.IN_ROOM},
    "finish": {S.IN_ROOM: S.DONE},
    "cancel": {S.BOOKED: S.CANCELLED, S.ARRIVED: S.CANCELLED},
    "call_off": {S.BOOKED: S.CANCELLED, S.ARRIVED: S.CANCELLED},
    "no_date": {S.CANCELLED: S.CANCELLED},
    "miss": {S.BOOKED: S.NO_SHOW},
}
JOURNEYS = ("session", "group")
"""The services in which ketamine is given."""
HOLDS_ITS_PLACE = frozenset({S.BOOKED, S.ARRIVED, S.IN_ROOM, S.DONE})


def next_state(current: str, move: str) -> AppointmentState | None:
    """The state after ``move``, or None when that move is not open from here."""
    return MOVES[move].get(AppointmentState(current))
