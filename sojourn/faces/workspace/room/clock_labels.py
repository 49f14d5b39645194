"""Words under the clock bar that keep out of each other's way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

LETTER = 7.2
"""How wide a strong letter is at the bar's own measure, rounded up."""
BETWEEN = 4


@dataclass(frozen=True)
class Label:
    """Words at a place of the bar, in its middle, before it ("end") or after it ("start")."""

    words: str
    x: float
    anchor: str = "middle"

    @property
    def span(self) -> tuple[float, float]:
        """From where to where the words reach."""
        wide = len(self.words) * LETTER
        left = self.x - {"start": 0, "middle": wide / 2, "end": wide}[self.anchor]
        return left, left + wide

    def meets(self, other: Label) -> bool:
        """True when both would stand on each other."""
        return self.span[0] < other.span[1] + BETWEEN and other.span[0] < self.span[1] + BETWEEN


def side_by_side(labels: Iterable[Label]) -> list[Label]:
    """From left to right: where two meet, the first stands before its place and the second after its own.

    The same word twice in one place is said once.
    """
    kept: list[Label] = []
    for each in labels:
        if not (kept and kept[-1].words == each.words and kept[-1].meets(each)):
            kept.append(each)
    meeting = {number for number, (first, second) in enumerate(pairwise(kept)) if first.meets(second)}
    return [_moved(each, number in meeting, number - 1 in meeting) for number, each in enumerate(kept)]


def _moved(label: Label, meets_next: bool, meets_last: bool) -> Label:
    if meets_last:
        return replace(label, anchor="start", x=label.x + BETWEEN / 2)
    return replace(label, anchor="end", x=label.x - BETWEEN / 2) if meets_next else label


def is_free(label: Label, taken: Sequence[Label]) -> bool:
    """True when nothing stands there yet."""
    return not any(label.meets(each) for each in taken)
