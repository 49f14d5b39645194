"""Good-faith estimates: given in writing, read by the patient."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit.actions import record
from sojourn.billing import permissions
from sojourn.billing.actions.numbering import lock_account, next_number
from sojourn.billing.messages import tell
from sojourn.billing.models import Estimate, EstimateRead
from sojourn.billing.queries.estimate_content import SCOPES, course_of, due_on, estimate_content
from sojourn.core.decisions import refuse, require
from sojourn.core.ids import new_id
from sojourn.core.money import in_words
from sojourn.core.sent_again import kept_before
from sojourn.people.models import Patient


@transaction.atomic
def give_estimate(
    *, patient: Patient, scope: str, by: User | None, now: datetime, client_id: UUID | None = None
) -> Estimate:
    """Write down what the intake, or the course of the plan, is expected to cost, and tell the patient it is there.

    ``scope`` is "intake" or "course". A changed plan or price gets a new estimate; the old one stays.
    """
    require(permissions.may_give_estimate(by))
    patient = lock_account(patient)
    if client_id and (done := Estimate.objects.filter(pk=client_id, patient=patient).first()):
        return kept_before(done, {"scope": scope})
    if scope not in SCOPES:
        raise refuse("scope", "An estimate is for the intake or for the course.", field="scope")
    course = course_of(patient, scope)
    if course is None:
        raise refuse("no_plan", "There is no plan yet, so a course cannot be estimated.", field="scope")
    said = estimate_content(patient, course, now=now)
    estimate = Estimate.objects.create(
        id=client_id or new_id(),
        patient=patient,
        number=next_number("estimate"),
        scope=scope,
        total_cents=said["total"],
        content=said,
        due_on=due_on(patient, [line["service"] for line in said["lines"]], now=now),
        by=by,
        at=now,
    )
    _tell_of(estimate, by, now)
    return estimate


@transaction.atomic
def read_estimate(*, estimate: Estimate, by: User, now: datetime) -> EstimateRead:
    """The patient has read it. Saying so twice counts once."""
    require(permissions.may_read_estimate(by, estimate))
    read, is_new = EstimateRead.objects.get_or_create(estimate=estimate, defaults={"at": now})
    if is_new:
        record(
            "estimate.read",
            f"Estimate {estimate.paper_number} read.",
            by=by,
            now=now,
            subject=estimate,
            patient_id=estimate.patient_id,
        )
    return read


def _tell_of(estimate: Estimate, by: User | None, now: datetime) -> None:
    record(
        "estimate.given",
        f"Estimate {estimate.paper_number} given: {in_words(estimate.total_cents)} for the {estimate.scope}.",
        by=by,
        now=now,
        subject=estimate,
        patient_id=estimate.patient_id,
        data={"total": estimate.total_cents, "due_on": estimate.due_on},
    )
    tell(estimate.patient, "estimate-ready", once=f"estimate:{estimate.pk}", now=now)
