"""A provider has read the intake form, and with it what no rule can read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic import queries as clinic
from sojourn.core.decisions import require
from sojourn.intake import actions as intake
from sojourn.intake.models import IntakeForm
from sojourn.screening import permissions, queries
from sojourn.screening.models import FindingResolution
from sojourn.screening.reading_rules import is_settled_by_reading
from sojourn.screening.resolution_rules import evidence_hash

READ = "Read in the intake form."


@transaction.atomic
def read_intake(*, form: IntakeForm, by: User, now: datetime) -> list[FindingResolution]:
    """Mark the form and every text in it as read. What is written anew afterwards is to be read again."""
    require(permissions.may_decide(by))
    form = intake.review_form(form=form, by=by, now=now)
    found = queries.screening_of(form.patient, today=clinic.local_day(now)).judged
    unread = [
        each.finding for each in found if each.resolution is None and is_settled_by_reading(each.finding)
    ]
    kept = [
        FindingResolution.objects.create(
            patient=form.patient,
            code=each.code,
            evidence_hash=evidence_hash(each),
            kind=FindingResolution.Kind.READ,
            reason=READ,
            by=by,
            at=now,
        )
        for each in unread
    ]
    if kept:
        audit.record(
            "screening.read",
            f"Read what was written: {len(kept)} {'text' if len(kept) == 1 else 'texts'}",
            by=by,
            now=now,
            subject=form,
            patient_id=form.patient_id,
            data={"codes": [each.code for each in unread]},
        )
    return kept
