"""Daily doses made comparable: morphine milligram equivalents of opioids, diazepam equivalents of benzodiazepines."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from sojourn.content.errors import ContentError
from sojourn.content.reading import Content, read_yaml
from sojourn.content.sheet import Sheet

UNITS = ("mg", "mcg/h")


class Factor(Content, frozen=True, kw_only=True):
    """What one unit a day counts; ``unit`` is mg by mouth, or mcg/h of a patch."""

    ingredient: str
    factor: Decimal | None = None
    equal_to_base: Decimal | None = None
    unit: str = "mg"


class NotComputed(Content, frozen=True, kw_only=True):
    """An ingredient nobody can convert, and why."""

    ingredient: str
    why: str


class Sentences(Content, frozen=True, kw_only=True):
    """What is said about a line or about the whole list; names in double braces are filled in."""

    about: str
    no_dose: str
    no_factor: str
    other_route: str
    together: str
    incomplete: str


class Taken(Content, frozen=True, kw_only=True):
    """One line of a worked case, as it stands on a list."""

    text: str
    dose: str = ""
    frequency: str = ""


class EquivalentCase(Content, frozen=True, kw_only=True):
    """A worked case: what is taken, what it comes to (nothing: null), and whether every line could be counted."""

    name: str
    taken: tuple[Taken, ...]
    value: Decimal | None
    complete: bool = True


class Equivalents(Sheet, frozen=True, kw_only=True):
    """One table of factors. ``base`` is the amount that an ``equal_to_base`` of the others equals.

    ``first_strength`` names combination products whose first written strength is the one counted here;
    ``other_routes`` are words that say a dose is not taken by mouth or patch.
    """

    unit: str
    classes: tuple[str, ...]
    base: Decimal = Decimal(1)
    factors: tuple[Factor, ...]
    not_computed: tuple[NotComputed, ...] = ()
    other_routes: tuple[str, ...] = ()
    first_strength: tuple[str, ...] = ()
    sentences: Sentences
    cases: tuple[EquivalentCase, ...]

    def covers(self, classes: tuple[str, ...]) -> bool:
        """Whether a drug of these classes belongs to this table."""
        return not set(classes).isdisjoint(self.classes)

    def factor(self, ingredient: str, unit: str = "mg") -> Decimal | None:
        """What one ``unit`` of the ingredient counts; None when no factor is listed."""
        for each in self.factors:
            if (each.ingredient, each.unit) == (ingredient, unit):
                return each.factor if each.equal_to_base is None else self.base / each.equal_to_base
        return None

    def why_not(self, ingredient: str) -> str:
        """Why the ingredient is not computed at all; empty when it is."""
        return next((each.why for each in self.not_computed if each.ingredient == ingredient), "")


def load(folder: Path, drugs: frozenset[str] | None = None) -> Mapping[str, Equivalents]:
    """Every table of the folder by id. With ``drugs`` (ingredients of the drug table), an unknown one is an error.

    Raises ContentError naming file, key and reason.
    """
    sheets = (_checked(file, drugs) for file in sorted(folder.glob("*.yaml")))
    return MappingProxyType({sheet.id: sheet for sheet in sheets})


def _checked(file: Path, drugs: frozenset[str] | None) -> Equivalents:
    sheet = read_yaml(file, Equivalents)
    if sheet.id != file.stem:
        raise ContentError(file, "id", "must be the file's name without .yaml")
    if not sheet.cases:
        raise ContentError(file, "cases", "at least one worked case")
    for each in sheet.factors:
        _check_factor(file, each)
    names = [*(each.ingredient for each in sheet.factors), *(each.ingredient for each in sheet.not_computed)]
    for name in names:
        if drugs is not None and name not in drugs:
            raise ContentError(file, f"factors.{name}", "the drug table has no such ingredient")
    return sheet


def _check_factor(file: Path, each: Factor) -> None:
    key = f"factors.{each.ingredient}"
    given = [number for number in (each.factor, each.equal_to_base) if number is not None]
    if len(given) != 1 or given[0] <= 0:
        raise ContentError(file, key, "either factor or equal_to_base, above zero")
    if each.unit not in UNITS:
        raise ContentError(file, key, f"the unit is one of {', '.join(UNITS)}")
