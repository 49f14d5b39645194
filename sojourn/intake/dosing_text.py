"""Reading how much of a medicine is taken in a day, as people write it. What is not clear is not read.

Of a range the higher end counts; of "as needed" only a maximum that is given. Every word and sign has to be read, to
belong to the name, or to be known as one that says nothing; any other leaves the dose open. Nothing here knows a
medicine.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from sojourn import content
from sojourn.intake import dose_patterns as written_as
from sojourn.intake.dose_left_over import is_accounted_for, name_in
from sojourn.intake.dose_signs import BETWEEN_FIELDS, plain

HOURS_A_DAY = 24
MG_PER_G = 1000
WIDEST_RANGE = 4
"""Numbers further apart than this are two strengths ("5-325"), not a range."""
FEW = 4
"""Up to here a number before a time counts tablets ("2 at bedtime"); a greater one may be a strength or a date."""
MOST_AT_A_TIME = 12
"""A greater number of tablets is what the pharmacy handed out ("30 tablets, daily")."""

_DIGIT = re.compile(r"\d")
_PARTING = re.compile("[-,;]")


@dataclass(frozen=True)
class DailyDose:
    """What is taken in a day. A combination keeps its strengths apart, in the order in which they are written.

    ``joined_by``: "" for one strength, "-" or "to" for a range or a pair, "/" for a pair of two ingredients.
    """

    amounts: tuple[Decimal, ...]
    unit: str = "mg"
    joined_by: str = ""

    @property
    def amount(self) -> Decimal | None:
        """The amount of a medicine with one ingredient, of a range the higher end; None for a combination."""
        is_pair = self.joined_by == "/" or max(self.amounts) > WIDEST_RANGE * min(self.amounts)
        return None if is_pair else max(self.amounts)

    @property
    def first(self) -> Decimal | None:
        """The first strength of a combination; None when only one strength, or a range in words, is written."""
        return self.amounts[0] if self.joined_by in ("/", "-") else None

    @property
    def rises(self) -> bool:
        """Whether the first of two strengths is the smaller one."""
        return self.amounts[0] < self.amounts[-1]


@dataclass(frozen=True)
class _Strength:
    amounts: tuple[Decimal, ...]
    unit: str
    joined_by: str


class _Text:
    """A text in which what was understood is replaced by a mark with a capital letter."""

    def __init__(self, *parts: str) -> None:
        self.left = BETWEEN_FIELDS.join(map(plain, parts))
        self.stands_beside = len(parts) > 1
        self.is_written = any(parts)

    def take_numbers(self, pattern: re.Pattern[str], mark: str) -> list[re.Match[str]]:
        """As ``take``, for what has a number in it: a text without one is not searched."""
        return self.take(pattern, mark) if _DIGIT.search(self.left) else []

    def take(self, pattern: re.Pattern[str], mark: str) -> list[re.Match[str]]:
        found = list(pattern.finditer(self.left)) if self.is_written else []
        if found:
            self.left = pattern.sub(f" {mark} ", self.left)
        return found

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Whether it is there, for what has a number in it."""
        return bool(_DIGIT.search(self.left) and pattern.search(self.left))

    def take_slots(self) -> set[str]:
        """The times of a day, each with a mark of its own."""
        found = (
            {each.lastgroup or "" for each in written_as.SLOT.finditer(self.left)}
            if self.is_written
            else set()
        )
        if found:
            self.left = written_as.SLOT.sub(lambda each: f" S{each.lastgroup} ", self.left)
        return found

    def take_strengths(self) -> list[re.Match[str]]:
        """Numbers with one unit; a number without one stays, it may be a count."""
        numbers = written_as.STRENGTH.finditer(self.left) if _DIGIT.search(self.left) else ()
        found = [each for each in numbers if _has_one_unit(each[0])]
        for each in reversed(found):
            self.left = f"{self.left[: each.start()]} G {self.left[each.end() :]}"
        return found

    @property
    def knows_strength(self) -> bool:
        """Whether a strength was read in it, or it is a field beside the name's line."""
        return "G" in self.left or self.stands_beside


