"""The signs of a text: letters are spelled plainly, usual punctuation parts words, any other sign is a word of its own.

"Zoloft 🍄" and "Zoloft → Nardil" say something; a sign that vanished would hide it, and one inside a name would let a
name be read that nobody wrote.
"""

from __future__ import annotations

import re
import unicodedata

from sojourn.core.numbers import with_plain_digits

LOST = "\ufffd"
"""Stands for a letter that is lost; a word that holds it, or a letter of another script, spells no name."""
SIGN = rf"[^\w\s\x00-\x7f{LOST}]|~~|->|[=<>^\\{{}}$?]"
"""A word that is a sign. The question mark behind a strength was taken away before: "50 mg?" names its drug."""
_LETTERS = ("Lu", "Ll", "Lt", "Lo")
_PRIVATE = "Co"
_ACCENT = "Sk"
_DASH = "Pd"
_SPACING = ("Pi", "Pf", "Ps", "Pe", "Zl", "Zp", "Zs")
_SILENT = ("Cf", "Mn", "Mc", "Lm")
_STRUCK = re.compile("[\u0334-\u0338\u20d2-\u20e5]")
"""What strikes a letter out or rings it."""
_STRENGTH_ASKED = re.compile(r"(\d\s*[a-z]*)\s*\?")
_SPELLED = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "´": "'",
        "µ": "u",
        "½": " 0.5",
        "¼": " 0.25",
        "¾": " 0.75",
        "•": ",",
        "×": "x",
        "−": "-",
    }
    | dict.fromkeys("®™℠¿¡", " ")
)


def spelled(text: str) -> str:
    """In small letters without accents; usual punctuation in ASCII, every other sign apart.

    >>> spelled("Sértràline® 50 mg – 🍄")
    'sertraline  50 mg -  🍄 '
    """
    plain = text if text.isascii() else "".join(map(_plainly, with_plain_digits(text).translate(_SPELLED)))
    return _STRENGTH_ASKED.sub(r"\1 ", plain.lower()) if "?" in plain else plain.lower()


def _plainly(sign: str) -> str:
    """An accent that stands alone is a sign; taken apart it would vanish."""
    stands_alone = not sign.isascii() and unicodedata.category(sign) == _ACCENT
    return f" {sign} " if stands_alone else "".join(map(_letter, unicodedata.normalize("NFKD", sign)))


def _letter(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign == LOST or category == _PRIVATE:
        return LOST
    if sign.isascii() or category in _LETTERS:
        return sign
    if category == _DASH:
        return "-"
    if category in _SPACING:
        return " "
    return "" if category in _SILENT and not _STRUCK.match(sign) else f" {sign} "
