"""Hold clocks: when a medicine may be taken last before a session, and when again afterwards.

Hours are hours on a stopwatch: the reckoning runs in UTC, so that a change of the clocks takes nothing away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sojourn.core.decisions import ALLOWED, Decision, Finding, Severity


class AfterFrom(StrEnum):
    """Where the hours after the treatment begin; the clinic's policy says which."""

    FIRST_INJECTION = "first_injection"
    LAST_INJECTION = "last_injection"
    SESSION_END = "session_end"


@dataclass(frozen=True, kw_only=True)
class TimedHold:
    """A medicine with hours to keep free before the treatment and after it.

    ``last_injection_minutes``: how far into a visit the last injection usually falls; None where nobody has said so.
    """

    drug: str
    before_hours: float
    after_hours: float
    after_from: AfterFrom = AfterFrom.LAST_INJECTION
    last_injection_minutes: int | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class HoldClock:
    """The two times of one hold, in UTC. ``restart_is_planned`` while the hours after it have not begun.

    ``counted_from``: the moment from which the hours after the treatment run, or are expected to run.
    """

    drug: str
    last_allowed_at: datetime
    restart_at: datetime
    restart_is_planned: bool
    counted_from: datetime

    def shown_in(self, zone: ZoneInfo) -> HoldClock:
        """The same instants by the clocks of a place, to be read. Nothing is reckoned with them afterwards."""
        return replace(
            self,
            last_allowed_at=self.last_allowed_at.astimezone(zone),
            restart_at=self.restart_at.astimezone(zone),
            counted_from=self.counted_from.astimezone(zone),
        )


def clock(
    hold: TimedHold,
    *,
    planned_start: datetime,
    planned_end: datetime | None = None,
    injections: Sequence[datetime] = (),
    session_ended_at: datetime | None = None,
) -> HoldClock:
    """Last allowed before the planned start, and restart after what was given; before that, after the plan."""
    reached = _after_starts(hold, injections, session_ended_at)
    counted_from = (reached or _expected(hold, planned_start, planned_end, injections)).astimezone(UTC)
    return HoldClock(
        drug=hold.drug,
        last_allowed_at=planned_start.astimezone(UTC) - timedelta(hours=hold.before_hours),
        restart_at=counted_from + timedelta(hours=hold.after_hours),
        restart_is_planned=reached is None,
        counted_from=counted_from,
    )


def earliest_start(hold: TimedHold, last_taken_at: datetime) -> datetime:
    """From when a treatment may begin after a dose of the medicine, in UTC."""
    return last_taken_at.astimezone(UTC) + timedelta(hours=hold.before_hours)


def hold_kept(hold: TimedHold, *, last_taken_at: datetime | None, starts_at: datetime) -> Decision:
    """Whether enough hours lie between the last dose and the treatment. Not knowing when it was taken is not "yes"."""
    if last_taken_at is None:
        message = f"When {hold.drug} was last taken is not known."
        return Decision.of(_finding(hold, f"hold:{hold.drug}:not_answered", message, Severity.UNKNOWN))
    clear_at = earliest_start(hold, last_taken_at)
    if clear_at <= starts_at.astimezone(UTC):
        return ALLOWED
    name = f"{hold.drug[:1].upper()}{hold.drug[1:]}"
    message = f"{name} was taken less than {hold.before_hours:g} hours before the treatment."
    return Decision.of(
        _finding(hold, f"hold:{hold.drug}", message, Severity.DECIDE, _when(last_taken_at, clear_at))
    )


def _after_starts(
    hold: TimedHold, injections: Sequence[datetime], session_ended_at: datetime | None
) -> datetime | None:
    given = sorted(moment.astimezone(UTC) for moment in injections)
    if hold.after_from is AfterFrom.SESSION_END:
        return session_ended_at
    if not given:
        return None
    return given[0] if hold.after_from is AfterFrom.FIRST_INJECTION else given[-1]


def _expected(
    hold: TimedHold, start: datetime, end: datetime | None, injections: Sequence[datetime]
) -> datetime:
    """Where the hours after the treatment will begin by the plan; the later reading, so nobody is told too early."""
    first, last = start.astimezone(UTC), (end or start).astimezone(UTC)
    if hold.after_from is not AfterFrom.SESSION_END and hold.last_injection_minutes is not None:
        last = min(last, first + timedelta(minutes=hold.last_injection_minutes))
    return max(last, *(moment.astimezone(UTC) for moment in injections), first)


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
