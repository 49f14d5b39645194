"""Pure rules about what was told and signed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date

PAD_WIDTH, PAD_HEIGHT = 600, 200
"""The drawing surface of a signature, in its own units."""
MOST_STROKE_LETTERS = 12_000
LEAST_POINTS, LEAST_SPREAD = 8, 30
"""Less is a slip of the finger, not somebody's hand."""
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


def is_drawn(strokes: str) -> bool:
    """True for path data of a signature: moves and lines inside the pad, of a fair length, and more than a dot."""
    if len(strokes) > MOST_STROKE_LETTERS or not _STROKES.fullmatch(strokes):
        return False
    points = [(int(x), int(y)) for x, y in _POINT.findall(strokes)]
    if any(x > PAD_WIDTH or y > PAD_HEIGHT for x, y in points):
        return False
    across = [x for x, _ in points]
    return len(points) >= LEAST_POINTS and max(across) - min(across) >= LEAST_SPREAD


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