def read_dose(as_written: str, dose: str, frequency: str, *, names: Collection[str] = ()) -> DailyDose | None:
    """What is taken in a day, from a line of the list; None when it is not given or not clear.

    What the fields say of strength and count goes before what is written beside the name. Two answers to one
    question, or a word or number nobody understood, leave it open. ``names`` are the words of the medicine's names.
    """
    written, told = _Text(as_written), _Text(dose, frequency)
    limits = [*written.take_numbers(written_as.LIMIT, "L"), *told.take_numbers(written_as.LIMIT, "L")]
    if len(limits) > 1:
        return None
    rates = [text.take_numbers(written_as.RATE, "R") for text in (told, written)]
    is_patch = any(rates)
    found = (
        _patch(rates, written, told) if is_patch else _by_mouth(written, told, limits[0] if limits else None)
    )
    return found if found and _is_accounted_for(written, told, names) else None


def _is_accounted_for(written: _Text, told: _Text, names: Collection[str]) -> bool:
    words = content.library().dose_words
    name = name_in(written.left, words, names)
    known = frozenset(names) - words.no_name
    return is_accounted_for(written.left, words, name | known) and is_accounted_for(told.left, words, known)


def _patch(rates: list[list[re.Match[str]]], written: _Text, told: _Text) -> DailyDose | None:
    values = {Decimal(each["n"]) for found in rates for each in found}
    for text in (told, written):
        text.take_numbers(written_as.PATCH_CHANGE, "H")
        text.take(written_as.DAILY, "D")
    count = _count(told, written)
    if len(values) > 1 or max(map(len, rates)) > 1 or count is None:
        return None
    return _dose((values.pop(),), count, "mcg/h")


def _by_mouth(written: _Text, told: _Text, limit: re.Match[str] | None) -> DailyDose | None:
    for text in (told, written):
        if _PARTING.search(text.left):
            text.take(written_as.NOT_CLEAR, "?")
    strength = _the_strength(told, written)
    in_all = [text for text in (written, told) if text.take(written_as.TOTAL, "G")]
    times = _times(written, told)
    count = _count(told, written)
    in_all += [text for text in (written, told) if written_as.OF_SO_MANY.search(text.left)]
    if strength is False or count is None or times is False or (in_all and count != 1):
        return None
    return _together(strength or None, count, times, limit)


def _the_strength(told: _Text, written: _Text) -> _Strength | None | Literal[False]:
    """The one strength, from the fields before the line; None when none is given, False when two are said. A pair
    without a unit may stand beside one with a unit only where it is the same."""
    with_unit = [list(map(_strength, each.take_strengths())) for each in (told, written)]
    pairs = [list(map(_pair, each.take_numbers(written_as.PAIR, "G"))) for each in (told, written)]
    found = next(filter(None, [*with_unit, *pairs]), [])
    others = [pair.amounts for each in pairs for pair in each]
    if len(found) > 1 or any(other != found[0].amounts for other in others):
        return False
    return found[0] if found else None


def _together(
    strength: _Strength | None, count: Decimal, times: int | None, limit: re.Match[str] | None
) -> DailyDose | None:
    factor = count * (times or 0)
    if limit:
        most, what = _upper(limit["n"]), limit["what"] or ""
        if re.fullmatch(written_as.UNIT, what):
            return None if _is_pair(strength) else _dose((most * _scale(what),), Decimal(1), _unit(what))
        factor = most if re.fullmatch(written_as.TABLETS, what) else most * count
    return _dose(strength.amounts, factor, strength.unit, strength.joined_by) if strength else None


def _is_pair(strength: _Strength | None) -> bool:
    return strength is not None and len(strength.amounts) > 1


def _dose(amounts: tuple[Decimal, ...], factor: Decimal, unit: str, joined_by: str = "") -> DailyDose | None:
    daily = tuple(amount * factor for amount in amounts)
    return DailyDose(daily, unit, joined_by) if all(each > 0 for each in daily) else None


