"""The signs of a dose in one spelling. No sign is dropped: two digits never run together over one nobody knows."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_CEILING, Decimal

from sojourn.core.numbers import with_plain_digits

UNKNOWN = "\ufffd"
"""Stands where a sign stood that says nothing here."""
BETWEEN_FIELDS = " | "
_PASSING = "\x00"
"""A mark beside a word ("Percocet®"), a bullet, a sign without width: beside a digit it is not understood."""

_ENGLISH = (
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("eleven", "11"),
    ("twelve", "12"),
    ("twenty", "20"),
    ("thirty", "30"),
)
_SPANISH = (
    ("una", "1"),
    ("un", "1"),
    ("uno", "1"),
    ("dos", "2"),
    ("tres", "3"),
    ("cuatro", "4"),
    ("cinco", "5"),
    ("seis", "6"),
    ("siete", "7"),
    ("ocho", "8"),
    ("nueve", "9"),
    ("diez", "10"),
    ("doce", "12"),
)
_PARTS = (("half", "0.5"), ("media", "0.5"), ("medio", "0.5"), ("quarter", "0.25"))
_HOW_OFTEN = (("once", "1 times"), ("twice", "2 times"), ("thrice", "3 times"))
_NUMBERS = dict((*_ENGLISH, *_SPANISH, *_PARTS, *_HOW_OFTEN))
_OFTEN = re.compile(r"\b(?:once|1)(?:\s*-\s*|\s+(?:or|to)\s+)twice\b")
_PARTS_IN_WORDS = re.compile(r"\b(?:one|1)[\s-]+(half|quarter)\b")
_IN_SEVERAL_WORDS = ("twice", "half", "quarter", "cuarto")
_CUARTO = re.compile(r"\bun cuarto\b")
_AND_A_PART = re.compile(r"(?<![\d.,/])(\d+)\s+(?:and|y)\s+(?:an?\s+)?(0\.(?:5|25))(?![\d.,/])")
_FRACTION = re.compile(r"(?<![\d.,/-])(?:([1-9])(?:\s+|-))?([1-7])/([2348])(?![\d.,/]|\s*/)")
_FRACTION_SIGN = re.compile("(\\d+)\u2044(\\d+)")
_DECIMAL_COMMA = re.compile(
    r"(?<![\d.,])(\d+),(?:(5|25|75)(?![.,]?\d|\s*(?:x|times|veces)\b)|(\d{1,2})(?=\s?(?:mg|mcg|g)\b))"
)
""" "Take 2,3 times a day" counts twice."""
_SAID_AGAIN = re.compile(r"\b(\d+) \(\1\)")
_DOTTED = re.compile(r"\b((?:[a-z]\.){2,})")
_TIMES_A_STRENGTH = re.compile(r"(?<![\w.,/#-])(\d)\s*x\s*(?=[\d.]+\s*(?:mg|mcg|g)\b)")
_STOP_BEFORE_A_WORD = re.compile(r"([.,])(?=[a-z])")
_BETWEEN_WORDS = re.compile(r"(\W+)")
_DIGIT = re.compile(r"\d")
_BESIDE_A_DIGIT = re.compile(rf"(?<=\d){_PASSING}+|{_PASSING}+(?=\d)")

_SAME = {
    **dict.fromkeys("‐‑‒–—―−﹘﹣－⁃", "-"),
    **dict.fromkeys("’‘ʼ`´", "'"),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("®™©•●▪◦‣", _PASSING),
    **dict.fromkeys("µμ", "u"),
    **dict.fromkeys(f"|{_PASSING}", UNKNOWN),
    "×": "x",
    "⁄": "/",
}


def plain(text: str) -> str:
    """Lower case, no accents, number words as numbers, "1 ½" as 1.5, "b.i.d." as bid, one kind of dash."""
    known = text if text.isascii() else with_plain_digits(text)
    spelled = (known if known.isascii() and "|" not in known else _spelled(known)).lower()
    if "." in spelled:
        spelled = _DOTTED.sub(lambda found: found[1].replace(".", ""), spelled)
    if "," in spelled:
        spelled = _DECIMAL_COMMA.sub(lambda found: f"{found[1]}.{found[2] or found[3]}", spelled)
    worded = _with_numbers(spelled)
    return _joined(worded) if _DIGIT.search(worded) else worded


def _with_numbers(spelled: str) -> str:
    """Words that are numbers as numbers, and one space between words."""
    if "." in spelled or "," in spelled:
        spelled = _STOP_BEFORE_A_WORD.sub(r"\1 ", spelled)
    if any(word in spelled for word in _IN_SEVERAL_WORDS):
        spelled = _CUARTO.sub("0.25", _PARTS_IN_WORDS.sub(r"\1", _OFTEN.sub("1-2 times", spelled)))
    return " ".join("".join(_NUMBERS.get(part, part) for part in _BETWEEN_WORDS.split(spelled)).split())


def _joined(worded: str) -> str:
    """Numbers written in several pieces as one: "1 1/2", "1 and 0.5", "6 (6)", "2x5 mg"."""
    worded = _FRACTION.sub(_as_decimal, worded) if "/" in worded else worded
    worded = _SAID_AGAIN.sub(r"\1", _AND_A_PART.sub(_summed, worded))
    return _TIMES_A_STRENGTH.sub(r"\1 tablets ", worded)


def _spelled(text: str) -> str:
    spelled = "".join(map(_sign, text, f" {text}"))
    return _BESIDE_A_DIGIT.sub(UNKNOWN, spelled).replace(_PASSING, " ")


def _sign(sign: str, before: str) -> str:
    if sign in _SAME:
        return _SAME[sign]
    if sign.isascii() or sign.isspace():
        return sign if sign.isascii() else " "
    category = unicodedata.category(sign)
    if category == "Mn":
        return "" if before.isalpha() else UNKNOWN
    if category == "No":
        return _part(unicodedata.normalize("NFKD", sign))
    return _PASSING if category == "Cf" else _letters(sign)


def _letters(sign: str) -> str:
    """A letter without its accent; of another sign, the letters it is made of ("㎎" is mg)."""
    parts = unicodedata.normalize("NFKD", sign)
    kept = "".join(_SAME.get(each, each) for each in parts if unicodedata.category(each) != "Mn")
    return kept if kept.isascii() and kept.isalpha() else UNKNOWN


def _part(spelled: str) -> str:
    """ "¼" is 1/4; a small or a circled number is no amount."""
    found = _FRACTION_SIGN.fullmatch(spelled)
    return f" {found[1]}/{found[2]}" if found else UNKNOWN


def _as_decimal(found: re.Match[str]) -> str:
    """ "1 1/3" as 1.33333334: of what cannot be written out rather a hair more."""
    upper, lower = Decimal(found[2]), Decimal(found[3])
    if upper >= lower:
        return found[0]
    part = (upper / lower).quantize(Decimal("1e-8"), ROUND_CEILING).normalize()
    return f"{int(found[1] or 0) + part:f}"


def _summed(found: re.Match[str]) -> str:
    return f"{Decimal(found[1]) + Decimal(found[2]):f}"
