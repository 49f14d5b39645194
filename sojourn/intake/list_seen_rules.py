"""A list is confirmed by somebody who saw it as it stands. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from sojourn.core.decisions import Decision, Finding

CHANGED = "list_changed"


class Line(Protocol):
    """What is read of a line."""

    as_written: str
    dose: str
    frequency: str


def as_was_seen(seen: Iterable[Line], now: Iterable[Line]) -> Decision:
    """Refused with what is new and what is gone since the page was made."""
    before, after = {_words(each) for each in seen}, {_words(each) for each in now}
    new, gone = sorted(after - before), sorted(before - after)
    if not new and not gone:
        return Decision()
    told = [f"New on it: {'; '.join(new)}."] if new else []
    told += [f"No longer on it: {'; '.join(gone)}."] if gone else []
    message = f"The list has changed since this page was opened. {' '.join(told)} Please read it again, then say so."
    return Decision.of(Finding(code=CHANGED, message=message))


def _words(line: Line) -> str:
    return ", ".join(part for part in (line.as_written, line.dose, line.frequency) if part)
