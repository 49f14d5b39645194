"""A provider has read the intake form, and with it what no rule can read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic import queries as clinic
from sojourn.core.decisions import require
from sojourn.core.holding import hold
from sojourn.intake import actions as intake
from sojourn.intake.models import IntakeForm
from sojourn.screening import permissions, queries
from sojourn.screening.models import FindingResolution
from sojourn.screening.resolution_rules import evidence_hash

READ = "Read in the intake form."


@transaction.atomic
def read_intake(
    *, form: IntakeForm, seen: Collection[str], by: User, now: datetime
) -> list[FindingResolution]:
    """Mark the form as read, and every text that was ``seen`` (the hashes of their evidence). What was written
    meanwhile is still to be read, and so is what is written anew afterwards."""
    require(permissions.may_decide(by))
    hold(form.patient)
    form = intake.review_form(form=form, by=by, now=now)
    screening = queries.screening_of(form.patient, today=clinic.local_day(now))
    read = [each.finding for each in screening.unread if evidence_hash(each.finding) in seen]
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
        for each in read
    ]
    if kept:
        audit.record(
            "screening.read",
            f"Read what was written: {len(kept)} {'text' if len(kept) == 1 else 'texts'}",
            by=by,
            now=now,
            subject=form,
            patient_id=form.patient_id,
            data={"codes": [each.code for each in read]},
        )
    return kept
