"""Taking money and giving it back. The id comes from the form, so a payment sent twice is taken once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit.actions import record
from sojourn.billing import permissions, rules
from sojourn.billing.actions.numbering import lock_account, next_number
from sojourn.billing.messages import tell
from sojourn.billing.models import Instalment, Payment
from sojourn.billing.queries.balances import balance_of
from sojourn.clinic.queries import local_day
from sojourn.core.decisions import refuse, require
from sojourn.core.ids import new_id
from sojourn.core.money import in_words
from sojourn.core.sent_again import AS_MONEY, kept_before
from sojourn.people.models import Patient


@transaction.atomic
def take_payment(
    *,
    patient: Patient,
    method: str,
    cents: int,
    reference: str,
    client_id: UUID,
    by: User,
    now: datetime,
    instalment: Instalment | None = None,
) -> Payment:
    """Take money for what is owed and give it a receipt number; the patient hears of it by e-mail."""
    require(permissions.may_take_payment(by))
    patient = lock_account(patient)
    said = {"method": method, "cents": cents, "reference": reference.strip(), "instalment": instalment}
    if done := _already(client_id, patient):
        return kept_before(done, said, words=AS_MONEY)
    require(rules.may_take(_facts(patient, method, cents)))
    if instalment and instalment.plan.patient_id != patient.pk:
        raise refuse("instalment", "This instalment belongs to somebody else’s plan.", field="instalment")
    payment = _write(
        "payment.taken",
        by=by,
        now=now,
        id=client_id,
        patient=patient,
        **said,
    )
    _send_receipt(payment, now)
    return payment


@transaction.atomic
def refund(
    *, payment: Payment, cents: int, reason: str, by: User, now: datetime, client_id: UUID | None = None
) -> Payment:
    """Give all or part of a payment back, the way it came, for a reason. It has a receipt of its own."""
    require(permissions.may_waive(by))
    patient = lock_account(payment.patient)
    if client_id and (done := _already(client_id, patient)):
        said = {"answers": payment, "cents": -cents, "reason": reason.strip()}
        return kept_before(done, said, words=AS_MONEY)
    require(
        rules.may_give_back(
            cents=cents,
            paid_cents=payment.cents,
            already_answered=payment.is_refund or Payment.objects.filter(answers=payment).exists(),
            reason=reason,
        )
    )
    return _write(
        "payment.refunded",
        by=by,
        now=now,
        id=client_id or new_id(),
        patient=patient,
        method=payment.method,
        cents=-cents,
        reference=payment.reference,
        instalment=payment.instalment,
        answers=payment,
        reason=reason.strip(),
    )


def _already(client_id: UUID, patient: Patient) -> Payment | None:
    done = Payment.objects.filter(pk=client_id).first()
    if done and done.patient_id != patient.pk:
        raise refuse("client_id", "This form was already used for somebody else. Please open it again.")
    return done


def _facts(patient: Patient, method: str, cents: int) -> rules.PaymentFacts:
    return rules.PaymentFacts(
        cents=cents,
        method=method,
        methods=content.pack().policies.payments.methods_by_code,
        owed_cents=balance_of(patient),
    )


def _write(kind: str, *, by: User, now: datetime, **fields: Any) -> Payment:
    payment = Payment.objects.create(number=next_number("receipt"), by=by, at=now, **fields)
    amount, label = in_words(abs(payment.cents)), Payment.Method(payment.method).label
    verb = "given back" if payment.is_refund else "received"
    record(
        kind,
        f"{amount} {verb}, {label}, receipt {payment.receipt_number}.",
        by=by,
        now=now,
        subject=payment,
        patient_id=payment.patient_id,
        reason=payment.reason,
        data={"cents": payment.cents, "method": payment.method, "number": payment.number},
    )
    return payment


def _send_receipt(payment: Payment, now: datetime) -> None:
    tell(
        payment.patient,
        "payment-receipt",
        once=f"receipt:{payment.pk}",
        now=now,
        amount=in_words(payment.cents, always_cents=True),
        day=local_day(payment.at),
        receipt_number=payment.receipt_number,
    )
