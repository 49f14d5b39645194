"""The numbers a clinic gives its vials: "V-0412" is followed by "V-0413"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ENDING = re.compile(r"(.*?)(\d{1,15})")


def next_number(newest_first: Sequence[str]) -> str:
    """The number after the highest of the kind that was given last; empty where that one ends in no digits.

    None that is in the register is proposed again, whatever order the others came in.
    """
    found = _ENDING.fullmatch(newest_first[0]) if newest_first else None
    if not found:
        return ""
    head, digits = found.groups()
    alike = (_ENDING.fullmatch(each) for each in newest_first)
    highest = max(int(each[2]) for each in alike if each and each[1] == head)
    return f"{head}{highest + 1:0{len(digits)}d}"
