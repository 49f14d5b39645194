"""Paying in parts: agreeing it, and reminding kindly."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit.actions import record
from sojourn.billing import permissions, rules
from sojourn.billing.actions.numbering import lock_account
from sojourn.billing.messages import tell
from sojourn.billing.models import Instalment, PaymentPlan
from sojourn.billing.queries.balances import balance_of
from sojourn.billing.queries.plans import everybody_on_a_plan, plan_limits, plan_state
from sojourn.clinic.queries import local_day
from sojourn.core.decisions import refuse, require
from sojourn.core.ids import new_id
from sojourn.core.money import in_words
from sojourn.core.sent_again import AS_MONEY, kept_before
from sojourn.people.models import Patient


@transaction.atomic
def agree_plan(
    *,
    patient: Patient,
    total_cents: int,
    parts: int,
    first_due: date,
    by: User,
    now: datetime,
    disclosure_prepared: bool = False,
    client_id: UUID | None = None,
) -> PaymentPlan:
    """Spread something owed over parts a month apart, at no interest. The parts add up to the cent."""
    require(permissions.may_take_payment(by))
    patient = lock_account(patient)
    if client_id and (done := PaymentPlan.objects.filter(pk=client_id).first()):
        said = {"total_cents": total_cents, "parts": parts, "first_due": first_due}
        return kept_before(_own(done, patient), said, kept=_parts_of(done), words=AS_MONEY)
    today = local_day(now)
    terms = rules.PlanTerms(
        total_cents=total_cents,
        parts=parts,
        first_due=first_due,
        today=today,
        free_cents=balance_of(patient) - plan_state(patient, today).open_cents,
        disclosure_prepared=disclosure_prepared,
    )
    require(rules.may_agree(terms, plan_limits()))
    return _write(client_id or new_id(), patient, terms, by, now)


def remind(*, now: datetime) -> int:
    """Write to everybody whose next instalment is near, or late. Each instalment gets each message once."""
    people = everybody_on_a_plan(local_day(now))
    return sum(_remind_one(each.patient, each.state, now) for each in people)


def _own(plan: PaymentPlan, patient: Patient) -> PaymentPlan:
    if plan.patient_id != patient.pk:
        raise refuse("client_id", "This form was already used for somebody else. Please open it again.")
    return plan


def _parts_of(plan: PaymentPlan) -> dict[str, Any]:
    parts = list(plan.instalments.all())
    return {"parts": len(parts), "first_due": parts[0].due_on}


def _write(id: UUID, patient: Patient, terms: rules.PlanTerms, by: User, now: datetime) -> PaymentPlan:
    plan = PaymentPlan.objects.create(
        id=id,
        patient=patient,
        total_cents=terms.total_cents,
        agreed_at=now,
        agreed_by=by,
        disclosure_prepared=terms.disclosure_prepared,
    )
    split = rules.instalments(terms.total_cents, terms.parts, terms.first_due)
    Instalment.objects.bulk_create(
        Instalment(plan=plan, number=number, due_on=due_on, cents=cents) for number, due_on, cents in split
    )
    record(
        "plan.agreed",
        f"{in_words(terms.total_cents)} in {terms.parts} instalments from {terms.first_due}.",
        by=by,
        now=now,
        subject=plan,
        patient_id=patient.pk,
        data={"instalments": split},
    )
    return plan


def _remind_one(patient: Patient, state: rules.PlanState, now: datetime) -> int:
    part = state.next_due
    if part is None:
        return 0
    if state.is_behind:
        _tell(patient, "instalment-late", part, now)
        return 1
    if (
        part.due_on - timedelta(days=content.pack().policies.plan.remind_days_before)
        <= state.today
        <= part.due_on
    ):
        _tell(patient, "instalment-due", part, now)
        return 1
    return 0


def _tell(patient: Patient, template: str, part: rules.Part, now: datetime) -> None:
    tell(
        patient,
        template,
        once=f"{template}:{part.instalment_id}",
        now=now,
        amount=in_words(part.open_cents, always_cents=True),
        day=part.due_on,
        part=part.number,
        parts=part.of,
    )
