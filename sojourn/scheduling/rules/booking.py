"""May this be booked, moved, cancelled: notice, who books what, and what a late cancellation means."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sojourn.core.decisions import Decision, Finding
from sojourn.core.money import in_words

BOOKERS = ("public", "patient", "staff")
STAFF_GRACE = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody wants to book. ``booker`` is "public", "patient" or "staff"."""

    service_name: str
    bookable_by: str
    booker: str
    starts_at: datetime
    now: datetime
    earliest_notice_hours: int
    furthest_ahead_days: int


def may_book(wish: Wish) -> Decision:
    """Everything about time and person that stands in the way. Staff may book at short notice, and a walk-in."""
    return Decision.of(_who(wish), _when(wish))


def _who(wish: Wish) -> Finding | None:
    if BOOKERS.index(wish.booker) >= BOOKERS.index(wish.bookable_by):
        return None
    return Finding(
        code="ask_the_office",
        message=f"{wish.service_name} is booked together with the office. Please write or call.",
        field="starts_at",
    )


def _when(wish: Wish) -> Finding | None:
    if wish.booker == "staff":
        return _past() if wish.starts_at < wish.now - STAFF_GRACE else None
    if wish.starts_at < wish.now:
        return _past()
    if wish.starts_at < wish.now + timedelta(hours=wish.earliest_notice_hours):
        return Finding(
            code="too_soon",
            message=f"Please choose a time at least {wish.earliest_notice_hours} hours from now, or call us.",
            field="starts_at",
        )
    if wish.starts_at > wish.now + timedelta(days=wish.furthest_ahead_days):
        return Finding(
            code="too_far",
            message=f"We plan {wish.furthest_ahead_days} days ahead. Please choose a nearer day.",
            field="starts_at",
        )
    return None


def _past() -> Finding:
    return Finding(code="past", message="This time has passed. Please choose a later one.", field="starts_at")


@dataclass(frozen=True)
class CancellationTerms:
    """What cancelling now means."""

    is_late: bool
    notice_hours: int
    fee_cents: int

    @property
    def sentence(self) -> str:
        """For the person who is about to cancel."""
        if not self.is_late:
            return f"You can cancel or move this visit up to {self.notice_hours} hours before it begins."
        fee = f" The fee for this is {in_words(self.fee_cents)}." if self.fee_cents else ""
        return f"This is less than {self.notice_hours} hours before the visit.{fee}"


def cancellation_terms(
    starts_at: datetime, now: datetime, *, notice_hours: int, fee_cents: int
) -> CancellationTerms:
    """Late when less than the notice remains; the fee is due only then."""
    is_late = now > starts_at - timedelta(hours=notice_hours)
    return CancellationTerms(is_late, notice_hours, fee_cents if is_late else 0)


def fee_due(fee_cents: int, *, cause: str, waived_for: Container[str]) -> int:
    """What cancelling late or not coming costs: nothing for a reason the clinic charges nothing for."""
    return 0 if cause in waived_for else fee_cents


def may_give_cause(cause: str, words: str, *, known: Mapping[str, bool], booker: str) -> Finding | None:
    """Every reason is one of the clinic's (``known`` says which are for staff alone), or a word in its place."""
    if not cause and not words.strip():
        return Finding(code="no_reason", message="Please say in a word why.", field="reason")
    if cause and (cause not in known or (booker == "patient" and known[cause])):
        return Finding(code="no_such_reason", message="Please choose one of the reasons.", field="reason")
    return None


def reminder_due(
    starts_at: datetime, booked_at: datetime, now: datetime, hours: tuple[int, ...]
) -> int | None:
    """Which reminder (hours before the visit) is due: the latest whose moment has come, if it was booked before that.

    A worker that slept sends one reminder, not all it missed.
    """
    come = [each for each in hours if starts_at - timedelta(hours=each) <= now < starts_at]
    latest = min(come, default=None)
    if latest is None or booked_at > starts_at - timedelta(hours=latest):
        return None
    return latest
