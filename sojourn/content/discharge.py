"""When somebody may go home after a session."""

from __future__ import annotations

from pathlib import Path

from sojourn.content.errors import ContentError
from sojourn.content.reading import Content, read_yaml
from sojourn.content.sheet import Sheet


class Criterion(Content, frozen=True, kw_only=True):
    """One line of the list a clinician goes through with the patient."""

    code: str
    sentence: str
    reads: tuple[str, ...] = ()
    """Measures that have to be fresh for it."""


class DischargeCase(Content, frozen=True, kw_only=True):
    """A worked case: so many minutes after the last dose, may the list be signed?"""

    name: str
    minutes: int
    long_enough: bool


class FreshCase(Content, frozen=True, kw_only=True):
    """A worked case: does a reading of that many minutes ago still count?"""

    name: str
    age: int
    fresh: bool


class Discharge(Sheet, frozen=True, kw_only=True):
    """The list, the least time after the last dose, and the greatest age of the readings it stands on."""

    minimum_minutes: int
    fresh_minutes: int
    criteria: tuple[Criterion, ...]
    cases: tuple[DischargeCase, ...]
    fresh_cases: tuple[FreshCase, ...]


def load(folder: Path, measures: frozenset[str]) -> Discharge:
    """The list from ``discharge.yaml``; ``measures`` are those that are read at all."""
    path = folder / "discharge.yaml"
    sheet = read_yaml(path, Discharge)
    codes = [each.code for each in sheet.criteria]
    if len(codes) != len(set(codes)):
        raise ContentError(path, "criteria", "a code stands twice")
    for measure in sorted({name for each in sheet.criteria for name in each.reads} - measures):
        raise ContentError(path, "criteria", f"there is no measure {measure!r}")
    return sheet
