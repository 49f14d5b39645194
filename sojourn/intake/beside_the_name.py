"""What stands in the fields beside a name: how much, how often, what for. Another drug must not hide there. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sojourn.content.drug_words import Words, key_of
from sojourn.content.drugs import Drug, DrugName, DrugTable, NameKind
from sojourn.intake.doubts import doubts, reactions
from sojourn.intake.line_parts import Part, Piece, parts_of
from sojourn.intake.matching import MedicationReading, ReadingStatus
from sojourn.intake.other_meanings import without_other_meanings
from sojourn.intake.second_drugs import added_unread, directions_unread


def with_beside(
    reading: MedicationReading, table: DrugTable, *, dose: str = "", frequency: str = "", reason: str = ""
) -> MedicationReading:
    """The reading of a name and of the fields beside it.

    A drug that is not among those read counts as taken, unless it stands where the line says what it is for; either
    way the line is not checked, and nor is it with a word in dose or frequency that is no direction.
    """
    fields = [_parts(text, table, reading.drugs) for text in (dose, frequency)]
    directions = [part for parts in fields for part in parts]
    taken = list(_others(directions, reading.drugs))
    unread = [word for part in directions for word in _unread(part, reading.drugs, table.words)]
    unread += added_unread(fields, _parts(reading.input, table), table.words)
    told = list(_others_told(reason, reading.drugs, table))
    beside = tuple(dict.fromkeys([*(name.text for name in (*taken, *told)), *unread]))
    drugs = {*reading.drugs, *(drug for name in taken for drug in name.drugs)}
    return replace(
        reading,
        drugs=tuple(sorted(drugs, key=lambda drug: drug.ingredient)),
        status=ReadingStatus.NOT_CHECKED if beside else reading.status,
        beside=beside,
        dose=dose,
        frequency=frequency,
    )


def still_named(
    kept: MedicationReading, before: MedicationReading, now: MedicationReading
) -> MedicationReading:
    """A line whose name stayed while the fields beside it changed: what a provider named in it stays named.

    ``kept`` is how it stood, ``before`` and ``now`` are how its words read before and after. A word nobody has seen
    yet leaves the line not checked.
    """
    named = set(kept.drugs) - set(before.drugs)
    nothing_new = {*now.unread, *now.beside} <= {*before.unread, *before.beside}
    settled = kept.status is ReadingStatus.CHECKED and nothing_new
    return replace(
        now,
        drugs=tuple(sorted({*now.drugs, *named}, key=lambda drug: drug.ingredient)),
        status=ReadingStatus.CHECKED if settled else now.status,
    )


def _others_told(reason: str, known: tuple[Drug, ...], table: DrugTable) -> Iterator[DrugName]:
    """Drugs told as the reason that are neither read already nor what these are taken against, with nothing else."""
    parts = _parts(reason, table)
    names = [name for name in _named_as_reason(parts, table.words) if not set(name.drugs) <= set(known)]
    return iter([] if _says_only(parts, names, known, table.words) else names)


def _says_only(parts: list[Part], names: list[DrugName], known: tuple[Drug, ...], words: Words) -> bool:
    """ "naltrexone", what for: "alcohol". "Alcohol every night" says more."""
    passing = words.connectives | words.introducing
    against = {drug.ingredient for name in names for drug in name.drugs}
    taken = {drug.ingredient for drug in known}
    is_all = all(word in passing for part in parts for word in part.words)
    return is_all and all(taken & words.against.get(each, frozenset()) for each in against)


def _parts(text: str, table: DrugTable, beside: Iterable[Drug] = ()) -> list[Part]:
    return without_other_meanings(parts_of(text, table, beside=beside), table.words)


def _others(parts: Iterable[Part], known: tuple[Drug, ...]) -> Iterator[DrugName]:
    names = (name for part in parts for name in part.names)
    return (name for name in names if not set(name.drugs) <= set(known))


def _unread(part: Part, drugs: tuple[Drug, ...], words: Words) -> list[str]:
    """As if the part stood right behind the name."""
    name = DrugName("", NameKind.COMBINATION, drugs)
    unread = directions_unread(part.holding((name, *part.pieces)) if drugs else part, words)
    reacting = [] if part.adds else reactions(part, drugs, words)
    return [*unread, *doubts(part, drugs, words), *reacting]


def _named_as_reason(parts: Iterable[Part], words: Words) -> Iterator[DrugName]:
    """Drugs where a line says what it is for, but for what is missing, craved or left: "low iron", "quit nicotine"."""
    for part in parts:
        for at, piece in enumerate(part.pieces):
            if isinstance(piece, DrugName) and not _is_the_reason(part.pieces, at, words):
                yield piece


def _is_the_reason(pieces: tuple[Piece, ...], at: int, words: Words) -> bool:
    name, passing = pieces[at], words.connectives | words.consuming
    before = (each for each in reversed(pieces[:at]) if each not in passing)
    behind = (each for each in pieces[at + 1 :] if each not in passing)
    missing = next(before, "") in words.lacking or next(behind, "") in words.craving
    return missing or (isinstance(name, DrugName) and _is_a_person(name, words))


def _is_a_person(name: DrugName, words: Words) -> bool:
    """ "Prescribed by Heather"; a substance with an ordinary name is asked about."""
    no_substance = all(drug.kind != "substance" for drug in name.drugs)
    return no_substance and key_of(name.text) in words.also_ordinary
