"""Where payment plans stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from sojourn import content
from sojourn.billing.models import Instalment, Payment, PaymentPlan
from sojourn.billing.queries.balances import balances_in, sums
from sojourn.billing.rules import Part, PlanLimits, PlanState, settle
from sojourn.core.together import fetch_together
from sojourn.people.models import Patient


def plan_limits() -> PlanLimits:
    """The clinic's policy on paying in parts."""
    policy = content.pack().policies.plan
    return PlanLimits(
        most_instalments=policy.most_instalments, truth_in_lending_above=policy.truth_in_lending_above
    )


def plan_state(patient: Patient, today: date) -> PlanState:
    """All instalments of a patient by due date, with what is paid, next and late."""
    books = _Books.of([patient.pk])
    return _state(books.parts, books.paid, books.owed.get(patient.pk, 0), today)


def instalment(id: UUID | str, patient: Patient) -> Instalment | None:
    """One part of this patient's plans; None for anything else, an empty id included."""
    mine = Instalment.objects.filter(plan__patient=patient).select_related("plan")
    return mine.filter(pk=id).first() if id else None


@dataclass(frozen=True)
class Behind:
    """Somebody with a late instalment."""

    patient: Patient
    state: PlanState


def behind(today: date) -> list[Behind]:
    """Everybody with a late instalment, the largest first. A fixed number of queries."""
    return [each for each in everybody_on_a_plan(today) if each.state.is_behind]


def everybody_on_a_plan(today: date) -> list[Behind]:
    """Where everybody with something open on a plan stands, the most late first."""
    people = Patient.objects.filter(payment_plans__isnull=False).distinct().in_bulk()
    books = _Books.of(people)
    by_patient: dict[UUID, list[Part]] = {}
    for patient_id, part in books.parts:
        by_patient.setdefault(patient_id, []).append(part)
    states = (
        Behind(people[pk], _state([(pk, part) for part in own], books.paid, books.owed.get(pk, 0), today))
        for pk, own in by_patient.items()
    )
    return sorted(
        (each for each in states if each.state.open_cents),
        key=lambda each: (-each.state.behind_cents, each.patient.last_name),
    )


def _state(parts: Iterable[tuple[UUID, Part]], paid: dict[object, int], owed: int, today: date) -> PlanState:
    settled = settle([part for _, part in parts], paid_by_plan=paid, balance_cents=owed)
    return PlanState(parts=settled, today=today, late_after_days=content.pack().policies.plan.late_after_days)


@dataclass(frozen=True)
class _Books:
    """What the plans of some people follow from. One query."""

    parts: list[tuple[UUID, Part]]
    paid: dict[object, int]
    owed: dict[UUID, int]

    @classmethod
    def of(cls, patients: Iterable[UUID]) -> _Books:
        wanted = list(patients)
        rows = Instalment.objects.filter(plan__patient__in=wanted).select_related("plan")
        plans = PaymentPlan.objects.filter(patient__in=wanted).order_by().values_list("pk")
        sizes = plans.annotate(parts=Count("instalments"))
        paid = _paid_by_plan(wanted)
        charged, received = sums(wanted)
        fetch_together(rows, sizes, paid, charged, received)
        known = dict(sizes)
        parts = [(row.plan.patient_id, _part(row, known[row.plan_id])) for row in rows]
        return cls(parts, dict(paid), balances_in(charged, received))


def _part(row: Instalment, of: int) -> Part:
    return Part(
        plan_id=row.plan_id,
        instalment_id=row.pk,
        number=row.number,
        of=of,
        due_on=row.due_on,
        cents=row.cents,
    )


def _paid_by_plan(patients: list[UUID]) -> QuerySet[Payment, tuple[UUID, int]]:
    paid = Payment.objects.filter(patient__in=patients, instalment__isnull=False).order_by()
    return paid.values_list("instalment__plan").annotate(sum=Sum("cents"))
