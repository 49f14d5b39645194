"""A visit cancelled late or not attended, with the pack's fee: noted in the schedule and charged together."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit.actions import record
from sojourn.billing.models import Charge
from sojourn.core.money import in_words
from sojourn.scheduling import actions as scheduling
from sojourn.scheduling.models import Appointment

LATE, MISSED = "late-cancellation", "no-show"


@transaction.atomic
def cancel_visit(
    *, appointment: Appointment, cause: str, reason: str, by: User | None, now: datetime
) -> Charge | None:
    """Cancel, and charge the fee when it is late and the pack has one for this reason."""
    visit = scheduling.cancel(appointment=appointment, cause=cause, reason=reason, by=by, now=now)
    return _charge(visit, LATE, content.pack().policies.cancellation.fee_name, by, now)


@transaction.atomic
def miss_visit(
    *, appointment: Appointment, cause: str, reason: str, by: User | None, now: datetime
) -> Charge | None:
    """They did not come; the fee is charged when the pack has one for this reason."""
    visit = scheduling.miss(appointment=appointment, cause=cause, reason=reason, by=by, now=now)
    return _charge(visit, MISSED, content.pack().policies.cancellation.no_show_fee_name, by, now)


def _charge(visit: Appointment, service: str, words: str, by: User | None, now: datetime) -> Charge | None:
    """One fee for one visit; it can be waived like any other charge."""
    cents = visit.changes.order_by("-at", "-id").values_list("fee_cents", flat=True)[0]
    if not cents:
        return None
    facts = {"patient": visit.patient, "description": words, "cents": cents, "by": by, "at": now}
    charge, is_new = Charge.objects.get_or_create(
        appointment=visit, service=service, answers=None, defaults=facts
    )
    if is_new:
        record(
            "charge.made",
            f"{words}: {in_words(cents)} charged.",
            by=by,
            now=now,
            subject=charge,
            patient_id=visit.patient_id,
            data={"cents": cents, "service": service},
        )
    return charge
