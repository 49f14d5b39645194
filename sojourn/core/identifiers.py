"""Numbers that identify prescribers, with their check digits. Pure."""

from __future__ import annotations

import re

_DEA = re.compile(r"[A-Z][A-Z9][0-9]{7}")
_NPI = re.compile(r"[12][0-9]{9}")
_NPI_PREFIX = "80840"
"""The card issuer's number for United States health applications; the check digit counts it in."""


def npi_is_valid(number: str) -> bool:
    """National Provider Identifier: ten digits beginning with 1 or 2, by Luhn's check over 80840 and the number."""
    text = number.strip()
    if not _NPI.fullmatch(text):
        return False
    digits = [int(each) for each in reversed(_NPI_PREFIX + text)]
    doubled = (sum(divmod(2 * each, 10)) for each in digits[1::2])
    return (sum(digits[0::2]) + sum(doubled)) % 10 == 0


def dea_number_is_valid(number: str) -> bool:
    """Two letters (the second may be a 9) and seven digits, the last of which is the check digit."""
    text = number.strip().upper()
    if not _DEA.fullmatch(text):
        return False
    digits = [int(each) for each in text[2:]]
    return (sum(digits[0:6:2]) + 2 * sum(digits[1:6:2])) % 10 == digits[6]
