"""What a treatment plan may look like."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sojourn.content.dosing import Dosing
from sojourn.core.decisions import Decision, Finding


@dataclass(frozen=True, kw_only=True)
class PlanLimits:
    """What the library allows."""

    most_sessions: int
    least_per_week: int
    most_per_week: int
    routes: Collection[str]

    @classmethod
    def of(cls, dosing: Dosing) -> PlanLimits:
        """The cadence and the routes of the library's dosing sheet."""
        return cls(
            most_sessions=dosing.cadence.most_sessions,
            least_per_week=dosing.cadence.least_per_week,
            most_per_week=dosing.cadence.most_per_week,
            routes=frozenset(each.code.upper() for each in dosing.routes),
        )


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    """One revision as somebody wrote it. ``review_after``: the sessions after which plan and goals are looked at."""

    kind: str
    sessions: int
    per_week: int
    route: str
    review_after: Sequence[int]
    reason: str
    is_first: bool


def check_plan(facts: PlanFacts, limits: PlanLimits) -> Decision:
    """Every reason against this plan at once. A single first session is a plan."""
    return Decision.of(
        _sessions(facts, limits),
        _cadence(facts, limits),
        _route(facts, limits),
        _review(facts),
        _reason(facts),
    )


def _sessions(facts: PlanFacts, limits: PlanLimits) -> Finding | None:
    if not 1 <= facts.sessions <= limits.most_sessions:
        return _finding("sessions", f"A plan holds from 1 to {limits.most_sessions} sessions.")
    if facts.kind == "single" and facts.sessions != 1:
        return _finding("sessions", "A single session is one. For more, choose a series.")
    return None


def _cadence(facts: PlanFacts, limits: PlanLimits) -> Finding | None:
    least, most = limits.least_per_week, limits.most_per_week
    if least <= facts.per_week <= most:
        return None
    return _finding("per_week", f"From {least} to {most} sessions a week.")


def _route(facts: PlanFacts, limits: PlanLimits) -> Finding | None:
    return None if facts.route in limits.routes else _finding("route", "Choose one of the routes shown.")


def _review(facts: PlanFacts) -> Finding | None:
    points = list(facts.review_after)
    inside = all(1 <= each <= facts.sessions for each in points)
    if inside and len(set(points)) == len(points):
        return None
    return _finding(
        "review_after", f"Name each review once, by a session from 1 to {facts.sessions}: for example 1, 3."
    )


def _reason(facts: PlanFacts) -> Finding | None:
    if facts.reason.strip():
        return None
    words = "Say why the plan is as it is." if facts.is_first else "Say what changed since the last revision."
    return Finding(code="reason_missing", message=words, owner="provider", field="reason")


def _finding(field: str, message: str) -> Finding:
    return Finding(code=f"plan_{field}", message=message, owner="provider", field=field)
