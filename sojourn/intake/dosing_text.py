"""Reading how much of a medicine is taken in a day, as people write it. What is not clear is not read.

Of a range the higher end counts; of "as needed" only a maximum that is given. Nothing here knows a medicine.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sojourn.core.numbers import with_plain_digits

HOURS_A_DAY = 24
MG_PER_G = 1000
WIDEST_RANGE = 4
"""Numbers further apart than this are two strengths ("5-325"), not a range."""

_ENGLISH = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "eight": "8",
    "twelve": "12",
}
_SPANISH = {
    "una": "1",
    "un": "1",
    "uno": "1",
    "dos": "2",
    "tres": "3",
    "cuatro": "4",
    "seis": "6",
    "ocho": "8",
}
_HALVES = {"half": "0.5", "media": "0.5", "medio": "0.5"}
_OFTEN = {"once": "1 times", "twice": "2 times", "thrice": "3 times"}
_WORDS = _ENGLISH | _SPANISH | _HALVES | _OFTEN

_SIGNS = str.maketrans({"½": " 1/2", "µ": "u", "μ": "u", "–": "-"})
_DOTTED = re.compile(r"\b((?:[a-z]\.){2,})")
_N = r"(?<![\d.])(?:\d+(?:\.\d+)?|\.\d+)"
_R = rf"{_N}(?:\s*(?:-|to|or|a|o)\s*{_N})?"
_A_DAY = (
    r"(?:(?:an?|per|each|every|in|al|por|cada|en|/)\s*(?:day|dia|d\b|24\s*h(?:ou)?rs?\b|24\s*horas)"
    r"|daily|diari[oa]s?)"
)
_TABLETS = (
    r"(?:tab(?:let)?s?|pills?|cap(?:sule)?s?|patch(?:es)?|films?"
    r"|tabletas?|pastillas?|capsulas?|comprimidos?|parches?)\b"
)
_TIMES = r"(?:x|times?|vez|veces|doses?|dosis)"
_UNIT = r"(?:mgs?|milligrams?|miligramos?|mcgs?|ug|micrograms?|g|gm|grams?|gramos?)\b"
_HOUR = r"(?:h|hrs?|hours?|horas?)\b"
_ONE_STRENGTH = rf"{_N}\s*(?:{_UNIT})?"
_STRENGTH = re.compile(rf"{_ONE_STRENGTH}(?:\s*(?P<by>/|-|to\b|or\b|a\b)\s*{_ONE_STRENGTH}){{0,3}}")
_PAIR = re.compile(rf"{_N}(?:\s*[/-]\s*{_N}){{1,3}}")
_RATE = re.compile(rf"(?P<n>{_N})\s*(?:mcg|ug|micrograms?)\s*(?:/|per|an|a|por)\s*{_HOUR}")
_LIMIT = re.compile(
    r"(?:max(?:imum|imo)?(?: of| de)?|up to|(?:no|not) more than|not to exceed|hasta|no mas de)[\s:]*"
    rf"(?P<n>{_R})\s*(?P<what>{_UNIT}|{_TABLETS}|{_TIMES})?\s*(?:{_A_DAY}|day\b)"
)
_BY_TIMES = re.compile(rf"(?:(?P<n>{_R})\s*{_TIMES}\s*|x\s*(?P<m>{_R})\s*)(?:{_A_DAY}|day\b)")
_BY_HOURS = re.compile(rf"\b(?:q|every|each|cada)\s*(?P<n>{_R})\s*{_HOUR}")
_BY_LETTERS = re.compile(r"\b(?:(?P<two>bid|bd)|(?P<three>tid|tds)|(?P<four>qid))\b")
_COUNT = re.compile(
    rf"(?P<n>{_R})\s*(?:of\s+)?(?:an?\s+)?{_TABLETS}|\b(?:takes?|taking|tom[aeo]r?)\s+(?P<m>{_R})(?![\d./]|\s*(?:{_UNIT}|/))"
    rf"|(?P<o>{_R})\s*(?:po|by mouth)\b"
)
_BARE = re.compile(rf"(?P<n>{_R})\s*{_A_DAY}")
_DAILY = re.compile(rf"{_A_DAY}|\bqd\b|\bqday\b")
_PATCH_CHANGE = re.compile(rf"(?:q|every|each|cada)\s*{_N}\s*(?:{_HOUR}|days?|d\b|dias)")
_SLOTS = {
    "morning": re.compile(r"\b(?:mornings?|qam|breakfast|manana|desayuno)\b"),
    "noon": re.compile(r"\b(?:noon|midday|lunch|mediodia)\b"),
    "afternoon": re.compile(r"\b(?:afternoons?|tarde)\b"),
    "evening": re.compile(r"\b(?:evenings?|qpm|dinner|supper)\b"),
    "night": re.compile(r"\b(?:nights?|nightly|bed\s?time|qhs|hs|noches?|acostarse)\b"),
}
_UNCLEAR = re.compile(
    r"\b(?:weeks?|weekly|biweekly|week(?:day|end)s?|qw|qwk|qod|m-f|mon|tues?|wed|thu(?:rs)?|fri|sat|sun|\w+day[s]?(?<!\bday)(?<!\btoday)"
    r"|months?|monthly|years?|other|second|third|fourth|alternat\w*|taper\w*|then|except|but|stopped|quit|ago|was|until|not?|never"
    r"|semanas?|semanal|mes(?:es)?|otro|luego|dejo|dejado|mls?|cc|kg|units?|iu|drops?|gotas?|sprays?|puffs?|tsp|teaspoons?|\w*spoon\w*)\b"
    r"|%|\d,\d{3}|\d\s*ml\b|/\s*ml\b|/\s*kg\b"
)


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


@dataclass(frozen=True)
class _Strength:
    amounts: tuple[Decimal, ...]
    unit: str
    joined_by: str


class _Text:
    """A text out of which what was understood is taken; digits that are left over were not understood."""

    def __init__(self, *parts: str) -> None:
        self.left = " ; ".join(map(_plain, parts))

    def take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        found = list(pattern.finditer(self.left))
        self.left = pattern.sub(" ; ", self.left)
        return found


def read_dose(as_written: str, dose: str, frequency: str) -> DailyDose | None:
    """What is taken in a day, from a line of the list; None when it is not given or not clear.

    What the fields say of strength and count goes before what is written beside the name. Two answers to one
    question, or a number nobody understood, leave it open.
    """
    written, told = _Text(as_written), _Text(dose, frequency)
    limits = [*written.take(_LIMIT), *told.take(_LIMIT)]
    if len(limits) > 1 or any(_UNCLEAR.search(each.left) for each in (written, told)):
        return None
    rates = [*told.take(_RATE), *written.take(_RATE)]
    if rates:
        return _patch(rates, written, told)
    return _by_mouth(written, told, limits[0] if limits else None)


def _patch(rates: list[re.Match[str]], written: _Text, told: _Text) -> DailyDose | None:
    values = {Decimal(each["n"]) for each in rates}
    for text in (told, written):
        text.take(_PATCH_CHANGE)
    count = _count(told, written)
    if len(values) > 1 or count is None or _left_over(written, told):
        return None
    return _dose((values.pop(),), count, "mcg/h")


def _by_mouth(written: _Text, told: _Text, limit: re.Match[str] | None) -> DailyDose | None:
    with_unit = [_take_strengths(each) for each in (told, written)]
    times = _times(written, told)
    count = _count(told, written)
    pairs = [list(map(_pair, each.take(_PAIR))) for each in (told, written)]
    found = next(filter(None, [*with_unit, *pairs]), [])
    if len(found) > 1 or count is None or times is False or _left_over(written, told):
        return None
    return _together(found[0] if found else None, count, times, limit)


def _together(
    strength: _Strength | None, count: Decimal, times: int | None, limit: re.Match[str] | None
) -> DailyDose | None:
    if limit:
        most, what = _upper(limit["n"]), limit["what"] or ""
        if re.fullmatch(_UNIT, what):
            return _dose((most * _scale(what),), Decimal(1), _unit(what)) if not _is_pair(strength) else None
        by_tablet = re.fullmatch(_TABLETS, what) is not None
        factor = most if by_tablet else most * count
    else:
        factor = count * (times or 0)
    return _dose(strength.amounts, factor, strength.unit, strength.joined_by) if strength else None


def _dose(amounts: tuple[Decimal, ...], factor: Decimal, unit: str, joined_by: str = "") -> DailyDose | None:
    daily = tuple(amount * factor for amount in amounts)
    return DailyDose(daily, unit, joined_by) if all(each > 0 for each in daily) else None


def _is_pair(strength: _Strength | None) -> bool:
    return strength is not None and len(strength.amounts) > 1


def _take_strengths(text: _Text) -> list[_Strength]:
    """Numbers with a unit; a number without one stays, it may be a count."""
    found = [each for each in _STRENGTH.finditer(text.left) if re.search(_UNIT, each[0])]
    for each in reversed(found):
        text.left = f"{text.left[: each.start()]} ; {text.left[each.end() :]}"
    return [_strength(each) for each in found]


def _strength(found: re.Match[str]) -> _Strength:
    units = re.findall(_UNIT, found[0])
    unit = units[-1]
    joined = found["by"] or ""
    scale = _scale(unit)
    amounts = tuple(Decimal(number) * scale for number in re.findall(_N, found[0]))
    return _Strength(amounts, _unit(unit), joined if joined in ("", "-", "/") else "to")


def _pair(found: re.Match[str]) -> _Strength:
    """ "5/325" without a unit: a combination's strengths, never a range."""
    return _Strength(tuple(map(Decimal, re.findall(_N, found[0].replace("-", " ")))), "mg", "/")


