"""How old the readings are that a criterion for going home stands on, and which the schedule asked for in vain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sojourn.content.discharge import Criterion
from sojourn.treatment.rules.schedule import DuePoint, DueState


@dataclass(frozen=True)
class Freshness:
    """Whole minutes since the oldest of a criterion's readings was taken; a reading never taken has no age."""

    age: int | None
    at_most: int
    untaken: tuple[str, ...] = ()
    """Codes of its measures that were never read."""

    @property
    def is_fresh(self) -> bool:
        """False while anything it stands on was not read, or too long ago."""
        return not self.untaken and self.age is not None and self.age <= self.at_most

    @property
    def sentence(self) -> str:
        """How old, and how old at most."""
        if self.untaken or self.age is None:
            return "Not every reading for it was taken."
        said = f"Read {spoken_age(self.age)} ago"
        return f"{said}." if self.is_fresh else f"{said}, {self.at_most} minutes at most."


def freshness(
    criterion: Criterion, read_at: Mapping[str, datetime], at_most: int, now: datetime
) -> Freshness | None:
    """How fresh a criterion's readings are, by when each measure was last read; None when it stands on none."""
    if not criterion.reads:
        return None
    untaken = tuple(code for code in criterion.reads if code not in read_at)
    ages = [whole_minutes(now - read_at[code]) for code in criterion.reads if code in read_at]
    return Freshness(max(ages, default=None), at_most, untaken)


def not_taken(points: Sequence[DuePoint]) -> tuple[DuePoint, ...]:
    """The points of the schedule whose time has come and whose readings are missing."""
    return tuple(each for each in points if each.state not in {DueState.TAKEN, DueState.LATER})


def spoken_age(minutes: int) -> str:
    """ "1 minute", "75 minutes", "2 h 5 min" from two hours on."""
    if minutes >= 120:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes} {'minute' if minutes == 1 else 'minutes'}"


def whole_minutes(passed: timedelta) -> int:
    """Rounded up, so that nothing is fresher than it is; a tablet's clock may run a little ahead."""
    return max(-(-passed // timedelta(minutes=1)), 0)
