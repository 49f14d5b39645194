"""Issuing superbills (P29)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit.actions import record
from sojourn.billing import permissions
from sojourn.billing.actions.numbering import lock_account, next_number
from sojourn.billing.models import Charge, Superbill
from sojourn.billing.queries.superbill_content import superbill_content
from sojourn.billing.queries.superbills import VISIT_WITH_NOTE, may_have_superbill
from sojourn.clinic.queries import local_day
from sojourn.core.decisions import refuse, require
from sojourn.scheduling.models import Appointment


@transaction.atomic
def issue_superbill(*, appointment: Appointment, by: User, now: datetime) -> Superbill:
    """Issue the superbill of a visit, or say every reason why there is none.

    Asking again gives the one issued before, unless something on it changed (it was paid since): then a new one.
    """
    require(permissions.may_take_payment(by))
    lock_account(appointment.patient)
    visit = Appointment.objects.select_related(*VISIT_WITH_NOTE).get(pk=appointment.pk)
    require(may_have_superbill(visit))
    if not Charge.objects.filter(appointment=visit, answers__isnull=True).exists():
        raise refuse("not_charged", "This visit has not been charged yet.")
    said = superbill_content(visit, today=local_day(now).isoformat())
    latest = Superbill.objects.filter(appointment=visit).first()
    if latest and {**latest.content, "date": said["date"]} == said:
        return latest
    return _write(visit, said, by, now)


def _write(visit: Appointment, said: dict[str, object], by: User, now: datetime) -> Superbill:
    superbill = Superbill.objects.create(
        patient=visit.patient,
        appointment=visit,
        number=next_number("superbill"),
        content=said,
        by=by,
        at=now,
    )
    record(
        "superbill.issued",
        f"Superbill {superbill.paper_number} issued for {visit.service} on {local_day(visit.starts_at)}.",
        by=by,
        now=now,
        subject=superbill,
        patient_id=visit.patient_id,
        data=said,
    )
    return superbill
