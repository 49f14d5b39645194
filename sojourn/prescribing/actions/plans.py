"""The plan: a revision is added after each response, never an old one changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic import queries as clinic
from sojourn.core.decisions import Decision, require
from sojourn.core.holding import hold
from sojourn.core.ids import new_id
from sojourn.core.sent_again import kept_before
from sojourn.people.models import Patient
from sojourn.prescribing import permissions, queries, rules
from sojourn.prescribing.models import PlanRevision
from sojourn.screening import queries as screening


@transaction.atomic
def write_plan(
    *,
    patient: Patient,
    kind: str,
    sessions: int,
    per_week: int = 1,
    route: str = "IM",
    preparation_visits: int = 1,
    integration_after_each: bool = True,
    review_after: Sequence[int] = (),
    after_session: UUID | None = None,
    goals: str = "",
    reason: str,
    client_id: UUID | None = None,
    by: User,
    now: datetime,
) -> PlanRevision:
    """A new revision of the plan (P4, P20); the reason says what changed. A single first session is a plan.

    ``after_session``: the session whose response this revision answers. Whoever calls has it from the patient's own.
    Sending the same client id again changes nothing.
    """
    require(permissions.may_prescribe(by))
    patient = hold(patient)
    said = {
        "kind": kind,
        "sessions": sessions,
        "per_week": per_week,
        "route": route,
        "preparation_visits": preparation_visits,
        "integration_after_each": integration_after_each,
        "review_after": sorted(review_after),
        "after_session": after_session,
        "goals": goals.strip(),
        "reason": reason.strip(),
    }
    if already := patient.plan_revisions.filter(pk=client_id).first() if client_id else None:
        return kept_before(already, said)
    latest = queries.current_plan(patient)
    facts = rules.PlanFacts(
        kind=kind,
        sessions=sessions,
        per_week=per_week,
        route=route,
        review_after=tuple(review_after),
        reason=reason,
        is_first=latest is None,
    )
    limits = rules.PlanLimits.of(content.library().dosing)
    eligible = screening.is_eligible(patient, today=clinic.local_day(now))
    require(Decision.of(eligible, rules.check_plan(facts, limits)))
    revision = PlanRevision.objects.create(
        id=client_id or new_id(),
        patient=patient,
        number=latest.number + 1 if latest else 1,
        by=by,
        at=now,
        **said,
    )
    sentence = f"Plan, revision {revision.number}: {sessions} sessions, {per_week} a week"
    audit.record(
        "plan.written", sentence, by=by, now=now, subject=revision, patient_id=patient.pk, reason=reason
    )
    return revision
