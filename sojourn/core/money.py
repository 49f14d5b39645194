"""Money is integer cents of US dollars."""

from __future__ import annotations


def in_words(cents: int, *, always_cents: bool = False) -> str:
    """Dollars for people: 55000 -> "$550", 13750 -> "$137.50", -500 -> "−$5". Documents ask for ``always_cents``."""
    sign = "−" if cents < 0 else ""
    dollars, rest = divmod(abs(cents), 100)
    tail = f".{rest:02d}" if rest or always_cents else ""
    return f"{sign}${dollars:,}{tail}"


def split_evenly(total_cents: int, parts: int) -> list[int]:
    """Split into equal parts that add up to the cent; the first ones carry the remainder.

    220.00 in 3 -> 73.34, 73.33, 73.33. Raises ValueError unless ``parts`` is at least 1 and the total not negative.
    """
    if parts < 1 or total_cents < 0:
        raise ValueError("an amount of at least zero is split into at least one part")
    share, remainder = divmod(total_cents, parts)
    return [share + 1] * remainder + [share] * (parts - remainder)
