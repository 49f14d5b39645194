"""The board: visits laid on a grid of the clinic's time slots, as cells of a table. Pure geometry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sojourn.faces.workspace.today.slots import Slot

HOUR = timedelta(hours=1)
FLAG = timedelta(minutes=25)
"""How much of the head the flag of now hides on either side."""


@dataclass(frozen=True)
class Cell:
    """So many columns: empty, a slot, the time it has run over, or the turnover after it."""

    span: int
    slot: Slot | None = None
    kind: Literal["", "over", "turnover"] = ""


@dataclass(frozen=True)
class Hour:
    """One cell on top: how many columns it heads, what it says ("" for a gap), and whether it marks now."""

    span: int
    label: str
    is_now: bool = False


@dataclass(frozen=True)
class Frame:
    """The day on the board: whose clock, from when to when, how many columns, where now is (None outside)."""

    zone: ZoneInfo
    opens: datetime
    closes: datetime
    every: timedelta
    columns: int
    hours: tuple[Hour, ...]
    lines: tuple[int, ...]
    now: float | None

    def on_the_wall(self, moment: datetime) -> datetime:
        """The moment as the clock over this board shows it."""
        return moment.astimezone(self.zone)

    def shows(self, slot: Slot) -> bool:
        """True when some of it lies between opening and closing."""
        return slot.starts_at < self.closes and slot.ends_at > self.opens

    def column(self, moment: datetime) -> int:
        """The column this moment falls in."""
        return max(0, (moment - self.opens) // self.every)

    def column_after(self, moment: datetime) -> int:
        """The first column that begins at the moment or later."""
        return max(0, -((self.opens - moment) // self.every))


def frame(opens: datetime, closes: datetime, now: datetime, *, every: timedelta, zone: ZoneInfo) -> Frame:
    """The grid between two moments. Counted in UTC, so that a day on which the clocks change is as long as it is."""
    opens, closes = opens.astimezone(UTC), closes.astimezone(UTC)
    columns = -((opens - closes) // every)
    at = (now - opens) / every
    is_on = 0 <= at < columns
    hours = _head(opens, closes, now if is_on else None, every, zone)
    whole = _full_hours(opens, closes, zone)
    lines = tuple((each - opens) // every for each in whole)
    return Frame(zone, opens, closes, every, columns, tuple(hours), lines, at if is_on else None)


def cells(grid: Frame, slots: Sequence[Slot], now: datetime) -> list[Cell]:
    """One row: gaps and slots in order, whole columns, adding up to the width of the board."""
    row: list[Cell] = []
    filled = 0
    for number, slot in enumerate(slots):
        start = max(filled, grid.column(slot.starts_at))
        end = max(start + 1, min(grid.columns, grid.column_after(slot.ends_at)))
        if start >= grid.columns:
            break
        row += [Cell(start - filled)] if start > filled else []
        row.append(Cell(end - start, slot))
        limit = grid.column(slots[number + 1].starts_at) if number + 1 < len(slots) else grid.columns
        behind = _behind(grid, slot, now, end, limit)
        row += behind
        filled = end + sum(cell.span for cell in behind)
    return [*row, Cell(grid.columns - filled)] if filled < grid.columns else row


def _behind(grid: Frame, slot: Slot, now: datetime, end: int, limit: int) -> list[Cell]:
    """What keeps the row from being free after a slot: running over, or making ready again."""
    kind: Literal["over", "turnover"] = "over" if slot.is_over else "turnover"
    until = now if slot.is_over else slot.ends_at + slot.turnover
    span = min(grid.column_after(until), limit, grid.columns) - end
    return [Cell(span, slot, kind)] if span > 0 else []


def _head(
    opens: datetime, closes: datetime, now: datetime | None, every: timedelta, zone: ZoneInfo
) -> list[Hour]:
    """The hours over the columns, with the flag of now between them; an hour it would hide is not said."""
    whole = _full_hours(opens, closes, zone)
    marks = {each: _hour_words(each, zone, is_first=each == whole[0]) for each in whole}
    if now:
        marks = {each: "" if abs(each - now) < FLAG else words for each, words in marks.items()}
    flag = opens + (now - opens) // every * every if now else None
    starts = sorted({opens, *whole, *([flag] if flag else [])})
    ends = [*starts[1:], closes]
    return [
        Hour(-((start - end) // every), "" if start == flag else marks.get(start, ""), start == flag)
        for start, end in zip(starts, ends, strict=True)
    ]


def _full_hours(opens: datetime, closes: datetime, zone: ZoneInfo) -> list[datetime]:
    """Every full hour on the clinic's clock."""
    local = opens.astimezone(zone)
    whole = opens - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    count = -((opens - closes) // HOUR) + 1
    every = (whole + HOUR * number for number in range(count))
    return [each for each in every if opens <= each < closes]


def _hour_words(moment: datetime, zone: ZoneInfo, *, is_first: bool) -> str:
    hour = moment.astimezone(zone).hour
    if hour == 12:
        return "noon"
    half = " am" if hour < 12 else " pm"
    return f"{hour % 12 or 12}{half if is_first or hour == 13 else ''}"
