"""Words beside a name that make another product of it ("ibuprofen PM", "loratadine-D") or count a drug nobody named."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sojourn.content.drug_words import Words
from sojourn.content.drugs import DrugName
from sojourn.intake.line_parts import Part, Piece
from sojourn.intake.word_kinds import AMOUNT, Said, Sort, sort_of

_SUBSTANCE = "substance"


def other_products(part: Part, words: Words) -> list[str]:
    """The words right behind a name, or before it at the beginning, with which something else is sold.

    Behind a number or "at" they are directions: "ibuprofen 200 mg PM", "aspirin at night".
    """
    found: list[str] = []
    for at, name in enumerate(part.pieces):
        if isinstance(name, DrugName):
            beside = [_next(part.pieces[at + 1 :], words), *(part.pieces[:1] if at == 1 else ())]
            found += [each for each in beside if isinstance(each, str) and each in _changing(name, words)]
    return found


def unnamed_substances(part: Part, words: Words) -> list[str]:
    """ "2 joints", "smoke at night" beside a medicine; where a substance is named they say how it is taken."""
    if any(drug.kind == _SUBSTANCE for name in part.names for drug in name.drugs):
        return []
    spoken = [each if isinstance(each, str) else "" for each in part.pieces]
    pairs = pairwise(each for each in spoken if each != "of")
    counted = [behind for before, behind in pairs if behind in words.servings and _counts(before, words)]
    return [*counted, *(each for each in spoken if each in words.street)]


def lone_letters(said: list[Said], words: Words) -> list[str]:
    """ "lexapro + h": a letter that measures no number and stands for no day beside another one."""
    return [
        each.word
        for at, each in enumerate(said)
        if _is_letter(each, words) and not any(_goes_with(other, words) for other in _beside(said, at))
    ]


def _changing(name: DrugName, words: Words) -> Iterator[str]:
    groups = {group for drug in name.drugs for group in drug.classes}
    return (word for group in groups for word in words.changing.get(group, ()))


def _next(pieces: tuple[Piece, ...], words: Words) -> Piece | None:
    """ "simply", "caplets" and "extra strength" may stand between."""
    return next((each for each in pieces if not _stands_between(each, words)), None)


def _stands_between(piece: Piece, words: Words) -> bool:
    if not isinstance(piece, str) or any(piece in group for group in words.changing.values()):
        return False
    return piece in words.forms or piece in words.other or piece in words.everyday


def _counts(word: str, words: Words) -> bool:
    is_number = AMOUNT.fullmatch(word) is not None or sort_of(word, words) is Sort.NUMBER
    return is_number or word in words.a_few or word in words.consuming


def _is_letter(each: Said, words: Words) -> bool:
    return len(each.word) == 1 and each.word.isalpha() and each.word not in words.connectives | words.adding


def _beside(said: list[Said], at: int) -> list[Said]:
    return [*said[max(at - 1, 0) : at], *said[at + 1 : at + 2]]


def _goes_with(other: Said, words: Words) -> bool:
    return other.sort in (Sort.NUMBER, Sort.STRENGTH) or _is_letter(other, words)
