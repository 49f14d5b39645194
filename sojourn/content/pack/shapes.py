"""Small shapes the pack is made of: dollars read as integer cents, clock times, placeholders."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated, Any

import msgspec
from msgspec import Meta

DOLLARS = re.compile(r"\d{1,6}\.\d{2}")
PLACEHOLDER = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
_FILLED = re.compile(PLACEHOLDER.pattern + r"(\.(?!\.)|)")

Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$")]
Words = Annotated[str, Meta(min_length=1)]
Clock = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Count = Annotated[int, Meta(ge=0, le=100_000)]
Positive = Annotated[int, Meta(gt=0, le=100_000)]


class Cents(int):
    """An amount that stands in the pack as quoted dollars, "220.00", and in the program as integer cents."""


class Shape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of everything in a pack: frozen, and strict about unknown keys."""


def cents(written: Any) -> Cents:
    """Integer cents from quoted dollars with both decimals. ValueError says what is wrong."""
    if not isinstance(written, str):
        raise ValueError(f'write the amount in quotes with cents, like "220.00", not {written!r}')
    if written.startswith("-"):
        raise ValueError(f"an amount is never below zero: {written}")
    if not DOLLARS.fullmatch(written):
        raise ValueError(f'an amount looks like "220.00", not {written!r}')
    return Cents(written.replace(".", ""))


def clock(written: str) -> time:
    """A clock time from "08:30"."""
    return time.fromisoformat(written)


def placeholders(text: str) -> frozenset[str]:
    """The names that stand as ``{{ name }}`` in a text."""
    return frozenset(PLACEHOLDER.findall(text))


def fill(text: str, values: dict[str, str]) -> str:
    """Put values where their names stand. A name without a value stays, to be filled later.

    A value that ends in a full stop ("1:00 p. m.") ends the sentence, too: the one that follows it is left out.
    """

    def put(found: re.Match[str]) -> str:
        if found[1] not in values:
            return found[0]
        value, stop = values[found[1]], found[2]
        return value if value.endswith(".") else value + stop

    return _FILLED.sub(put, text)


def length_in_words(minutes: int) -> str:
    """180 -> "3 hours", 60 -> "1 hour", 50 -> "50 minutes"."""
    hours, rest = divmod(minutes, 60)
    if rest or not hours:
        return f"{minutes} minutes"
    return "1 hour" if hours == 1 else f"{hours} hours"
