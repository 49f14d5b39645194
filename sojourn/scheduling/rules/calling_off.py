"""May a group be called off as a whole: not twice, not once it has begun, not past what its page showed. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sojourn.core.decisions import Decision, Finding

LONGEST_REASON = 300
BEGUN = ("in_room", "done")
"""States of a visit in which its patient is being treated, or was."""


@dataclass(frozen=True, kw_only=True)
class GroupThen:
    """A group when somebody wants to call it off: ``states`` of the visits in it, by whose they are.

    ``seen`` are the people its page named; None when nobody looked at a page.
    """

    starts_at: datetime
    now: datetime
    states: dict[str, str]
    is_off: bool = False
    seen: Collection[str] | None = None


def may_call_off(group: GroupThen, reason: str) -> Decision:
    """Everything that stands in the way."""
    return Decision.of(not_too_late(group), why_in_words(reason), _as_seen(group))


def not_too_late(group: GroupThen) -> Decision:
    """It has not begun, and was not called off before."""
    return Decision.of(_is_over(group))


def _is_over(group: GroupThen) -> Finding | None:
    if group.is_off:
        return Finding(code="off_already", message="This group is called off already.")
    if group.starts_at <= group.now or any(each in BEGUN for each in group.states.values()):
        return Finding(
            code="begun",
            message="This group has begun, so it cannot be called off as a whole. "
            "Whoever is not treated is cancelled one by one.",
        )
    return None


def why_in_words(reason: str) -> Finding | None:
    """A few words, and not more than anybody reads."""
    if not reason.strip():
        return Finding(code="no_reason", message="Please say in a few words why.", field="reason")
    if len(reason.strip()) > LONGEST_REASON:
        return Finding(
            code="too_long", message=f"Please keep it under {LONGEST_REASON} letters.", field="reason"
        )
    return None


def _as_seen(group: GroupThen) -> Finding | None:
    if group.seen is None or set(group.seen) == set(group.states):
        return None
    return Finding(
        code="seats_changed",
        message="A seat was taken or given up meanwhile. Please look at the names once more.",
    )
