"""Hold clocks: when a medicine may be taken last before a session, and when again afterwards.

Hours are hours on a stopwatch: the reckoning runs in UTC, so that a change of the clocks takes nothing away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sojourn.core.decisions import ALLOWED, Decision, Finding, Severity


class AfterFrom(StrEnum):
    """Where the hours after the treatment begin; the clinic's policy says which."""

    FIRST_INJECTION = "first_injection"
    LAST_INJECTION = "last_injection"
    SESSION_END = "session_end"


@dataclass(frozen=True, kw_only=True)
class TimedHold:
    """A medicine with hours to keep free before the treatment and after it."""

    drug: str
    before_hours: float
    after_hours: float
    after_from: AfterFrom = AfterFrom.LAST_INJECTION
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class HoldClock:
    """The two times of one hold, in UTC. ``restart_is_planned`` while nothing has been given yet."""

    drug: str
    last_allowed_at: datetime
    restart_at: datetime
    restart_is_planned: bool


def clock(
    hold: TimedHold,
    *,
    planned_start: datetime,
    injections: Sequence[datetime] = (),
    session_ended_at: datetime | None = None,
) -> HoldClock:
    """Last allowed before the planned start, and restart after what was given; before that, after the plan."""
    reached = _after_starts(hold, injections, session_ended_at)
    start = planned_start.astimezone(UTC)
    return HoldClock(
        drug=hold.drug,
        last_allowed_at=start - timedelta(hours=hold.before_hours),
        restart_at=(reached or start).astimezone(UTC) + timedelta(hours=hold.after_hours),
        restart_is_planned=reached is None,
    )


def hold_kept(hold: TimedHold, *, last_taken_at: datetime | None, starts_at: datetime) -> Decision:
    """Whether enough hours lie between the last dose and the treatment. Not knowing when it was taken is not "yes"."""
    if last_taken_at is None:
        message = f"When {hold.drug} was last taken is not known."
        return Decision.of(_finding(hold, f"hold:{hold.drug}:not_answered", message, Severity.UNKNOWN))
    last_allowed = starts_at.astimezone(UTC) - timedelta(hours=hold.before_hours)
    if last_taken_at.astimezone(UTC) <= last_allowed:
        return ALLOWED
    name = f"{hold.drug[:1].upper()}{hold.drug[1:]}"
    clear_at = last_taken_at.astimezone(UTC) + timedelta(hours=hold.before_hours)
    message = f"{name} was taken less than {hold.before_hours:g} hours before the treatment."
    return Decision.of(
        _finding(hold, f"hold:{hold.drug}", message, Severity.DECIDE, _when(last_taken_at, clear_at))
    )


def _after_starts(
    hold: TimedHold, injections: Sequence[datetime], session_ended_at: datetime | None
) -> datetime | None:
    given = sorted(moment.astimezone(UTC) for moment in injections)
    if hold.after_from is AfterFrom.SESSION_END:
        return session_ended_at or (given[-1] if given else None)
    if not given:
        return None
    return given[0] if hold.after_from is AfterFrom.FIRST_INJECTION else given[-1]


def _when(taken: datetime, clear: datetime) -> str:
    return f"taken {taken.isoformat(timespec='minutes')}, clear from {clear.isoformat(timespec='minutes')}"


def _finding(hold: TimedHold, code: str, message: str, severity: Severity, evidence: str = "") -> Finding:
    return Finding(
        code=code,
        message=message,
        severity=severity,
        source=hold.source,
        evidence=evidence,
        owner="provider",
        field="last_taken_at",
    )