def _scale(unit: str) -> int:
    return MG_PER_G if unit.startswith("g") else 1


def _unit(unit: str) -> str:
    return "mcg" if unit.startswith(("mc", "ug", "micro")) else "mg"


def _times(written: _Text, told: _Text) -> int | None | bool:
    """How often a day; None when nothing says so, False when two things are said."""
    texts = (written, told)
    said = {_upper_of(each) for text in texts for each in text.take(_BY_TIMES)}
    said |= {_by_hours(each["n"]) for text in texts for each in text.take(_BY_HOURS)}
    said |= {_by_letters(each) for text in texts for each in text.take(_BY_LETTERS)}
    slots = {name for name, pattern in _SLOTS.items() if any(pattern.search(text.left) for text in texts)}
    counted = _COUNT_BEFORE_DAY.search(f"{written.left} ; {told.left}")
    bare = [] if counted else [each for text in texts for each in text.take(_BARE)]
    said |= {math.ceil(_upper(each["n"])) for each in bare}
    daily = any(_DAILY.search(text.left) for text in texts)
    if len(said) > 1 or (said and slots and said != {len(slots)}):
        return False
    return next(iter(said), len(slots) or (1 if daily else None))


_COUNT_BEFORE_DAY = re.compile(rf"{_R}\s*(?:of\s+)?(?:an?\s+)?{_TABLETS}\s*{_A_DAY}")


