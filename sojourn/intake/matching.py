"""Reading medication texts as people type them. Exact names are read; near misses are only ever offered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice

from sojourn.content.drug_words import key_of, words_of
from sojourn.content.drugs import Drug, DrugName, DrugTable, NameKind
from sojourn.intake.line_parts import Part, parts_of
from sojourn.intake.other_meanings import without_other_meanings
from sojourn.intake.second_drugs import unread_of
from sojourn.intake.word_kinds import is_plain

MOST_OFFERS = 6
_LONGEST_STRETCH = 3
_SHORT_RUN = 12
_MOST_LOOKED_UP = 30
"""Stretches of unread words searched for in one line; no line of a list is longer than that."""


class ReadingStatus(StrEnum):
    """Whether every word of the text was understood."""

    CHECKED = "checked"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True)
class Offer:
    """A name somebody may have meant; a person confirms it. ``typed`` is what they wrote."""

    typed: str
    name: str
    ingredients: tuple[str, ...]


@dataclass(frozen=True)
class MedicationReading:
    """What a text says. ``unread`` are the words nobody understood; ``says_none`` asks back "nothing at all?".

    ``dose`` and ``frequency`` stand beside the text on the list, as somebody wrote them; ``beside`` are the words in
    those fields that are or may be another drug. ``line`` names the entry of the list it stands on, through all its
    changes. ``last_taken_on`` is set when it is off the list and still counts.
    """

    input: str
    drugs: tuple[Drug, ...] = ()
    status: ReadingStatus = ReadingStatus.NOT_CHECKED
    offers: tuple[Offer, ...] = ()
    unread: tuple[str, ...] = ()
    says_none: bool = False
    beside: tuple[str, ...] = ()
    dose: str = ""
    frequency: str = ""
    line: str = ""
    last_taken_on: date | None = None

    @property
    def ingredients(self) -> tuple[str, ...]:
        """The names of the active ingredients, in order of the alphabet."""
        return tuple(drug.ingredient for drug in self.drugs)


@dataclass(frozen=True)
class Suggestion:
    """One line of the type-ahead: a name and what is in it."""

    name: str
    ingredients: tuple[str, ...]
    kind: NameKind
    is_near: bool = False
    """Only nearly what was typed: a question, never a choice."""

    @property
    def label(self) -> str:
        """ "Zoloft (sertraline)"; an ingredient stands alone."""
        inside = ", ".join(self.ingredients)
        return self.name if self.name.lower() == inside.lower() else f"{self.name} ({inside})"


def read_medication(text: str, table: DrugTable, *, offers: bool = True) -> MedicationReading:
    """The drugs a text names. Checked only when at least one was read and no word was left over.

    ``offers=False`` leaves out the search for what may have been meant.
    """
    if " ".join(words_of(text)) in table.words.nothing:
        return MedicationReading(input=text, says_none=True)
    parts = without_other_meanings(parts_of(text, table), table.words)
    found = [name for part in parts for name in part.names]
    unread = unread_of(parts, table.words)
    return MedicationReading(
        input=text,
        drugs=_in_order(drug for name in found for drug in name.drugs),
        status=ReadingStatus.CHECKED if found and not unread else ReadingStatus.NOT_CHECKED,
        offers=_offers(text, parts, table) if offers and unread else (),
        unread=unread,
    )


def confirmed(text: str, ingredients: Iterable[str], table: DrugTable) -> MedicationReading:
    """The reading a person chose for a text: an accepted offer, a type-ahead line, a provider's resolution.

    Raises KeyError for an ingredient the table does not know.
    """
    drugs = _in_order(table.drugs[each] for each in ingredients)
    status = ReadingStatus.CHECKED if drugs else ReadingStatus.NOT_CHECKED
    return MedicationReading(input=text, drugs=drugs, status=status)


def as_kept(text: str, ingredients: Iterable[str], status: str, table: DrugTable) -> MedicationReading:
    """The reading behind a kept line of the list. An ingredient the table no longer knows makes it not checked."""
    names = tuple(ingredients)
    drugs = _in_order(table.drugs[each] for each in names if each in table.drugs)
    whole = bool(drugs) and status == ReadingStatus.CHECKED and all(each in table.drugs for each in names)
    return MedicationReading(text, drugs, ReadingStatus.CHECKED if whole else ReadingStatus.NOT_CHECKED)


def suggest(begun: str, table: DrugTable, limit: int = 8) -> tuple[Suggestion, ...]:
    """Names for the type-ahead: those that begin so, then those with a later word that does; else near ones."""
    wanted = key_of(begun)
    if len(wanted) < 2:
        return ()
    starting = [(key, name) for key, name in table.names.items() if key.startswith(wanted)]
    inside = [(key, name) for key, name in table.names.items() if f" {wanted}" in key]
    exact = dict.fromkeys(name for _, name in (*sorted(starting, key=_rank), *sorted(inside, key=_rank)))
    near = [] if exact else _nearly(wanted.replace(" ", ""), table)
    found = [*(_suggestion(name) for name in exact), *(_suggestion(name, is_near=True) for name in near)]
    return tuple(found[:limit])


def _nearly(begun: str, table: DrugTable) -> list[DrugName]:
    """Near names, one for what is in them."""
    keys = (*table.near.of(begun), *table.near.beginning_like(begun))
    found: dict[tuple[str, ...], DrugName] = {}
    for name in (table.compact_names[key] for key in keys):
        found.setdefault(_ingredients(name), name)
    return list(found.values())


def _suggestion(name: DrugName, *, is_near: bool = False) -> Suggestion:
    return Suggestion(name.text, _ingredients(name), name.kind, is_near)


def _rank(entry: tuple[str, DrugName]) -> tuple[bool, int, str]:
    key, name = entry
    return name.kind is not NameKind.INGREDIENT, len(key), key


def _in_order(drugs: Iterable[Drug]) -> tuple[Drug, ...]:
    return tuple(sorted(set(drugs), key=lambda drug: drug.ingredient))


def _ingredients(name: DrugName) -> tuple[str, ...]:
    return tuple(sorted(drug.ingredient for drug in name.drugs))


def _offers(text: str, parts: list[Part], table: DrugTable) -> tuple[Offer, ...]:
    """What may have been meant, each followed by those it is known to be confused with."""
    offers: dict[tuple[str, ...], Offer] = {}
    for typed in islice(_candidates(text, parts, table), _MOST_LOOKED_UP):
        for name in _may_mean(typed, table):
            offers.setdefault(_ingredients(name), Offer(typed, name.text, _ingredients(name)))
            for twin in _twins(name, table):
                offers.setdefault((twin,), Offer(typed, twin, (twin,)))
        if len(offers) >= MOST_OFFERS:
            break
    return tuple(islice(offers.values(), MOST_OFFERS))


def _may_mean(typed: str, table: DrugTable) -> Iterator[DrugName]:
    """What the word is short for; else the name it spells, and those it nearly is."""
    if typed in table.words.ambiguous:
        return (table.names[key_of(each)] for each in table.words.ambiguous[typed])
    if spelled := table.find(typed.split()):
        return iter((spelled,))
    return (table.compact_names[key] for key in table.near.of(typed.replace(" ", "")))


def _twins(name: DrugName, table: DrugTable) -> Iterator[str]:
    return (twin for ingredient in _ingredients(name) for twin in table.look_alikes_of(ingredient))


def _candidates(text: str, parts: list[Part], table: DrugTable) -> Iterator[str]:
    """What may be one misspelled name: words joined by a hyphen, then stretches of unread words, longest first."""
    unread = {word for part in parts for word in part.words if _is_strange(word, table)}
    for chunk in text.split():
        joined = words_of(chunk)
        if len(joined) > 1 and unread & set(joined):
            yield " ".join(joined)
    for part in parts:
        for run in _runs(part, unread):
            yield from _stretches(run)


def _is_strange(word: str, table: DrugTable) -> bool:
    return not is_plain(word, table.words) and word not in table.words.vague


def _runs(part: Part, unread: set[str]) -> Iterator[list[str]]:
    run: list[str] = []
    for piece in part.pieces:
        if isinstance(piece, str) and piece in unread:
            run.append(piece)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _stretches(run: list[str]) -> Iterator[str]:
    """Longer ones only in short runs: a name of several words does not hide in a paragraph."""
    longest = min(_LONGEST_STRETCH, max(1, _SHORT_RUN // len(run)))
    for length in range(min(longest, len(run)), 0, -1):
        for at in range(len(run) - length + 1):
            yield " ".join(run[at : at + length])
