"""The drug table: ingredients, brands, synonyms and combination products, with every name findable in one step."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from itertools import chain
from pathlib import Path
from types import MappingProxyType

import msgspec

from sojourn.content.drug_words import Words, key_of, load_words
from sojourn.content.errors import ContentError
from sojourn.content.near_names import NearNames

SHORTEST_COMPACT = 5
"""Names are also found without their spaces from this length on; shorter ones collide with words (SAM-e, same)."""


class NameKind(StrEnum):
    """What sort of name it is."""

    INGREDIENT = "ingredient"
    BRAND = "brand"
    SYNONYM = "synonym"
    COMBINATION = "combination"


class Drug(msgspec.Struct, frozen=True):
    """One active ingredient. ``rxcui`` is empty when no table confirmed one."""

    ingredient: str
    rxcui: str = ""
    kind: str = "rx"
    classes: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()


class DrugName(msgspec.Struct, frozen=True):
    """A name as people write it, and the drugs it stands for."""

    text: str
    kind: NameKind
    drugs: tuple[Drug, ...]


class DrugTable:
    """All drugs and names, never changed after loading."""

    def __init__(self, names: Iterable[DrugName], words: Words) -> None:
        self.words = words
        self.names: Mapping[str, DrugName] = MappingProxyType({key_of(each.text): each for each in names})
        self.compact_names: Mapping[str, DrugName] = MappingProxyType(dict(self._compact()))
        self.longest = max((key.count(" ") + 1 for key in self.names), default=0)

    @cached_property
    def drugs(self) -> Mapping[str, Drug]:
        """Every ingredient by its own name."""
        singles = (each.drugs[0] for each in self.names.values() if each.kind is NameKind.INGREDIENT)
        return MappingProxyType({drug.ingredient: drug for drug in singles})

    @cached_property
    def near(self) -> NearNames:
        """The names by what they nearly are, built when somebody first misspells one."""
        return NearNames(self.compact_names)

    @property
    def ingredients(self) -> frozenset[str]:
        """The names of all ingredients."""
        return frozenset(self.drugs)

    @cached_property
    def combined(self) -> frozenset[Drug]:
        """The drugs that are sold together with another one."""
        return frozenset(drug for name in self.names.values() if len(name.drugs) > 1 for drug in name.drugs)

    def find(self, words: Iterable[str]) -> DrugName | None:
        """The name these words spell, with or without the spaces between them; None when they spell none."""
        parts = tuple(words)
        return self.names.get(" ".join(parts)) or self.compact_names.get("".join(parts))

    def look_alikes_of(self, ingredient: str) -> tuple[str, ...]:
        """Ingredients this one is known to be confused with."""
        groups = (group for group in self.words.look_alikes if ingredient in group)
        return tuple(sorted({other for group in groups for other in group if other != ingredient}))

    def _compact(self) -> Iterator[tuple[str, DrugName]]:
        for key, name in self.names.items():
            short = key.replace(" ", "")
            if len(short) >= SHORTEST_COMPACT and short not in self.words.vague:
                yield short, name


def load(folder: Path) -> DrugTable:
    """Read drugs.csv, combinations.csv and words.yaml. Raises ContentError naming file, row and reason."""
    drugs = {drug.ingredient: drug for drug in _drugs(folder / "drugs.csv")}
    names = [*chain.from_iterable(map(_names_of, drugs.values())), *_combinations(folder, drugs)]
    _each_name_means_one_thing(folder, names)
    words = load_words(folder / "words.yaml")
    _each_word_list_names_drugs(folder, words, drugs)
    return DrugTable(_first_of_each(names), words)


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _drugs(file: Path) -> Iterator[Drug]:
    for row in _rows(file):
        if not row["ingredient"]:
            raise ContentError(str(file), "ingredient", "a row has no ingredient")
        yield Drug(
            ingredient=row["ingredient"],
            rxcui=row["rxcui"],
            kind=row["kind"],
            classes=_list(row["classes"]),
            brands=_list(row["brands"]),
            synonyms=_list(row["synonyms"]),
        )


def _names_of(drug: Drug) -> Iterator[DrugName]:
    yield DrugName(drug.ingredient, NameKind.INGREDIENT, (drug,))
    yield from (DrugName(brand, NameKind.BRAND, (drug,)) for brand in drug.brands)
    yield from (DrugName(synonym, NameKind.SYNONYM, (drug,)) for synonym in drug.synonyms)


def _combinations(folder: Path, drugs: Mapping[str, Drug]) -> Iterator[DrugName]:
    file = folder / "combinations.csv"
    for row in _rows(file):
        missing = [part for part in _list(row["ingredients"]) if part not in drugs]
        if missing:
            raise ContentError(str(file), row["name"], f"{', '.join(missing)} is not in drugs.csv")
        parts = tuple(sorted((drugs[part] for part in _list(row["ingredients"])), key=lambda d: d.ingredient))
        yield DrugName(row["name"], NameKind.COMBINATION, parts)


def _each_name_means_one_thing(folder: Path, names: Iterable[DrugName]) -> None:
    seen: dict[str, DrugName] = {}
    for name in names:
        for key in {key_of(name.text), key_of(name.text).replace(" ", "")}:
            other = seen.setdefault(key, name)
            if other.drugs != name.drugs:
                reason = f"also stands for {', '.join(drug.ingredient for drug in other.drugs)}"
                raise ContentError(str(folder), name.text, reason)


def _each_word_list_names_drugs(folder: Path, words: Words, drugs: Mapping[str, Drug]) -> None:
    for key, named in (("by_needle", words.by_needle), *words.comes_as.items(), *words.against.items()):
        unknown = sorted(named - drugs.keys())
        if unknown:
            raise ContentError(str(folder / "words.yaml"), key, f"{', '.join(unknown)} is not in drugs.csv")


def _first_of_each(names: Iterable[DrugName]) -> Iterator[DrugName]:
    seen: set[str] = set()
    for name in names:
        key = key_of(name.text)
        if key not in seen:
            seen.add(key)
            yield name
