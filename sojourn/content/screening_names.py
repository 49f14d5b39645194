"""What screening rules name has to be there: a misspelled answer, score or ingredient would never be found, and read
as safe."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sojourn.content.errors import ContentError
from sojourn.content.screening import Condition, ScreeningRule

_CODE = re.compile(r"[A-TV-Z][0-9]([0-9AB](\.[0-9A-TV-Z]{1,4})?)?")
"""An ICD-10-CM code, or what all codes of a kind begin with: "I61", "K7", "F31.9"."""


@dataclass(frozen=True, kw_only=True)
class Names:
    """What there is: question -> the answers it offers (none: it is written), instrument -> its items, lab -> its words
    (none: a number), and the ingredients of the drug table."""

    answers: Mapping[str, frozenset[str]]
    items: Mapping[str, frozenset[str]]
    labs: Mapping[str, frozenset[str]]
    ingredients: frozenset[str]


def check_names(rules: Iterable[ScreeningRule], names: Names, folder: Path) -> None:
    """Raises ContentError, naming file, key and reason, for the first thing a rule looks for that cannot be there."""
    for rule in rules:
        for leaf in rule.when.leaves():
            for reason in _problems(leaf, names):
                raise ContentError(folder / f"{rule.id}.yaml", f"when.{leaf.subject}", reason)


def _problems(leaf: Condition, names: Names) -> Iterator[str]:
    offered = names.answers.get(leaf.answer or "", frozenset()) | names.labs.get(leaf.lab or "", frozenset())
    for value in leaf.values:
        if value not in offered:
            yield f"“{value}” is none of the answers: {', '.join(sorted(offered)) or 'it is written or measured'}"
    limits = [each for each in (leaf.at_least, leaf.above, leaf.below) if each is not None]
    if limits and offered:
        yield f"a limit says nothing about one of {', '.join(sorted(offered))}"
    if not all(map(math.isfinite, limits)):
        yield "a limit is a number"
    if leaf.measure and leaf.item not in names.items.get(leaf.measure, frozenset()):
        yield "no instrument has this item"
    for code in leaf.problems:
        if not _CODE.fullmatch(code):
            yield f"“{code}” is not written as an ICD-10 code, nor as what codes begin with"
    for name in leaf.allergies:
        if name not in names.ingredients:
            yield f"“{name}” is no ingredient of the drug table"
