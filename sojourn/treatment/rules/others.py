"""A record of a group never names anybody else who was there. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from sojourn.core.decisions import Finding

SHORTEST = 2
"""An initial alone names nobody."""


def others_named(texts: Iterable[str], others: Collection[str], *, known: Collection[str]) -> tuple[str, ...]:
    """The names of other participants that stand in the texts as words of their own, as names are written.

    Names that the patient or the staff there bear too (``known``) say nothing about anybody else.
    """
    words = set(re.findall(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*", " ".join(texts)))
    spoken = words | {each.removesuffix("’s").removesuffix("'s") for each in words}
    return tuple(sorted((set(others) - set(known)) & spoken))


def names_nobody_else(
    texts: Iterable[str], others: Collection[str], *, known: Collection[str]
) -> Finding | None:
    """What is signed about one person of a group tells nothing about another."""
    found = others_named(texts, [each for each in others if len(each) >= SHORTEST], known=known)
    if not found:
        return None
    names = " and ".join(f"“{each}”" for each in found)
    return Finding(
        code="names_another",
        message=f"{names} is the name of somebody else who was in this group. "
        "Write “another participant” instead.",
        source="P26",
    )
