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


class DischargeCase(Content, frozen=True, kw_only=True):
    """A worked case: so many minutes after the last dose, may the list be signed?"""

    name: str
    minutes: int
    long_enough: bool


class Discharge(Sheet, frozen=True, kw_only=True):
    """The list, and the least time after the last dose."""

    minimum_minutes: int
    criteria: tuple[Criterion, ...]
    cases: tuple[DischargeCase, ...]


def load(folder: Path) -> Discharge:
    """The list from ``discharge.yaml``."""
    path = folder / "discharge.yaml"
    sheet = read_yaml(path, Discharge)
    codes = [each.code for each in sheet.criteria]
    if len(codes) != len(set(codes)):
        raise ContentError(path, "criteria", "a code stands twice")
    return sheet
