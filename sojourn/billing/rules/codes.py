"""The procedure code that follows from minutes. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


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
