"""The medication list as a whole: what is taken, and what was taken so lately that it still counts. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from sojourn.clinic.queries import local_day
from sojourn.content.near_names import slips

if TYPE_CHECKING:
    from sojourn.intake.models import Medication

_TAKEN = ("as_written", "dose", "frequency", "is_taken")

_NOT_LETTERS = re.compile(r"\W")
_SLIPS = 2
"""Letters apart at the most, for two spellings of the same words."""

DaysCounted = Callable[[Sequence[str]], int]
"""How many days after its last dose a medicine with these ingredients still counts."""


@dataclass(frozen=True)
class Entry:
    """One line as the interaction check sees it. ``name`` is its own through all changes of the line.

    Once it is off the list: the last day on which it may have been taken, and the last on which it counts.
    """

    line: Medication
    name: UUID
    last_taken_on: date | None = None
    counted_until: date | None = None

    @property
    def is_taken(self) -> bool:
        """Whether it still stands on the list."""
        return self.last_taken_on is None


@dataclass(frozen=True)
class MedicationList:
    """Every line there ever was, and what follows from all of them; and when the list was called complete."""

    every: tuple[Medication, ...]
    confirmed: tuple[datetime, ...] = ()

    @cached_property
    def current(self) -> tuple[Medication, ...]:
        """Lines that nothing supersedes and that are taken."""
        return tuple(each for each in self.every if each.pk not in self._successors and each.is_taken)

    @property
    def taken(self) -> tuple[Entry, ...]:
        """What stands on the list."""
        return tuple(Entry(each, self.origin(each)) for each in self.current)

    def lately_taken(self, today: date, days_counted: DaysCounted) -> tuple[Entry, ...]:
        """What is off the list and may still be in the body: taking a line off does not take it out of anybody."""
        gone = (self._gone(each, days_counted) for each in self.every if self._may_still_act(each))
        return tuple(each for each in gone if each.counted_until and today <= each.counted_until)

    @property
    def changed_at(self) -> datetime | None:
        """When what is taken last changed. Naming what a medicine contains changes nothing about that."""
        return max((each.at for each in self.every if self._changes_what_is_taken(each)), default=None)

    def origin(self, line: Medication) -> UUID:
        """The first version of a line: its name through all changes."""
        return self._chain(line)[-1].pk

    def _chain(self, line: Medication) -> list[Medication]:
        by_id, chain = {each.pk: each for each in self.every}, [line]
        while chain[-1].supersedes_id in by_id:
            chain.append(by_id[chain[-1].supersedes_id])
        return chain

    @cached_property
    def _successors(self) -> dict[UUID, Medication]:
        return {each.supersedes_id: each for each in self.every if each.supersedes_id}

    def _may_still_act(self, line: Medication) -> bool:
        left = self._has_left(line) and not hasattr(line, "set_aside")
        return left and not any(_covers(each, line) for each in self.current)

    def _has_left(self, line: Medication) -> bool:
        """Taken off, or replaced by other words that no longer hold all that was in it."""
        successor = self._successors.get(line.pk)
        if successor is None:
            return not line.is_taken
        return line.is_taken and successor.as_written != line.as_written and _loses_something(line, successor)

    def _gone(self, line: Medication, days_counted: DaysCounted) -> Entry:
        """A line that was taken off keeps its name; one that was reworded leaves it to what stands there now."""
        successor = self._successors.get(line.pk)
        name = uuid5(line.pk, "reworded") if successor else self.origin(line)
        last_day = local_day(self._last_taken(line, successor))
        return Entry(line, name, last_day, last_day + timedelta(days=days_counted(line.ingredients)))

    def _last_taken(self, line: Medication, successor: Medication | None) -> datetime:
        """The latest that anybody told. Not knowing, it was taken until the moment it left the list.

        Standing on a list says that it is taken, and so does calling that list complete: a day before that which is
        told when it is taken off does not count.
        """
        if successor:
            return successor.at
        if line.last_taken_at is None:
            return line.at
        chain = self._chain(line)
        told = [each.last_taken_at for each in chain if each.last_taken_at]
        listed = [each.at for each in chain if each.is_taken]
        return max([*told, *listed, *(each for each in self.confirmed if listed[-1] <= each < line.at)])

    def _changes_what_is_taken(self, line: Medication) -> bool:
        before = next((each for each in self.every if each.pk == line.supersedes_id), None)
        return before is None or any(getattr(line, name) != getattr(before, name) for name in _TAKEN)


def _loses_something(line: Medication, successor: Medication) -> bool:
    """A medicine that was read, or words that nobody read: another spelling keeps them, other words do not."""
    unread = line.status != "checked" and not _is_respelt(line.as_written, successor.as_written)
    return unread or not set(line.ingredients) <= set(successor.ingredients)


def _is_respelt(before: str, after: str) -> bool:
    old, new = (_NOT_LETTERS.sub("", each.casefold()) for each in (before, after))
    return slips(old, new, _SLIPS) <= _SLIPS


def _covers(listed: Medication, gone: Medication) -> bool:
    """What stands on the list under another line is checked there; words nobody read cover only themselves."""
    if gone.status == "checked":
        return set(gone.ingredients) <= set(listed.ingredients)
    return listed.as_written.casefold() == gone.as_written.casefold()
