"""Reading medication texts as people type them. Exact names are read; near misses are only ever offered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sojourn.content.drugs import Drug, DrugName, DrugTable, NameKind, key_of, words_of

MOST_OFFERS = 5
SHORTEST_NEAR_MISS = 5
LONG_NAME = 8

_AMOUNT = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?P<unit>[a-z]*)|q\d+[a-z]*|x\d+")


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

    ``dose`` and ``frequency`` stand beside the text on the list, as somebody wrote them.
    """

    input: str
    drugs: tuple[Drug, ...] = ()
    status: ReadingStatus = ReadingStatus.NOT_CHECKED
    offers: tuple[Offer, ...] = ()
    unread: tuple[str, ...] = ()
    says_none: bool = False
    dose: str = ""
    frequency: str = ""

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

    @property
    def label(self) -> str:
        """ "Zoloft (sertraline)"; an ingredient stands alone."""
        inside = ", ".join(self.ingredients)
        return self.name if self.name.lower() == inside.lower() else f"{self.name} ({inside})"


def read_medication(text: str, table: DrugTable) -> MedicationReading:
    """The drugs a text names. Checked only when at least one was read and no word was left over."""
    words = words_of(text)
    if " ".join(words) in table.words.nothing:
        return MedicationReading(input=text, says_none=True)
    found, left = _scan(text, table)
    unread = tuple(word for run in left for word in run if not _is_plain(word, table))
    return MedicationReading(
        input=text,
        drugs=_in_order(drug for name in found for drug in name.drugs),
        status=ReadingStatus.CHECKED if found and not unread else ReadingStatus.NOT_CHECKED,
        offers=_offers(left, table),
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


def suggest(prefix: str, table: DrugTable, limit: int = 8) -> tuple[Suggestion, ...]:
    """Names for the type-ahead: those that begin so first, then those with a later word that does."""
    wanted = key_of(prefix)
    if len(wanted) < 2:
        return ()
    starting = [(key, name) for key, name in table.names.items() if key.startswith(wanted)]
    inside = [(key, name) for key, name in table.names.items() if f" {wanted}" in f" {key[1:]}"]
    ranked = [*sorted(starting, key=_rank), *sorted(inside, key=_rank)]
    names = dict.fromkeys(name for _, name in ranked)
    return tuple(Suggestion(n.text, _ingredients(n), n.kind) for n in list(names)[:limit])


def _rank(entry: tuple[str, DrugName]) -> tuple[bool, int, str]:
    key, name = entry
    return name.kind is not NameKind.INGREDIENT, len(key), key


def _in_order(drugs: Iterable[Drug]) -> tuple[Drug, ...]:
    return tuple(sorted(set(drugs), key=lambda drug: drug.ingredient))


def _ingredients(name: DrugName) -> tuple[str, ...]:
    return tuple(sorted(drug.ingredient for drug in name.drugs))


def _scan(text: str, table: DrugTable) -> tuple[list[DrugName], list[list[str]]]:
    """Names found, longest first from left to right, and the runs of words between them."""
    words = words_of(text)
    found: list[DrugName] = []
    left: list[list[str]] = [[]]
    at = 0
    while at < len(words):
        length, name = _name_at(words, at, table, numbered="#" in text)
        if name is None:
            left[-1].append(words[at])
        elif not _is_salt(name, text, table):
            found.append(name)
            left.append([])
        at += length
    return found, [run for run in left if run]


def _name_at(words: list[str], at: int, table: DrugTable, *, numbered: bool) -> tuple[int, DrugName | None]:
    for length in range(min(table.longest + 1, len(words) - at), 0, -1):
        part = words[at : at + length]
        following = words[at + length] if at + length < len(words) else ""
        if length > 1 and part[-1].isdigit() and following in table.words.counted and not numbered:
            continue
        name = table.find(part) or (table.find([_singular(part[0])]) if length == 1 else None)
        if name and not _is_vague(part, table):
            return length, name
        if length > 1 and _is_vague(part, table):
            return length, None
    return 1, None


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") else word


def _is_vague(part: list[str], table: DrugTable) -> bool:
    return " ".join(part) in table.words.vague


def _is_salt(name: DrugName, text: str, table: DrugTable) -> bool:
    """True for "potassium" right behind "losartan"; a comma between them makes it a second drug."""
    line = " ".join(text.lower().split())
    return any(f"{drug} {name.text}" in line for drug in table.words.salts.get(name.text, ()))


def _is_plain(word: str, table: DrugTable) -> bool:
    """A dose, a number or an everyday word that hides no drug."""
    amount = _AMOUNT.fullmatch(word)
    if amount:
        return not amount["unit"] or amount["unit"] in table.words.units
    return word in table.words.around or word in table.words.units


def _offers(left: list[list[str]], table: DrugTable) -> tuple[Offer, ...]:
    offers: dict[tuple[str, ...], Offer] = {}
    for run in left:
        for typed in _candidates(run, table):
            for name in _near(typed, table):
                offers.setdefault(_ingredients(name), Offer(typed, name.text, _ingredients(name)))
    for offer in list(offers.values()):
        for other in (twin for ingredient in offer.ingredients for twin in table.look_alikes_of(ingredient)):
            offers.setdefault((other,), Offer(offer.typed, other, (other,)))
    return tuple(offers.values())[:MOST_OFFERS]


def _candidates(run: list[str], table: DrugTable) -> Iterator[str]:
    """Stretches of unread words that may be one misspelled name, longest first."""
    for length in range(min(4, len(run)), 0, -1):
        for at in range(len(run) - length + 1):
            part = run[at : at + length]
            if not any(_is_plain(word, table) or word in table.words.vague for word in part):
                yield " ".join(part)


def _near(typed: str, table: DrugTable) -> list[DrugName]:
    """Names a slip or two away: one for short names, two for long ones. Nearest first."""
    compact = typed.replace(" ", "")
    if len(compact) < SHORTEST_NEAR_MISS:
        return []
    allowed = 1 if len(compact) < LONG_NAME else 2
    measured = (
        (slips(compact, key, allowed), key[0] != compact[0], key, name)
        for key, name in table.compact_names.items()
        if abs(len(key) - len(compact)) <= allowed
    )
    near = sorted((each for each in measured if each[0] <= allowed), key=lambda each: each[:3])
    return [name for *_, name in near]


def slips(typed: str, name: str, at_most: int) -> int:
    """How many letters were left out, added, changed or swapped with a neighbour; ``at_most`` + 1 for more."""
    before: list[int] = []
    row = list(range(len(name) + 1))
    for i, letter in enumerate(typed, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(name, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == name[j - 2] and typed[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > at_most:
            return at_most + 1
    return min(row[-1], at_most + 1)
