"""What kind of word stands beside a name: a number, a strength, a form, a reason, a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sojourn.content.drug_words import Words

JOINT = "/"
"""Between the strengths of what is in one medicine: "20/12.5"."""
AMOUNT = re.compile(r"(\d+(?:\.\d+)?|\.\d+)([a-z]*)")
_OF = ("of", "de")
_TIMED = re.compile(r"q\d+[a-z]*|x\d+(?:d|days?|wks?|weeks?)?")


class Sort(StrEnum):
    """What kind of word it is."""

    NUMBER = "number"
    STRENGTH = "strength"
    FORM = "form"
    REASON = "reason"
    INTRODUCING = "introducing"
    TIME = "time"
    SPAN = "span"
    OTHER = "other"
    CONNECTIVE = "connective"
    JOINT = "joint"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Said:
    """One word, its kind, and for a strength the unit, for a form its family."""

    word: str
    sort: Sort
    about: str = ""


def is_plain(word: str, words: Words) -> bool:
    """A dose, a number or an everyday word that hides no drug by itself."""
    return all(each.sort is not Sort.UNKNOWN for each in sorted_words(word, words))


def sorted_words(word: str, words: Words) -> Iterator[Said]:
    """The kinds of a word; "50mg" is a number and a strength."""
    amount = AMOUNT.fullmatch(word)
    if amount:
        yield Said(word, Sort.NUMBER)
        if amount[2]:
            yield _kind(amount[2], words)
    else:
        yield _kind(word, words)


def _kind(word: str, words: Words) -> Said:
    if word == JOINT:
        return Said(word, Sort.JOINT)
    if word in words.strengths:
        return Said(word, Sort.STRENGTH, word.rstrip("s"))
    if word in words.forms:
        return Said(word, Sort.FORM, words.forms[word])
    return Said(word, sort_of(word, words))


def sort_of(word: str, words: Words) -> Sort:
    """The kind of one word that is no amount."""
    groups = (
        (Sort.INTRODUCING, words.introducing),
        (Sort.NUMBER, words.numbers),
        (Sort.REASON, words.reasons),
        (Sort.SPAN, words.spans),
        (Sort.SPAN, words.units),
        (Sort.TIME, words.times),
        (Sort.OTHER, words.other),
        (Sort.OTHER, words.beside_a_name),
        (Sort.CONNECTIVE, words.connectives),
        (Sort.CONNECTIVE, words.adding),
    )
    found = next((sort for sort, group in groups if word in group), Sort.UNKNOWN)
    return Sort.TIME if found is Sort.UNKNOWN and _TIMED.fullmatch(word) else found


def is_poured(said: list[Said], at: int, words: Words) -> bool:
    """The glass of "a glass of water"."""
    inside = next((each.word for each in said[at + 1 :] if each.word not in _OF), "")
    return said[at].word in words.doubts.vessels and inside in words.doubts.poured
