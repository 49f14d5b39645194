"""Forms that the named drug does not come in: an "aspirin injection" is something else."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from sojourn.content.drug_words import Words
from sojourn.content.drugs import Drug
from sojourn.intake.line_parts import Part
from sojourn.intake.word_kinds import Sort, sort_of

INJECTED = "injected"
_SOLD_IN_EVERY_FORM = frozenset({"supplement", "substance"})


def strange_forms(part: Part, words: Words) -> list[str]:
    """The words of this part for a form that none of its drugs comes in."""
    drugs = [drug for name in part.names for drug in name.drugs]
    said = ((word, words.forms.get(word, "")) for word in part.words)
    return [word for word, form in said if form in words.comes_as and not comes_as(drugs, form, words)]


def given_at_times(part: Part, words: Words) -> list[str]:
    """A "monthly shot" is the named drug only when that one is given with a needle every so often."""
    if any(drug.ingredient in words.by_needle for name in part.names for drug in name.drugs):
        return []
    pairs = pairwise(each if isinstance(each, str) else "" for each in part.pieces)
    return [
        word
        for pair in pairs
        if pair[0]
        and sort_of(pair[0], words) in (Sort.TIME, Sort.SPAN)
        and words.forms.get(pair[1]) == INJECTED
        for word in pair
    ]


def comes_as(drugs: Iterable[Drug], form: str, words: Words) -> bool:
    """Whether one of the drugs comes in this form."""
    by_needle = words.by_needle if form == INJECTED else frozenset()
    known = words.comes_as.get(form, frozenset()) | by_needle
    return any(
        drug.ingredient in known or (form != INJECTED and drug.kind in _SOLD_IN_EVERY_FORM) for drug in drugs
    )


def unlike_forms(said: Iterable[str], words: Words) -> list[str]:
    """Forms that one drug does not have side by side: "1 tab and 1 gummy"."""
    spoken = frozenset(said)
    found = [spoken & group for group in words.doubts.unlike if spoken & group]
    return sorted(frozenset[str]().union(*found)) if len(found) > 1 else []
