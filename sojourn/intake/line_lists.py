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

    @property
    def changed(self) -> dict[UUID, list[Row]]:
        """Each line that was ever changed, by the name it keeps: all its versions, the first one first."""
        chains = (self._versions(each) for each in self._latest if each.supersedes_id)
        return {chain[0].pk: chain for chain in chains}

    def origin(self, line: Row) -> UUID:
        """The first version of a line: its name through all changes."""
        return self._versions(line)[0].pk

    def _versions(self, line: Row) -> list[Row]:
        by_id, chain = {each.pk: each for each in self.every}, [line]
        while chain[0].supersedes_id in by_id:
            chain.insert(0, by_id[chain[0].supersedes_id])
        return chain

    @property
    def _latest(self) -> tuple[Row, ...]:
        replaced = {each.supersedes_id for each in self.every}
        return tuple(each for each in self.every if each.pk not in replaced)
