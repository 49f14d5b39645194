"""What is asked of others before a finding can be settled, and what they answer."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic import queries as clinic
from sojourn.core.decisions import Finding, refuse, require
from sojourn.core.holding import hold
from sojourn.screening import permissions, queries
from sojourn.screening.clearance_rules import asked_about, may_record
from sojourn.screening.models import (
    Clearance,
    ClearanceResult,
    FindingResolution,
)
from sojourn.screening.resolution_rules import as_shown, evidence_hash
from sojourn.screening.rules import NOT_ANSWERED


def ask_for_clearance(resolution: FindingResolution, *, asked_of: str, what: str) -> Clearance:
    """The task behind a resolution, inside the transaction that keeps it."""
    assert resolution.due_on is not None
    return Clearance.objects.create(
        resolution=resolution,
        asked_of=asked_of.strip(),
        what=what.strip() or resolution.reason,
        due_on=resolution.due_on,
    )


@transaction.atomic
def record_clearance_result(
    *, clearance: Clearance, outcome: str, note: str, seen: str, by: User, now: datetime
) -> ClearanceResult:
    """The answer came. *Cleared* settles the finding or condition it was asked for; *not cleared* leaves it open.

    ``seen`` is what the page showed beside the question (:attr:`Judged.shown`), empty for nothing: nothing is cleared
    that has changed since.
    """
    require(permissions.may_decide(by))
    patient = hold(clearance.asked_in.patient)
    if ClearanceResult.objects.filter(clearance=clearance).exists():
        raise refuse("already_answered", "The answer has been recorded already. Ask again if it has changed.")
    resolution, today = clearance.resolution, clinic.local_day(now)
    if resolution and outcome == ClearanceResult.Outcome.CLEARED:
        judged = queries.find(patient, resolution.code, today=today)
        require(as_shown(judged, seen))
    finding = _asked_about(resolution, today) if resolution else None
    lifts = _lifts_stop(finding.code) if finding else False
    require(may_record(finding, outcome, roles=by.roles, lifts_stop=lifts, note=note))
    result = ClearanceResult.objects.create(
        clearance=clearance, outcome=outcome, note=note.strip(), at=now, by=by
    )
    audit.record(
        "screening.clearance_answered",
        f"{result.get_outcome_display()} by {clearance.asked_of}: {clearance.what}",
        by=by,
        now=now,
        subject=result,
        patient_id=patient.pk,
        reason=note,
    )
    return result


def _asked_about(resolution: FindingResolution, today: date) -> Finding:
    """The finding it was asked for; once that has changed, the rule behind it, so that no detour lifts a stop."""
    judged = queries.find(resolution.patient, resolution.code, today=today)
    if judged and evidence_hash(judged.finding) == resolution.evidence_hash:
        return judged.finding
    rules = {rule.id: rule for rule in content.library().screening}
    return asked_about(resolution.code, rules.get(resolution.code.removesuffix(NOT_ANSWERED)))


def _lifts_stop(code: str) -> bool:
    return any(rule.id == code and rule.cleared_by for rule in content.library().screening)
