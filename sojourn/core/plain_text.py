"""Text as a reader sees it: signs nobody sees are not kept, and a text of nothing but them is no text."""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
    "|[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
"""Control signs, marks that turn the direction of writing, and spaces without width."""

_BLANK = re.compile("[\\s\u034f\u115f\u1160\u17b4\u17b5\u200c\u200d\u2800\u3164\uffa0\ufe00-\ufe0f]*")
"""What shows nothing unless something stands beside it: joiners, fillers, the empty braille cell."""


def as_seen(text: str) -> str:
    """The text without what nobody sees; empty when nothing is left that shows.

    Joiners stay between letters that need them, as in Persian or in a family of emoji.

    >>> as_seen("Vale\\u200b"), as_seen("\\u200d \\u3164"), as_seen("e\\u202evil")
    ('Vale', '', 'evil')
    """
    seen = _UNSEEN.sub("", text)
    return "" if _BLANK.fullmatch(seen) else seen
