"""Pure rules about what was told and signed."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable
from datetime import date

from sojourn.content.pack.policies import DrawnSignature

PAD_WIDTH, PAD_HEIGHT = 600, 200
"""The drawing surface of a signature, in its own units."""
MOST_STROKE_LETTERS = 12_000
_STROKES = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})+)+", re.ASCII)
_POINT = re.compile(r"(\d+) (\d+)", re.ASCII)


def consent_is_current(
    *,
    signed: tuple[str, str, str],
    wanted: tuple[str, str, str],
    expires_on: date | None,
    withdrawn: bool,
    today: date,
) -> bool:
    """True when this signature covers this document: same id, version and words, not withdrawn, not expired.

    The words are compared by their hash: a text that was changed under the same version is asked again.
    """
    in_date = expires_on is None or today <= expires_on
    return signed == wanted and in_date and not withdrawn


def text_is_untouched(text: str, text_hash: str) -> bool:
    """True when the kept text is the one that was signed, byte for byte."""
    return hashlib.sha256(text.encode()).hexdigest() == text_hash


def is_path(strokes: str) -> bool:
    """True for path data of a drawing: moves and lines inside the pad, of a fair length."""
    if len(strokes) > MOST_STROKE_LETTERS or not _STROKES.fullmatch(strokes):
        return False
    return all(x <= PAD_WIDTH and y <= PAD_HEIGHT for x, y in _points(strokes))


def is_drawn(strokes: str, least: DrawnSignature) -> bool:
    """True for a drawing of somebody's hand: more than a dot, a slip of the finger, or one straight line."""
    if not is_path(strokes):
        return False
    points = _points(strokes)
    across = [x for x, _ in points]
    return (
        len(points) >= least.least_points
        and max(across) - min(across) >= least.least_width
        and _length(strokes) >= least.least_length
        and _bend(points) >= least.least_bend
    )


def _points(strokes: str) -> list[tuple[int, int]]:
    return [(int(x), int(y)) for x, y in _POINT.findall(strokes)]


def _length(strokes: str) -> float:
    """How far the pen went on the paper."""
    lines = (_points(stroke) for stroke in strokes.split("M"))
    return sum(math.dist(one, other) for line in lines for one, other in zip(line, line[1:], strict=False))


def _bend(points: list[tuple[int, int]]) -> float:
    """How wide the drawing is beside the line from its first point to the one farthest from it."""
    first = points[0]
    last = max(points, key=lambda each: math.dist(first, each))
    long = math.dist(first, last)
    if not long:
        return 0
    beside = [
        ((x - first[0]) * (last[1] - first[1]) - (y - first[1]) * (last[0] - first[0])) / long
        for x, y in points
    ]
    return max(beside) - min(beside)


def same_name(written: str, legal_name: str) -> bool:
    """A typed signature is the person's own name, give or take capitals and spaces."""
    return " ".join(written.lower().split()) == " ".join(legal_name.lower().split())


def allergy_words(ketamine: str | None, others: str | None, listed: Iterable[str]) -> str:
    """Allergies for the chart's header: what was named, "none known", or "" when not all of it was answered."""
    lines = list(dict.fromkeys(listed))
    named = (["ketamine"] if ketamine == "yes" else []) + lines
    if others == "yes" and not lines:
        named.append("others, not listed yet")
    if named:
        return ", ".join(dict.fromkeys(named))
    return "none known" if ketamine == "no" and others == "no" else ""
