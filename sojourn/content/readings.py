"""Readings and labs that are taken before a decision: which there are, what is possible, how long each counts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from sojourn.content.errors import ContentError
from sojourn.content.reading import Content, read_yaml
from sojourn.content.sheet import Sheet
from sojourn.core.numbers import number_in


class ReadingKind(Content, frozen=True, kw_only=True):
    """One kind: a number within ``minimum`` and ``maximum`` in its ``unit``, or one of ``options``."""

    code: str
    counts_as: Literal["vital", "lab"]
    name: str
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    options: tuple[str, ...] = ()
    valid_days: int

    def is_possible(self, value: str) -> bool:
        """Whether the value may be kept: a word of the options, or a number within the range."""
        if self.options:
            return value in self.options
        number = number_in(value)
        return (
            number is not None
            and (self.minimum is None or number >= self.minimum)
            and (self.maximum is None or number <= self.maximum)
        )


class ReadingCase(Content, frozen=True, kw_only=True):
    """A worked case: this value, so many days old, does it count?"""

    name: str
    code: str
    value: str
    days: int
    counts: bool


class Readings(Sheet, frozen=True, kw_only=True):
    """Every kind there is, in the order of the page."""

    readings: tuple[ReadingKind, ...]
    cases: tuple[ReadingCase, ...]

    @property
    def by_code(self) -> Mapping[str, ReadingKind]:
        """The kinds by their code."""
        return {each.code: each for each in self.readings}


def load(folder: Path) -> Readings:
    """The kinds from ``readings.yaml``; raises ContentError naming file, key and reason."""
    path = folder / "readings.yaml"
    sheet = read_yaml(path, Readings)
    for number, kind in enumerate(sheet.readings):
        if bool(kind.options) == (kind.minimum is not None and kind.maximum is not None):
            raise ContentError(path, f"readings.{number}", "either options, or a minimum and a maximum")
    if len(sheet.by_code) != len(sheet.readings):
        raise ContentError(path, "readings", "a code stands twice")
    return sheet
