"""What people owe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum

from sojourn.billing.models import Charge, Payment
from sojourn.people.models import Patient


def balance_of(patient: Patient) -> int:
    """Cents owed: charges less waivers, payments less refunds. Below zero when the clinic owes the patient."""
    charged = Charge.objects.filter(patient=patient).aggregate(sum=Sum("cents"))["sum"] or 0
    paid = Payment.objects.filter(patient=patient).aggregate(sum=Sum("cents"))["sum"] or 0
    return charged - paid


def balances(patients: Iterable[UUID] | None = None) -> dict[UUID, int]:
    """The balance of every patient who ever had a charge or payment, or of the given ones. Two queries."""
    charges, payments = Charge.objects.all(), Payment.objects.all()
    if patients is not None:
        wanted = list(patients)
        charges, payments = charges.filter(patient__in=wanted), payments.filter(patient__in=wanted)
    totals: dict[UUID, int] = {}
    for rows, sign in ((charges, 1), (payments, -1)):
        for patient_id, cents in rows.order_by().values_list("patient").annotate(sum=Sum("cents")):
            totals[patient_id] = totals.get(patient_id, 0) + sign * cents
    return totals


@dataclass(frozen=True)
class Owing:
    """Somebody whose balance is not zero."""

    patient: Patient
    cents: int


def owing() -> list[Owing]:
    """Everybody with a balance, by name. Three queries."""
    open_balances = {patient_id: cents for patient_id, cents in balances().items() if cents}
    people = Patient.objects.filter(pk__in=open_balances).order_by("last_name", "first_name")
    return [Owing(patient, open_balances[patient.pk]) for patient in people]
