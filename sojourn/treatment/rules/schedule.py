"""When the next reading is due. The cycle counts from the last dose, so a booster starts it again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

BEFORE = "before"
"""The point of the readings taken before the first dose."""
NEARLY = timedelta(minutes=4)
"""How much before its time a reading may be taken and still count for the point."""


class DueState(StrEnum):
    """How one point of the schedule stands."""

    TAKEN = "taken"
    LATER = "later"
    DUE = "due"
    AMBER = "amber"
    RED = "red"

    @property
    def is_overdue(self) -> bool:
        """Amber or red."""
        return self in {DueState.AMBER, DueState.RED}


@dataclass(frozen=True)
class Cycle:
    """Minutes after a dose at which readings are taken, and how late turns a tile amber and red."""

    minutes: tuple[int, ...]
    amber_after: int
    red_after: int


@dataclass(frozen=True)
class DuePoint:
    """One point: its code is what a reading carries that fulfils it."""

    code: str
    minutes: int
    due_at: datetime
    state: DueState
    late_minutes: int = 0

    @property
    def label(self) -> str:
        """ "+40"."""
        return f"+{self.minutes}"


def point_code(dose_number: int, minutes: int) -> str:
    """The code of a point: "+40" after the first dose, "2:+40" after the second."""
    return f"+{minutes}" if dose_number == 1 else f"{dose_number}:+{minutes}"


def due_points(
    cycle: Cycle, doses: Sequence[datetime], taken: Collection[str], now: datetime
) -> tuple[DuePoint, ...]:
    """Every point from the first dose on, in order. Points that a later dose overtook are left out unless taken."""
    points = [
        _point(cycle, number, minutes, dose_at, taken, now)
        for number, dose_at in enumerate(doses, start=1)
        for minutes in cycle.minutes
    ]
    running = len(cycle.minutes) * (len(doses) - 1)
    return tuple(p for n, p in enumerate(points) if n >= running or p.state is DueState.TAKEN)


def next_due(points: Sequence[DuePoint]) -> DuePoint | None:
    """The first point not yet taken; None when all are, or before the first dose."""
    return next((point for point in points if point.state is not DueState.TAKEN), None)


def point_for(points: Sequence[DuePoint], observed_at: datetime, started: bool) -> str:
    """The code of the point that a reading fulfils: the next one when it is due or nearly, else an extra reading.

    Before the first dose it is :data:`BEFORE`.
    """
    if not started:
        return BEFORE
    due = next_due(points)
    return due.code if due and observed_at >= due.due_at - NEARLY else ""


def _point(
    cycle: Cycle, number: int, minutes: int, dose_at: datetime, taken: Collection[str], now: datetime
) -> DuePoint:
    code, due_at = point_code(number, minutes), dose_at + timedelta(minutes=minutes)
    late = int((now - due_at).total_seconds() // 60)
    state = DueState.TAKEN if code in taken else _state(cycle, late)
    return DuePoint(code, minutes, due_at, state, max(late, 0))


def _state(cycle: Cycle, late: int) -> DueState:
    if late < 0:
        return DueState.LATER
    if late <= cycle.amber_after:
        return DueState.DUE
    return DueState.AMBER if late <= cycle.red_after else DueState.RED
