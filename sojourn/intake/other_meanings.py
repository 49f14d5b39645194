"""Words that spell the name of a drug and mean something else here: "ask my pcp", "no coffee", "garlic bread"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from sojourn.content.drug_words import Words, key_of
from sojourn.content.drugs import Drug, DrugName
from sojourn.intake.line_parts import Part, Piece
from sojourn.intake.word_kinds import Sort, is_plain, sorted_words


@dataclass(frozen=True)
class _Line:
    """All that the line names, and whether a word of it is no direction."""

    drugs: frozenset[Drug]
    strange: bool


def without_other_meanings(parts: Iterable[Part], words: Words) -> list[Part]:
    """The same parts; names that mean something else here are plain words again, and so are not read."""
    taken = list(parts)
    strange = any(_is_strange(word, words) for part in taken for word in part.words)
    line = _Line(frozenset(chain.from_iterable(map(_named_in, taken))), strange)
    return [part.holding(tuple(_pieces(part, line, words))) for part in taken]


def _pieces(part: Part, line: _Line, words: Words) -> Iterator[Piece]:
    denied = {
        drug
        for at, name in enumerate(part.pieces)
        if _is_denied(part.pieces, at, words)
        for drug in _in(name)
    }
    for piece in part.pieces:
        if isinstance(piece, DrugName) and (
            denied & set(piece.drugs) or _is_ordinary(piece, part, line, words)
        ):
            yield from key_of(piece.text).split()
        else:
            yield piece


def _named_in(part: Part) -> Iterator[Drug]:
    return chain.from_iterable(name.drugs for name in part.names)


def _in(piece: Piece) -> tuple[Drug, ...]:
    return piece.drugs if isinstance(piece, DrugName) else ()


def _is_denied(pieces: tuple[Piece, ...], at: int, words: Words) -> bool:
    behind = pieces[at + 1] if at + 1 < len(pieces) else None
    right_before = next((each for each in reversed(pieces[:at]) if each not in words.connectives), None)
    if (
        right_before in words.harming
        or right_before in words.doubts.measured
        or _is_measured(pieces[at + 1 :], words)
    ):
        return True
    return behind in words.other_things or _before(pieces[:at], words) in words.denying


def _is_measured(behind: tuple[Piece, ...], words: Words) -> bool:
    """ "Potassium high", but not "lisinopril high blood pressure" or "aspirin low dose"."""
    measure, what = (*behind, None, None)[:2]
    return measure in words.doubts.measured and what not in words.reasons | words.doubts.measuring


def _before(pieces: tuple[Piece, ...], words: Words) -> Piece | None:
    """The last word that says something: "dont" in "I don't drink any alcohol"."""
    return next((each for each in reversed(pieces) if not _passes(each, words)), None)


def _passes(piece: Piece, words: Words) -> bool:
    groups = (words.connectives, words.beside_a_name, words.doubts.having)
    return piece not in words.denying and any(piece in group for group in groups)


def _is_ordinary(name: DrugName, part: Part, line: _Line, words: Words) -> bool:
    """A name that is also a word of every day, where nothing says that the drug is meant."""
    key = key_of(name.text)
    if key not in words.also_ordinary:
        return False
    are_directions = all(is_plain(word, words) for word in key.split())
    others = (line.drugs if are_directions else frozenset(_named_in(part))) - set(name.drugs)
    return bool(others) or (line.strange and not _is_dosed(part, words))


def _is_dosed(part: Part, words: Words) -> bool:
    said = chain.from_iterable(sorted_words(word, words) for word in part.words)
    return any(each.sort in (Sort.STRENGTH, Sort.FORM) for each in said)


def _is_strange(word: str, words: Words) -> bool:
    return word in words.everyday or not (is_plain(word, words) or word in words.vague)
