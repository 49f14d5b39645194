"""What an allergy was read as: a material of the clinic by its exact name, families of drugs by theirs, or drugs as the
drug table knows them. What is only nearly a name is offered, never chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sojourn.content.allergies import Allergies, Family
from sojourn.content.drug_words import words_of
from sojourn.content.drugs import DrugTable
from sojourn.intake.matching import MOST_OFFERS, MedicationReading, Offer, ReadingStatus, read_medication

_JOINING = frozenset({"and", "y"})
_LONGEST_NAME = 5


@dataclass(frozen=True)
class _Told:
    """The families that a text names by their own names, and the words beside them."""

    families: tuple[Family, ...]
    rest: str


def read_allergy(text: str, table: DrugTable, sheet: Allergies) -> tuple[tuple[str, ...], ReadingStatus]:
    """Its ingredients and families, and whether every word was understood; near misses stay unread."""
    material = sheet.material(text)
    if material:
        return (material.name,), ReadingStatus.CHECKED
    told = _told(text, sheet)
    reading = read_medication(told.rest, table, offers=False)
    names = tuple(each.name for each in told.families)
    is_all = bool(names) and not told.rest
    return (*names, *reading.ingredients), ReadingStatus.CHECKED if is_all else reading.status


def allergy_offers(text: str, table: DrugTable, sheet: Allergies) -> tuple[Offer, ...]:
    """What may have been meant: families first, then drugs. A person confirms one."""
    if sheet.material(text):
        return ()
    rest = _told(text, sheet).rest
    reading = read_medication(rest, table)
    families = tuple(_family_offers(rest, reading, table, sheet))
    return (*families, *reading.offers)[:MOST_OFFERS]


def _told(text: str, sheet: Allergies) -> _Told:
    """A text without a family stays as it was written."""
    words, kept = words_of(text), []
    found: list[Family] = []
    at = 0
    while at < len(words):
        length, family = _family_at(words, at, sheet)
        found += [family] if family else []
        kept += [] if family else words[at : at + 1]
        at += length
    if not found:
        return _Told((), text)
    return _Told(tuple(dict.fromkeys(found)), "" if set(kept) <= _JOINING else " ".join(kept))


def _family_at(words: list[str], at: int, sheet: Allergies) -> tuple[int, Family | None]:
    for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
        family = sheet.family_names.get(" ".join(words[at : at + length]))
        if family:
            return length, family
    return 1, None


def _family_offers(
    text: str, reading: MedicationReading, table: DrugTable, sheet: Allergies
) -> Iterator[Offer]:
    """Among the words nobody understood, the longest stretch first."""
    words = words_of(text)
    seen: set[str] = set()
    for length in (3, 2, 1):
        for at in range(len(words) - length + 1):
            stretch = words[at : at + length]
            if set(stretch) <= set(reading.unread):
                for family in sheet.families_like(" ".join(stretch)):
                    if family.name not in seen:
                        seen.add(family.name)
                        yield Offer(" ".join(stretch), family.name, family.members(table.drugs.values()))
