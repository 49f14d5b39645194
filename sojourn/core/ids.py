"""Identifiers: time-ordered UUIDs (version 7, RFC 9562), so that new rows lie side by side in an index."""

from __future__ import annotations

import secrets
import time
from uuid import UUID, uuid5

_SECOND_HALF = (1 << 64) - 1


def new_id() -> UUID:
    """A fresh UUIDv7: 48 bits of milliseconds, then randomness."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)


def held_to(made: UUID, whom: str) -> UUID:
    """The id ``made`` stands for with one page, person or question. The first half stays: rows keep their order."""
    own = uuid5(made, whom)
    return UUID(int=(made.int >> 64 << 64) | (own.int & _SECOND_HALF))
