"""Charging a visit, finishing it with its charge, and taking something off again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit.actions import record
from sojourn.billing import permissions, rules
from sojourn.billing.actions.numbering import lock_account
from sojourn.billing.models import Charge
from sojourn.billing.queries.ledger import service_name
from sojourn.core.decisions import refuse, require
from sojourn.core.ids import new_id
from sojourn.core.money import in_words
from sojourn.core.sent_again import AS_MONEY, kept_before
from sojourn.scheduling import actions as scheduling
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import AppointmentState
from sojourn.treatment.models import Session


@transaction.atomic
def charge_visit(*, appointment: Appointment, by: User | None, now: datetime) -> Charge:
    """Charge a visit that took place, at the price stored with its booking. Charging again gives the first charge."""
    visit = Appointment.objects.select_for_update().select_related("patient").get(pk=appointment.pk)
    charged = Charge.objects.filter(appointment=visit, service=visit.service, answers__isnull=True).first()
    if charged:
        return charged
    if visit.state != AppointmentState.DONE:
        raise refuse("not_done", "A visit is charged when it has taken place.")
    charge = Charge.objects.create(
        patient=visit.patient,
        appointment=visit,
        service=visit.service,
        description=service_name(visit.service),
        cents=visit.price_cents,
        by=by,
        at=now,
    )
    _tell("charge.made", f"{charge.description}: {in_words(charge.cents)} charged.", charge, by, now)
    return charge


@transaction.atomic
def finish_visit(*, appointment: Appointment, by: User | None, now: datetime) -> Charge:
    """The visit is over: note it in the schedule and charge it, both or neither. A session ends by going home."""
    if Session.objects.filter(appointment=appointment, ended_at__isnull=True).exists():
        raise refuse("in_session", "They have not gone home yet. Finish the session in its room first.")
    scheduling.finish(appointment=appointment, by=by, now=now)
    return charge_visit(appointment=appointment, by=by, now=now)


@transaction.atomic
def waive(
    *, charge: Charge, cents: int, reason: str, by: User, now: datetime, client_id: UUID | None = None
) -> Charge:
    """Take all or part of a charge off, for a reason. The charge stays; an opposite row answers it."""
    require(permissions.may_waive(by))
    patient = lock_account(charge.patient)
    if client_id and (done := Charge.objects.filter(pk=client_id, answers=charge).first()):
        return kept_before(done, {"cents": -cents, "reason": reason.strip()}, words=AS_MONEY)
    require(
        rules.may_waive(
            cents=cents,
            charged_cents=charge.cents,
            already_answered=Charge.objects.filter(answers=charge).exists(),
            reason=reason,
        )
    )
    answer = Charge.objects.create(
        id=client_id or new_id(),
        patient=patient,
        appointment=charge.appointment,
        service=charge.service,
        description=f"Taken off: {charge.description}",
        cents=-cents,
        answers=charge,
        reason=reason.strip(),
        by=by,
        at=now,
    )
    _tell("charge.waived", f"{in_words(cents)} of {charge.description} waived.", answer, by, now)
    return answer


def _tell(kind: str, sentence: str, charge: Charge, by: User | None, now: datetime) -> None:
    record(
        kind,
        sentence,
        by=by,
        now=now,
        subject=charge,
        patient_id=charge.patient_id,
        reason=charge.reason,
        data={"cents": charge.cents, "service": charge.service},
    )
