"""Numbers as people type them. Python takes more for a number than a person means by one: "1_2_0", "1e3", "nan"."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_LONGEST = 20
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_WHOLE = re.compile(r"-?\d+", re.ASCII)


def number_in(text: str) -> Decimal | None:
    """The number a text is, exactly as written; None when it is not plainly one.

    >>> number_in(" 12.50 "), number_in("1_2_0"), number_in("1e3"), number_in("nan")
    (Decimal('12.50'), None, None, None)
    """
    plain = text.strip()
    return Decimal(plain) if len(plain) <= _LONGEST and _NUMBER.fullmatch(plain) else None


def whole_number_in(text: str) -> int | None:
    """The whole number a text is; None when it is not plainly one."""
    plain = text.strip()
    return int(plain) if len(plain) <= _LONGEST and _WHOLE.fullmatch(plain) else None


def with_plain_digits(text: str) -> str:
    """The text with the digits of other scripts as 0 to 9, so that none of them is lost in reading."""
    return "".join(str(unicodedata.decimal(each, each)) for each in text)
