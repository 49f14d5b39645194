"""Numbers that papers carry: the identifier's check digit, and the code that follows from minutes. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

_LUHN_OF_80840 = 24


class MinuteBand(Protocol):
    """From how many minutes on, and up to how many (None: no end), a code is used."""

    @property
    def code(self) -> str:
        """The procedure code."""

    @property
    def from_minutes(self) -> int:
        """The least minutes."""

    @property
    def to_minutes(self) -> int | None:
        """The most minutes, included."""


def code_for_minutes(minutes: int | None, bands: Iterable[MinuteBand]) -> str | None:
    """The code for the recorded start and stop; None when no time is recorded or it was too short."""
    if minutes is None:
        return None
    for band in bands:
        if band.from_minutes <= minutes and (band.to_minutes is None or minutes <= band.to_minutes):
            return band.code
    return None


def npi_is_valid(npi: str) -> bool:
    """Ten digits, the first 1 or 2, Luhn over 80840 and the number (CMS, NPI check digit)."""
    if len(npi) != 10 or not (npi.isascii() and npi.isdecimal()) or npi[0] not in "12":
        return False
    digits = [int(each) for each in npi]
    doubled = [digit if place % 2 else _folded(2 * digit) for place, digit in enumerate(digits)]
    return (_LUHN_OF_80840 + sum(doubled)) % 10 == 0


def _folded(number: int) -> int:
    return number - 9 if number > 9 else number