def _by_hours(written: str) -> int:
    hours = min(_numbers(written))
    return math.ceil(HOURS_A_DAY / hours) if 0 < hours <= HOURS_A_DAY else 0


def _by_letters(found: re.Match[str]) -> int:
    return 2 if found["two"] else 3 if found["three"] else 4


def _count(*texts: _Text) -> Decimal | None:
    """How many at a time, from the first text that says it; one when nobody does; None when it is said twice."""
    found = [[_upper(each["n"] or each["m"] or each["o"]) for each in text.take(_COUNT)] for text in texts]
    first = next(filter(None, found), [Decimal(1)])
    return first[0] if len(set(first)) == 1 else None


def _upper_of(found: re.Match[str]) -> int:
    return math.ceil(_upper(found["n"] or found["m"]))


def _upper(written: str) -> Decimal:
    return max(_numbers(written))


def _numbers(written: str) -> list[Decimal]:
    return [Decimal(each) for each in re.findall(r"\d+(?:\.\d+)?|\.\d+", written)]


def _left_over(*texts: _Text) -> bool:
    return any(any(letter.isdigit() for letter in text.left) for text in texts)


def _plain(text: str) -> str:
    """Lower case, no accents, number words as numbers, "1 ½" as 1.5, "b.i.d." as bid."""
    known = with_plain_digits(text).translate(_SIGNS).lower()
    plain = unicodedata.normalize("NFKD", known).encode("ascii", "ignore").decode()
    plain = _DOTTED.sub(lambda found: found[1].replace(".", ""), plain)
    plain = re.sub(r"(\d),(\d{1,2})(?!\d)", r"\1.\2", plain)
    plain = re.sub(r"(?<![\d./])(\d+)\s+1/2(?![\d./])", r"\1.5", plain)
    plain = re.sub(r"(?<![\d./])1/2(?![\d./])", "0.5", plain)
    return " ".join(_with_numbers(re.split(r"(\W+)", plain)))


def _with_numbers(parts: Iterable[str]) -> Iterable[str]:
    return "".join(_WORDS.get(part, part) for part in parts).split()
