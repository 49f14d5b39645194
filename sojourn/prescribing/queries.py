"""The plan, the prescription and the order in force."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from sojourn.people.models import BodyWeight, Patient
from sojourn.prescribing.models import DoseOrder, PlanRevision, Prescription


def current_plan(patient: Patient) -> PlanRevision | None:
    """The latest revision is the plan."""
    return patient.plan_revisions.select_related("by").order_by("-number").first()


def plan_history(patient: Patient) -> QuerySet[PlanRevision]:
    """Every revision with its reason, newest first."""
    return patient.plan_revisions.select_related("by").order_by("-number")


def prescriptions_of(patient: Patient) -> QuerySet[Prescription]:
    """All prescriptions, newest first, with what voided and what filled them."""
    listed = patient.prescriptions.select_related("prescriber", "void").prefetch_related("fills")
    return listed.order_by("-at", "-id")


def valid_prescription(patient: Patient, on: date) -> Prescription | None:
    """The newest one that is neither voided nor run out on that day."""
    return prescriptions_of(patient).filter(void__isnull=True, issued_on__lte=on, expires_on__gte=on).first()


def to_be_filled(patient: Patient) -> QuerySet[Prescription]:
    """Prescriptions a pharmacy may have dispensed on: not from stock, not void; newest first."""
    theirs = patient.prescriptions.filter(setting=Prescription.Setting.PHARMACY, void__isnull=True)
    return theirs.order_by("-at", "-id")


def prescription_by_id(prescription_id: UUID) -> Prescription | None:
    """One prescription; the caller opens the patient's record before showing it."""
    found = Prescription.objects.select_related("patient", "prescriber")
    return found.filter(pk=prescription_id).first()


def latest_order(patient: Patient) -> DoseOrder | None:
    """The order for the next session."""
    return patient.dose_orders.select_related("by", "prescription__void").order_by("-at", "-id").first()


def weight_for_dose(patient: Patient) -> BodyWeight | None:
    """The latest weight the clinic measured; what the patient told only where nobody has weighed them."""
    measured = patient.weights.filter(source=BodyWeight.MEASURED).order_by("-measured_at").first()
    return measured or patient.weights.order_by("-measured_at").first()


def order_by_id(order_id: UUID) -> DoseOrder | None:
    """One dose order; the caller opens the patient's record before showing it."""
    found = DoseOrder.objects.select_related("patient", "by__staff", "prescription")
    return found.filter(pk=order_id).first()
