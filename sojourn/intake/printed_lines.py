"""A line as a pharmacy or a chart prints it, without what says nothing about the drug. Pure."""

from __future__ import annotations

import re

from sojourn.content.doubt_words import Doubts

_MOST_A_DAY = re.compile(
    r"\bmax(?:imum)?\.?(?:\s+of)?\s*\d+(?:\.\d+)?\s*(?:mg|mcg|g)\s*(?:/|per|a|in)\s*(?:day|24\s*h(?:rs?|ours?)?)\b",
    re.IGNORECASE,
)
"""The most of it a day is no second dose: "max 40 mg/day"."""


def without_print(text: str, doubts: Doubts) -> str:
    """The same without counts handed out, labels, numbers said twice, and the most that is taken in a day.

    A comma stays where something stood, so that nothing grows together.
    """
    once = doubts.said_again.sub("", text) if "(" in text else text
    return _MOST_A_DAY.sub(" ", doubts.handed_out.sub(" , ", once))
