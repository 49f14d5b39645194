"""What an allergy is compared with, beside the names of the drug table, and how much a match weighs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal

from sojourn.content.drug_words import key_of
from sojourn.content.drugs import Drug
from sojourn.content.errors import ContentError
from sojourn.content.near_names import NearNames
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


class Family(Content, frozen=True, kw_only=True):
    """Drugs people are allergic to as a whole. ``words`` are its other names; by ``asked`` it is asked back.

    Its members are ``ingredients``, and all of ``classes``; ``kin`` names families that often share an allergy.
    """

    name: str
    words: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    ingredients: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()

    def holds(self, drug: Drug) -> bool:
        """Whether this drug is one of them."""
        return drug.ingredient in self.ingredients or not set(self.classes).isdisjoint(drug.classes)

    def members(self, drugs: Iterable[Drug]) -> tuple[str, ...]:
        """The ingredients among these that are of the family."""
        return tuple(sorted({each.ingredient for each in drugs if self.holds(each)}))


class AllergyCase(Content, frozen=True, kw_only=True):
    """A worked case: an allergy as written, medicines as listed, and what is found, by what it meets."""

    name: str
    allergy: str
    taken: tuple[str, ...] = ()
    finds: dict[str, Severity]


class Allergies(Sheet, frozen=True, kw_only=True, dict=True):
    """``levels``: what the same ingredient weighs, and one of its kin. ``kin``: classes that stand for each other."""

    levels: Mapping[Match, Severity]
    kin: tuple[str, ...]
    families: tuple[Family, ...] = ()
    materials: tuple[Material, ...]
    cases: tuple[AllergyCase, ...]

    def material(self, text: str) -> Material | None:
        """The material of exactly that name, give or take capitals and spaces."""
        wanted = _plain(text)
        return next(
            (each for each in self.materials if wanted in map(_plain, (each.name, *each.words))), None
        )

    @cached_property
    def family_names(self) -> Mapping[str, Family]:
        """The families by each of their own names."""
        return {key_of(name): each for each in self.families for name in (each.name, *each.words)}

    def families_like(self, text: str) -> tuple[Family, ...]:
        """The families that these words may mean, or nearly spell; a person confirms one."""
        wanted = key_of(text)
        if wanted in self._asked:
            return (self._asked[wanted],)
        return tuple(dict.fromkeys(self._asked[key] for key in self._near.of(wanted)))

    @cached_property
    def _asked(self) -> dict[str, Family]:
        names = {key_of(word): each for each in self.families for word in each.asked}
        return {**names, **self.family_names}

    @cached_property
    def _near(self) -> NearNames:
        return NearNames(self._asked)


def load(
    folder: Path, classes: frozenset[str] | None = None, ingredients: frozenset[str] | None = None
) -> Allergies:
    """The sheet from ``allergies.yaml``. With ``classes`` and ``ingredients`` (of the drug table), kin and members
    that are none of them are an error."""
    path = folder / "allergies.yaml"
    sheet = read_yaml(path, Allergies)
    for error in (*_problems(path, sheet, classes), *_of_families(path, sheet, classes, ingredients)):
        raise error
    return sheet


def _of_families(
    path: Path, sheet: Allergies, classes: frozenset[str] | None, ingredients: frozenset[str] | None
) -> Iterator[ContentError]:
    every = {each.name for each in sheet.families}
    for each in sheet.families:
        at = f"families.{each.name}"
        if ingredients is not None and (unknown := {*each.ingredients} - ingredients):
            yield ContentError(path, at, f"not in the drug table: {', '.join(sorted(unknown))}")
        if classes is not None and (unknown := {*each.classes} - classes):
            yield ContentError(path, at, f"no drug of the table is of the class {', '.join(sorted(unknown))}")
        if unknown := {*each.kin} - every:
            yield ContentError(path, at, f"no such family: {', '.join(sorted(unknown))}")
    keys = [key_of(name) for each in sheet.families for name in (each.name, *each.words, *each.asked)]
    for key in sorted({each for each in keys if keys.count(each) > 1}):
        yield ContentError(path, "families", f"{key!r} stands twice")


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
