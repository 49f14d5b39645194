"""What people owe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from sojourn.billing.models import Charge, Payment
from sojourn.core.together import fetch_together
from sojourn.people.models import Patient


def balance_of(patient: Patient) -> int:
    """Cents owed: charges less waivers, payments less refunds. Below zero when the clinic owes the patient."""
    return balances([patient.pk]).get(patient.pk, 0)


def balances(patients: Iterable[UUID] | None = None) -> dict[UUID, int]:
    """The balance of every patient who ever had a charge or payment, or of the given ones. One query."""
    charged, paid = sums(None if patients is None else list(patients))
    fetch_together(charged, paid)
    return balances_in(charged, paid)


Sums = QuerySet[Any, tuple[UUID, int]]


def sums(patients: list[UUID] | None) -> tuple[Sums, Sums]:
    """What was charged and what was paid by patient, not asked yet; for :func:`balances_in`."""
    charged, paid = (_sum_of(kind.objects.all(), patients) for kind in (Charge, Payment))
    return charged, paid


def balances_in(charged: Iterable[tuple[UUID, int]], paid: Iterable[tuple[UUID, int]]) -> dict[UUID, int]:
    """The balance of everybody in these sums."""
    totals = dict(charged)
    for patient_id, cents in paid:
        totals[patient_id] = totals.get(patient_id, 0) - cents
    return totals


def _sum_of(rows: QuerySet[Any], patients: list[UUID] | None) -> Sums:
    kept = rows if patients is None else rows.filter(patient__in=patients)
    return kept.order_by().values_list("patient").annotate(sum=Sum("cents"))


@dataclass(frozen=True)
class Owing:
    """Somebody whose balance is not zero."""

    patient: Patient
    cents: int


def owing() -> list[Owing]:
    """Everybody with a balance, by name. Two queries."""
    open_balances = {patient_id: cents for patient_id, cents in balances().items() if cents}
    people = Patient.objects.filter(pk__in=open_balances).order_by("last_name", "first_name")
    return [Owing(patient, open_balances[patient.pk]) for patient in people]
