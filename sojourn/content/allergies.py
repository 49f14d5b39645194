"""What an allergy is compared with, beside the names of the drug table, and how much a match weighs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from sojourn.content.errors import ContentError
from sojourn.content.reading import Content, read_yaml
from sojourn.content.sheet import Sheet
from sojourn.core.decisions import Severity

Match = Literal["same", "kin"]


class Material(Content, frozen=True, kw_only=True):
    """Something the clinic works with that is no medicine. ``words`` are its other names; nothing else means it."""

    name: str
    words: tuple[str, ...] = ()
    level: Severity
    sentence: str


class AllergyCase(Content, frozen=True, kw_only=True):
    """A worked case: an allergy as written, medicines as listed, and what is found, by what it meets."""

    name: str
    allergy: str
    taken: tuple[str, ...] = ()
    finds: dict[str, Severity]


class Allergies(Sheet, frozen=True, kw_only=True):
    """``levels``: what the same ingredient weighs, and one of its kin. ``kin``: classes that stand for each other."""

    levels: Mapping[Match, Severity]
    kin: tuple[str, ...]
    materials: tuple[Material, ...]
    cases: tuple[AllergyCase, ...]

    def material(self, text: str) -> Material | None:
        """The material of exactly that name, give or take capitals and spaces."""
        wanted = _plain(text)
        return next(
            (each for each in self.materials if wanted in map(_plain, (each.name, *each.words))), None
        )


def load(folder: Path, classes: frozenset[str] | None = None) -> Allergies:
    """The sheet from ``allergies.yaml``. With ``classes`` (of the drug table), kin that is none of them is an error."""
    path = folder / "allergies.yaml"
    sheet = read_yaml(path, Allergies)
    for error in _problems(path, sheet, classes):
        raise error
    return sheet


def _problems(path: Path, sheet: Allergies, classes: frozenset[str] | None) -> Iterator[ContentError]:
    for name in sheet.kin:
        if classes is not None and name not in classes:
            yield ContentError(path, f"kin.{name}", "no drug of the table is of this class")
    if set(sheet.levels) != {"same", "kin"}:
        yield ContentError(path, "levels", "one level for the same ingredient, one for its kin")
    levels = [*sheet.levels.values(), *(each.level for each in sheet.materials)]
    if any(each in (Severity.NONE, Severity.UNKNOWN) for each in levels):
        yield ContentError(path, "levels", "one of information, caution, decide, stop")
    names = [_plain(name) for each in sheet.materials for name in (each.name, *each.words)]
    for name in sorted({each for each in names if names.count(each) > 1}):
        yield ContentError(path, "materials", f"{name!r} names two materials")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