def _has_one_unit(strength: str) -> bool:
    return len({(_unit(each), _scale(each)) for each in re.findall(written_as.UNIT, strength)}) == 1


def _strength(found: re.Match[str]) -> _Strength:
    unit = re.findall(written_as.UNIT, found[0])[-1]
    joined = found["by"] or found["over"] or ""
    amounts = tuple(number * _scale(unit) for number in _numbers(found[0]))
    return _Strength(amounts, _unit(unit), joined if joined in ("", "-", "/") else "to")


def _pair(found: re.Match[str]) -> _Strength:
    """ "5/325" without a unit: a combination's strengths, never a range."""
    return _Strength(tuple(_numbers(found[0])), "mg", "/")


def _scale(unit: str) -> int:
    return MG_PER_G if unit.startswith("g") else 1


def _unit(unit: str) -> str:
    return "mcg" if unit.startswith(("mc", "ug", "micro")) else "mg"


def _times(written: _Text, told: _Text) -> int | None | Literal[False]:
    """How often a day; None when nothing says so, False when two things are said."""
    texts = (written, told)
    slots = written.take_slots() | told.take_slots()
    said = set(_said_times(texts))
    daily = written.take(written_as.DAILY, "D") + told.take(written_as.DAILY, "D")
    if len(said) > 1 or 0 in said or (said and slots and said != {len(slots)}):
        return False
    return next(iter(said), len(slots) or (1 if daily else None))


def _said_times(texts: tuple[_Text, _Text]) -> Iterator[int]:
    for text in texts:
        yield from map(_unless_many, text.take_numbers(written_as.BY_TIMES, "T"))
        yield from (_by_hours(each["n"]) for each in text.take_numbers(written_as.BY_HOURS, "T"))
        yield from map(_by_letters, text.take(written_as.BY_LETTERS, "T"))
    if not any(text.has(written_as.TABLETS_A_DAY) for text in texts):
        yield from map(
            _unless_many, (each for text in texts for each in text.take_numbers(written_as.BARE, "T"))
        )


def _unless_many(found: re.Match[str]) -> int:
    """How often in "2 daily"; 0, which is no answer, where it is no number of times ("30 daily" may say how many there
    are in all, "0.3 times" is nothing)."""
    often = _upper(next(filter(None, found.groups())))
    return int(often) if often <= MOST_AT_A_TIME and often == int(often) else 0


def _by_hours(written: str) -> int:
    hours = min(_numbers(written))
    return math.ceil(HOURS_A_DAY / hours) if 0 < hours <= HOURS_A_DAY else 0


def _by_letters(found: re.Match[str]) -> int:
    return 2 if found["two"] else 3 if found["three"] else 4


def _count(*texts: _Text) -> Decimal | None:
    """How many at a time, from the first text that says it; one when nobody does; None when it is said twice, or when
    the number may be something else."""
    found = [text.take_numbers(written_as.COUNT, "C") for text in texts]
    first = {_upper(each["n"] or each["m"] or each["o"]) for each in next(filter(None, found), [])}
    unsure = any(
        _may_be_a_strength(each, text) for text, counts in zip(texts, found, strict=True) for each in counts
    )
    if len(first) > 1 or unsure or any(number > MOST_AT_A_TIME for number in first):
        return None
    return next(iter(first), Decimal(1))


def _may_be_a_strength(count: re.Match[str], text: _Text) -> bool:
    """ "Xanax 0.5 bid", "oxycodone 10 at bedtime": no word says what is counted, and no strength stands before it."""
    return bool(count["o"]) and (_upper(count["o"]) > FEW or not text.knows_strength)


def _upper(written: str) -> Decimal:
    return max(_numbers(written))


def _numbers(written: str) -> list[Decimal]:
    return [Decimal(each) for each in re.findall(r"\d+(?:\.\d+)?|\.\d+", written)]
