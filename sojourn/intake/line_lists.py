"""Lists of lines that are superseded, never changed: what stands now, and what was taken off last. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar
from uuid import UUID

if TYPE_CHECKING:
    from sojourn.intake.models import HistoryLine


Row = TypeVar("Row", bound="HistoryLine")


@dataclass(frozen=True)
class LineList(Generic[Row]):
    """Every version of every line, the oldest first."""

    every: tuple[Row, ...]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> LineList[Row]:
        """The list made of these rows."""
        return cls(tuple(rows))

    @property
    def current(self) -> tuple[Row, ...]:
        """What stands: superseded by nothing and not taken off."""
        return tuple(each for each in self._latest if each.is_listed)

    @property
    def taken_off(self) -> tuple[Row, ...]:
        """What was taken off and may be put back, the last one first."""
        return tuple(each for each in reversed(self._latest) if not each.is_listed)

    def origin(self, line: Row) -> UUID:
        """The first version of a line: its name through all changes."""
        by_id = {each.pk: each for each in self.every}
        while line.supersedes_id in by_id:
            line = by_id[line.supersedes_id]
        return line.pk

    @property
    def _latest(self) -> tuple[Row, ...]:
        replaced = {each.supersedes_id for each in self.every}
        return tuple(each for each in self.every if each.pk not in replaced)
