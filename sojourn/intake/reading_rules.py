"""Which readings may be kept, and which still count. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sojourn.content.readings import ReadingKind
from sojourn.core.decisions import Decision, Finding


def may_keep(
    values: Mapping[str, str], kinds: Mapping[str, ReadingKind], *, taken_at: datetime, now: datetime
) -> Decision:
    """Every impossible value is named at its field; a moment to come, or nothing at all, is refused."""
    future = Finding(code="reading_future", message="A reading cannot lie in the future.", field="taken_at")
    nothing = Finding(code="reading_none", message="Fill in at least one reading.")
    return Decision.of(
        None if values else nothing,
        future if taken_at > now else None,
        *(
            _impossible(code, kinds.get(code))
            for code, value in values.items()
            if not _fits(kinds.get(code), value)
        ),
    )


def counts(kind: ReadingKind, value: str, *, taken_on: date, today: date) -> bool:
    """Whether a kept reading still says something today."""
    return kind.is_possible(value) and (today - taken_on).days <= kind.valid_days


def _fits(kind: ReadingKind | None, value: str) -> bool:
    return kind is not None and kind.is_possible(value)


def _impossible(code: str, kind: ReadingKind | None) -> Finding:
    if kind is None:
        return Finding(code="reading_unknown", message=f"There is no reading called “{code}”.")
    if kind.options:
        words = f"{kind.name} is one of: {', '.join(kind.options)}."
    else:
        words = f"{kind.name} lies between {kind.minimum:g} and {kind.maximum:g} {kind.unit}. Please read it again."
    return Finding(code="reading_impossible", message=words, field=code)
