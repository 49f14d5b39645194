"""May an answer to "can you come?" still be given, and what does the latest one say. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sojourn.core.decisions import ALLOWED, Decision, Finding

LONGEST_NOTE = 500


@dataclass(frozen=True)
class AskedVisit:
    """A visit as it stands, and the time that was asked about."""

    is_booked: bool
    starts_at: datetime
    asked_about: datetime
    now: datetime
    is_on_hold: bool = False


def may_answer(visit: AskedVisit) -> Decision:
    """While the visit is booked, ahead, and still at the time that was asked about."""
    if visit.is_booked and visit.starts_at == visit.asked_about and visit.now < visit.starts_at:
        return ALLOWED
    message = "The time this was about has passed, or has changed since. Please look at the newest message, or call us."
    return Decision.of(Finding(code="spent", message=message))


def may_say_yes(visit: AskedVisit, sentence: str) -> Decision:
    """Nobody is asked to be there while the visit waits for a yes of ours; ``sentence`` is the clinic's."""
    if not visit.is_on_hold:
        return ALLOWED
    return Decision.of(Finding(code="on_hold", message=sentence))


def asks_whether_they_come(starts_at: datetime, now: datetime, reminder_hours: Collection[int]) -> bool:
    """True from the moment of the first reminder (hours before the visit) until the visit begins."""
    return now < starts_at <= now + timedelta(hours=max(reminder_hours, default=0))


def note_fits(note: str) -> Finding | None:
    """A few words, kept whole."""
    if len(note) <= LONGEST_NOTE:
        return None
    return Finding(code="too_long", message=f"Please keep it under {LONGEST_NOTE} letters.", field="note")
