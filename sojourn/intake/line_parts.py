"""A typed line falls into parts at commas, "and", "plus". A part holds names, or directions for the name before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sojourn.content.drug_words import ADDING_MARKS, Words, joined_words_of, marked_words_of
from sojourn.content.drugs import Drug, DrugName, DrugTable
from sojourn.intake.printed_lines import without_print
from sojourn.intake.strengths_joined import JOINTS, UP_TO, WIDEST_ALONE, WIDEST_RANGE, with_joints
from sojourn.intake.word_kinds import JOINT

_GLUED = re.compile(r"([a-z]{4,})(\d+(?:\.\d+)?)([a-z]*)")
_PARTING = frozenset(",;+&\n")
_LABELS = (":", "(", "-")
_STOPS = ";."
_JOINED = {JOINTS: JOINT, UP_TO: "to"}
_AND = "and"
_MAXIMUM = "max"

Piece = str | DrugName
"""A word that no name took (or a vague phrase like "water pill"), or a name."""


@dataclass(frozen=True)
class Part:
    """What stands between two commas. ``adds`` when "and" or "plus" stood before it: it may be another drug.

    ``after_slash`` and ``after_stop`` tell which mark did: a slash, or the end of a sentence.
    """

    pieces: tuple[Piece, ...]
    adds: bool = False
    after_slash: bool = False
    after_stop: bool = False

    @property
    def names(self) -> tuple[DrugName, ...]:
        """The drugs it names."""
        return tuple(each for each in self.pieces if isinstance(each, DrugName))

    @property
    def words(self) -> tuple[str, ...]:
        """What no name took."""
        return tuple(each for each in self.pieces if isinstance(each, str))

    def holding(self, pieces: tuple[Piece, ...]) -> Part:
        """The same part with other pieces in it."""
        return replace(self, pieces=pieces)


def parts_of(text: str, table: DrugTable, *, beside: Iterable[Drug] = ()) -> list[Part]:
    """The parts of a line, with the names found in them: longest first, from left to right.

    ``beside``: the drugs named in the line whose field this is.
    """
    text = without_print(text, table.words.doubts)
    words, marks = marked_words_of(text)
    marks = _with_joints(words, marks, text, table, beside)
    words, marks = _unglued(*_limited(words, marks, table.words), table)
    parts: list[Part] = []
    pieces: list[Piece] = []
    adds = after_slash = after_stop = False
    joining = _AND
    for at, piece in _pieces(words, marks, text, table):
        joined = _JOINED.get(marks.get(at, ""), "")
        mark = "" if joined else _parting(marks.get(at, ""), piece, table.words)
        if joined and pieces and isinstance(pieces[-1], str):
            pieces.append(joined)
        is_joining = isinstance(piece, str) and piece in table.words.adding
        if mark in _LABELS and isinstance(piece, DrugName) and _is_label(pieces, table):
            pieces = []
        elif ((mark and mark != ":") or is_joining) and pieces:
            parts.append(Part(tuple(pieces), adds, after_slash, after_stop))
            pieces, adds, after_slash, after_stop = [], False, False, False
        adds = adds or is_joining or any(each in ADDING_MARKS for each in mark)
        after_slash = after_slash or "/" in mark
        after_stop = after_stop or any(each in _STOPS for each in mark)
        if isinstance(piece, str) and is_joining:
            joining = piece
        else:
            pieces.append(piece)
    if parts and not pieces and adds:
        pieces = [joining]
    if pieces:
        parts.append(Part(tuple(pieces), adds, after_slash, after_stop))
    return [*parts, Part((_AND,), adds=True)] if parts and _ends_open(text) else parts


def _with_joints(
    words: list[str], marks: Mapping[int, str], text: str, table: DrugTable, beside: Iterable[Drug]
) -> dict[int, str]:
    joined = joined_words_of(text)
    if not joined:
        return dict(marks)
    names = (piece for _, piece in _pieces(words, marks, text, table) if isinstance(piece, DrugName))
    drugs = {*beside, *(drug for name in names for drug in name.drugs)}
    widest = WIDEST_ALONE if drugs and not drugs & table.combined else WIDEST_RANGE
    return with_joints(words, marks, joined, table.words, widest=widest)


def _ends_open(text: str) -> bool:
    """ "aspirin +" goes on with something that nobody wrote."""
    return text.rstrip().endswith(("+", "&"))


def _parting(mark: str, piece: Piece, words: Words) -> str:
    """The slash of "mg/ml" and "a day" parts nothing."""
    is_unit = isinstance(piece, str) and piece in words.strengths | words.units | words.spans
    return "" if mark == "/" and is_unit else mark


def _limited(words: Sequence[str], marks: dict[int, str], known: Words) -> tuple[list[str], dict[int, str]]:
    """ "No more than 4" as "max 4"."""
    kept: list[str] = []
    moved: dict[int, str] = {}
    at = 0
    while at < len(words):
        length = next((len(each) for each in known.limiting if _limits(words[at:], each, known)), 0)
        if at in marks:
            moved[len(kept)] = marks[at]
        kept.append(_MAXIMUM if length else words[at])
        at += length or 1
    return kept, moved


def _limits(words: Sequence[str], phrase: tuple[str, ...], known: Words) -> bool:
    behind = words[len(phrase)] if len(words) > len(phrase) else ""
    return tuple(words[: len(phrase)]) == phrase and (behind[:1].isdigit() or behind in known.numbers)


def _unglued(
    words: Sequence[str], marks: dict[int, str], table: DrugTable
) -> tuple[list[str], dict[int, str]]:
    """ "zoloft50mg" as two words, unless the table knows it as one name."""
    apart: list[str] = []
    moved: dict[int, str] = {}
    for at, word in enumerate(words):
        if at in marks:
            moved[len(apart)] = marks[at]
        apart.extend(_split(word, table))
    return apart, moved


def _split(word: str, table: DrugTable) -> list[str]:
    glued = _GLUED.fullmatch(word)
    if not glued or table.find([word]):
        return [word]
    name, number, unit = glued.groups()
    known = not unit or unit in table.words.strengths or unit in table.words.units
    return [name, number + unit] if known else [word]


def _pieces(
    words: list[str], marks: Mapping[int, str], text: str, table: DrugTable
) -> Iterator[tuple[int, Piece]]:
    at = 0
    numbered, line = "#" in text, " ".join(text.lower().split())
    while at < len(words):
        length, name = _name_at(words, marks, at, table, numbered=numbered)
        if name is None:
            yield at, " ".join(words[at : at + length])
        elif not _is_salt(name, line, table):
            yield at, name
        at += length


def _name_at(
    words: list[str], marks: Mapping[int, str], at: int, table: DrugTable, *, numbered: bool
) -> tuple[int, DrugName | None]:
    for length in range(min(table.longest + 1, len(words) - at), 0, -1):
        part = words[at : at + length]
        if length > 1 and part[-1].isdigit() and not numbered and _counts(words, at + length, table.words):
            continue
        if " ".join(part) in table.words.vague:
            return length, None
        name = table.find(part) or (table.find([_singular(part[0])]) if length == 1 else None)
        if name and not _is_parted(name, marks, at, length):
            return length, name
    return 1, None


def _is_parted(name: DrugName, marks: Mapping[int, str], at: int, length: int) -> bool:
    """ "losartan, potassium" are two drugs although "losartan potassium" is one; "1,4-butanediol" has its own comma."""
    inside = {mark for place in range(at + 1, at + length) for mark in marks.get(place, "")}
    return bool(inside & _PARTING - set(name.text))


def _counts(words: list[str], at: int, known: Words) -> bool:
    """True when the number before this place counts something ("Tylenol 3 times a day")."""
    return at < len(words) and words[at] in known.counted


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") else word


def _is_salt(name: DrugName, line: str, table: DrugTable) -> bool:
    """True for "potassium" right behind "losartan"; a comma between them makes it a second drug."""
    return any(f"{drug} {name.text}" in line for drug in table.words.salts.get(name.text, ()))


def _is_label(pieces: list[Piece], table: DrugTable) -> bool:
    """ "birth control:" or "birth control (" before a name says what the name is for, and no second drug."""
    known = (
        (table.words.around | table.words.vague | set(table.words.forms))
        - table.words.harming
        - table.words.doubts.reacting
    )
    return all(isinstance(piece, str) and piece in known for piece in pieces)
