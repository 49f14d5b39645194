"""What a clearance must say when it is asked for, and whom its answer may lift. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sojourn.content.screening import ScreeningRule
from sojourn.core.decisions import Decision, Finding, Severity
from sojourn.screening.role_rules import PROVIDER, is_at_least

CLEARANCE, CLEARED = "clearance", "cleared"


def may_ask(kind: str, *, asked_of: str, due_on: date | None, today: date) -> Decision:
    """A clearance needs somebody to answer it and a day; no resolution looks ahead to a day that is over."""
    asks = kind == CLEARANCE
    return Decision.of(
        _nobody_asked() if asks and not asked_of.strip() else None,
        _no_day() if asks and due_on is None else None,
        in_the_past(due_on, today),
    )


def in_the_past(due_on: date | None, today: date) -> Finding | None:
    """What is due cannot have been due before it was asked."""
    if due_on is None or due_on >= today:
        return None
    return Finding(
        code="due_in_the_past", field="due_on", message="This day is over. Name today or a later one."
    )


def may_record(
    finding: Finding | None, outcome: str, *, roles: Iterable[str], lifts_stop: bool, note: str
) -> Decision:
    """An answer is always taken down; *cleared* lifts a stop only where its rule says so, and never below its role.

    What is not known is as careful as a stop. ``finding`` is what it was asked for (see :func:`asked_about`), None for
    a decision's condition; ``lifts_stop`` whether its rule ends with a clearance.
    """
    said = Decision.of(None if note.strip() else _no_note())
    if outcome != CLEARED or finding is None:
        return said
    guarded = finding.severity in (Severity.STOP, Severity.UNKNOWN)
    return Decision.of(
        said,
        _no_clearance_lifts(finding) if guarded and not lifts_stop else None,
        None if is_at_least(finding.owner, roles) else _not_their_word(finding),
    )


def asked_about(code: str, rule: ScreeningRule | None) -> Finding:
    """What a clearance was asked for, when the finding has changed or gone since: as its rule says, not as it is now.

    Where no rule says it, nobody knows what the answer would lift, and that is as careful as a stop.
    """
    if rule is None:
        gone = "what was asked about has changed or is no longer there."
        return Finding(code=code, message=gone, severity=Severity.UNKNOWN, owner=PROVIDER)
    return Finding(
        code=code,
        message=rule.sentence,
        severity=rule.level if code == rule.id else Severity.UNKNOWN,
        source=rule.source,
        owner=rule.resolved_by,
    )


def _nobody_asked() -> Finding:
    return Finding(
        code="nobody_asked",
        field="asked_of",
        message="Say who is asked: a colleague, a specialist or a laboratory.",
    )


def _no_day() -> Finding:
    return Finding(
        code="due_missing",
        field="due_on",
        message="Say by which day the answer is due, so that it is not forgotten.",
    )


def _no_note() -> Finding:
    return Finding(
        code="note_missing", field="note", message="Write what the answer says; others will rely on it."
    )


def _no_clearance_lifts(finding: Finding) -> Finding:
    return Finding(
        code="stop_not_lifted",
        field="outcome",
        message=(
            f"A clearance alone does not settle this: {finding.message} If the answer shows that it does not apply, "
            "record it as not cleared and rule the finding out with that reason."
        ),
        source=finding.source,
        owner=finding.owner,
    )


def _not_their_word(finding: Finding) -> Finding:
    return Finding(
        code="stop_above_role",
        field="outcome",
        message=f"Only the role that the rule names can lift this: {finding.owner.replace('_', ' ')}.",
        source=finding.source,
        owner=finding.owner,
    )
