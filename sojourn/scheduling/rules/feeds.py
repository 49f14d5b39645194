"""A private calendar address: its secret, and how much of the calendar it shows. Pure."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

LOOKS_BACK = timedelta(days=14)
SECRET_BYTES = 32


def hash_of(secret: str) -> str:
    """What is kept of a secret. It is long and random, so no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def window(today: date, *, days_ahead: int) -> tuple[date, date]:
    """The first and the last day of the calendar that is handed out."""
    return today - LOOKS_BACK, today + timedelta(days=days_ahead)
