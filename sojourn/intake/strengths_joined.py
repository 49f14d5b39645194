"""Two strengths written as one, "20/12.5" or "50-12.5": of a medicine with two ingredients, and no range. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sojourn.content.drug_words import Words
from sojourn.intake.word_kinds import AMOUNT

JOINTS = "~"
"""The mark before the second of two strengths; no text holds it as a mark."""
UP_TO = "^"
"""The mark before the end of a range in which both ends carry their unit: "25 mg-50 mg"."""
WIDEST_RANGE = 4
"""Numbers further apart than this are two strengths ("5-325"), not a range."""
WIDEST_ALONE = 20
"""The same beside a drug that is sold with no other one: "quetiapine 25-200 mg" is a range."""
_WRITTEN = ("/", "-")
_FEW = 4
_LONGEST_DATE = 3
_FIRST_YEAR, _LAST_YEAR = 1900, 2099


def with_joints(
    words: Sequence[str],
    marks: Mapping[int, str],
    joined: Mapping[int, str],
    known: Words,
    *,
    widest: float = WIDEST_RANGE,
) -> dict[int, str]:
    """The same marks, and one before each word that is joined to the one before it: a strength, or the end of a range
    whose beginning carries its unit too. ``widest``: how many times the beginning a range may reach."""
    kept = dict(marks)
    for at, mark in joined.items():
        if _are_strengths(words, at, mark, joined, known, widest):
            kept[at] = JOINTS
        elif mark == "-" and _ends_weighed(words, at, known):
            kept[at] = UP_TO
    return dict(sorted(kept.items()))


def _are_strengths(
    words: Sequence[str], at: int, mark: str, joined: Mapping[int, str], known: Words, widest: float
) -> bool:
    one, other = _number_before(words, at, known), _number(words[at], known)
    if one is None or other is None or _is_date(words, at, joined):
        return False
    if mark == " ":
        return _are_apart(words, at, joined, known)
    if mark == "/":
        return not one < other <= _FEW
    return joined.get(at - 1) != "/" and (one > other or other > widest * one)


def _are_apart(words: Sequence[str], at: int, joined: Mapping[int, str], known: Words) -> bool:
    """ "160 12.5", but not the pieces or times of "10 1 tab", "50 2 daily", "10 1/2 tab", "200 3 times"."""
    behind = words[at + 1] if at + 1 < len(words) else ""
    is_counting = behind in known.forms or behind in known.spans or joined.get(at + 1) == "/"
    is_pieces = words[at].isdigit() and int(words[at]) <= _FEW and behind not in known.weights
    is_stepping = any(word in known.doubts.stepping for word in words)
    return words[at - 1][-1].isdigit() and not (is_counting or is_pieces or is_stepping)


def _ends_weighed(words: Sequence[str], at: int, known: Words) -> bool:
    """ "25mg-50mg", "25 mg-50 mg": the same unit twice."""
    one, other = _weight(words, at - 1, known), _weight(words, at, known)
    return bool(one) and one == other


def _weight(words: Sequence[str], at: int, known: Words) -> str:
    """The unit of the amount that stands or ends here; "" without one."""
    amount = AMOUNT.fullmatch(words[at])
    unit = (amount[2] or (words[at + 1] if at + 1 < len(words) else "")) if amount else words[at]
    return unit if unit in known.weights else ""


def _number_before(words: Sequence[str], at: int, known: Words) -> float | None:
    """The number before this place, with its unit between them or without one."""
    before = words[at - 1]
    return _number(words[at - 2], known) if at > 1 and before in known.weights else _number(before, known)


def _number(word: str, known: Words) -> float | None:
    """A number alone or with a weight: no hour, no "q4"."""
    amount = AMOUNT.fullmatch(word)
    return float(amount[1]) if amount and (not amount[2] or amount[2] in known.strengths) else None


def _is_date(words: Sequence[str], at: int, joined: Mapping[int, str]) -> bool:
    """ "10/2024", "3/15/24", "2024-11-20"."""
    first = last = at
    while joined.get(first) in _WRITTEN:
        first -= 1
    while joined.get(last + 1) in _WRITTEN:
        last += 1
    run = words[first : last + 1]
    if any(_is_year(each) for each in run):
        return True
    return len(run) == _LONGEST_DATE and all(each.isdigit() and int(each) <= 31 for each in run)


def _is_year(word: str) -> bool:
    return word.isdigit() and _FIRST_YEAR <= int(word) <= _LAST_YEAR
