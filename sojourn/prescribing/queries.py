"""The plan, the prescription and the order in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from sojourn import content
from sojourn.people.models import BodyWeight, Patient
from sojourn.prescribing import rules
from sojourn.prescribing.models import DoseOrder, PlanRevision, Prescription, PrescriptionFill


def current_plan(patient: Patient) -> PlanRevision | None:
    """The latest revision is the plan."""
    return patient.plan_revisions.select_related("by").order_by("-number").first()


def plan_history(patient: Patient) -> QuerySet[PlanRevision]:
    """Every revision with its reason, newest first."""
    return patient.plan_revisions.select_related("by").order_by("-number")


def prescriptions_of(patient: Patient) -> QuerySet[Prescription]:
    """All prescriptions, newest first, with what voided and what filled them."""
    listed = patient.prescriptions.select_related("prescriber", "void__by").prefetch_related("fills")
    return listed.order_by("-at", "-id")


def in_office_on(patient: Patient, on: date) -> list[Prescription]:
    """What may be given from stock on that day: neither voided nor run out, newest first."""
    return from_stock(prescriptions_of(patient), on)


def from_stock(prescriptions: Iterable[Prescription], on: date) -> list[Prescription]:
    """The same by prescriptions that were read already."""
    return [each for each in in_force(prescriptions, on) if each.setting == Prescription.Setting.OFFICE]


def to_be_filled(patient: Patient) -> QuerySet[Prescription]:
    """Prescriptions a pharmacy may have dispensed on: not from stock, not void; newest first."""
    theirs = patient.prescriptions.filter(setting=Prescription.Setting.PHARMACY, void__isnull=True)
    return theirs.order_by("-at", "-id")


def last_rows(fills: Iterable[PrescriptionFill]) -> list[PrescriptionFill]:
    """Of each number the row that no other supersedes."""
    every = list(fills)
    superseded = {each.supersedes_id for each in every}
    return [each for each in every if each.pk not in superseded]


def standing(fills: Iterable[PrescriptionFill]) -> list[PrescriptionFill]:
    """What was dispensed as far as is known now: neither superseded nor withdrawn."""
    return [each for each in last_rows(fills) if not each.withdrawn]


def dispensed(prescriptions: Iterable[Prescription], *, but: UUID | None = None) -> list[rules.Dispensed]:
    """Every fill that stands on these prescriptions, apart from one."""
    return [
        rules.Dispensed(fill.filled_on, days_of_a_fill(each))
        for each in prescriptions
        for fill in standing(each.fills.all())
        if fill.pk != but
    ]


def days_of_a_fill(prescription: Prescription) -> int:
    """How long one fill lasts; the longest that there is where nobody wrote it down."""
    return prescription.days_supply or content.library().dosing.quantities.of(prescription.setting).hard.days


def still_out(prescriptions: Iterable[Prescription], setting: str, on: date) -> rules.InForce:
    """What these prescriptions of a setting come to on that day. Taken back or run out, what was dispensed is out."""
    theirs = (each for each in prescriptions if each.setting == setting)
    return rules.together((_as_it_stands(each, on) for each in theirs), on)


def _as_it_stands(prescription: Prescription, on: date) -> rules.Standing:
    fills = dispensed([prescription])
    named = content.library().dosing.labelled(prescription.drug, prescription.strength, prescription.form)
    return rules.Standing(
        issued_on=prescription.issued_on,
        fill_mg=named.mg_each * prescription.amount if named and prescription.amount else None,
        days=days_of_a_fill(prescription),
        fills_left=max(prescription.refills + 1 - len(fills), 0) if in_force([prescription], on) else 0,
        fills=tuple(fills),
    )


def fill_by_id(patient: Patient, fill_id: UUID) -> PrescriptionFill | None:
    """One fill of this patient's prescriptions."""
    theirs = PrescriptionFill.objects.filter(prescription__patient=patient, pk=fill_id)
    return theirs.select_related("prescription").first()


def may_be_dispensed(prescription: Prescription) -> bool:
    """The same of one that was read already."""
    return prescription.setting == Prescription.Setting.PHARMACY and not hasattr(prescription, "void")


def in_force(prescriptions: Iterable[Prescription], on: date) -> list[Prescription]:
    """Those of these that are neither voided nor run out on that day."""
    return [
        each
        for each in prescriptions
        if not hasattr(each, "void") and each.issued_on <= on <= each.expires_on
    ]


def prescription_by_id(prescription_id: UUID) -> Prescription | None:
    """One prescription; the caller opens the patient's record before showing it."""
    found = Prescription.objects.select_related("patient", "prescriber", "void__by")
    return found.filter(pk=prescription_id).first()


def latest_order(patient: Patient) -> DoseOrder | None:
    """The order for the next session."""
    return orders_of(patient).first()


def orders_of(patient: Patient) -> QuerySet[DoseOrder]:
    """Every dose order, newest first, with what voided its prescription."""
    return patient.dose_orders.select_related("by", "prescription__void").order_by("-at", "-id")


def route_planned_for(order: DoseOrder) -> str:
    """The route of the plan as it stood when this was ordered; "" when there was none."""
    plan = order.patient.plan_revisions.filter(at__lte=order.at).last()
    return plan.route if plan else ""


def weight_for_dose(patient: Patient) -> BodyWeight | None:
    """The latest weight the clinic measured; what the patient told only where nobody has weighed them."""
    return weight_among(patient.weights.all())


def weight_among(weights: Iterable[BodyWeight]) -> BodyWeight | None:
    """The same by weights that were read already."""
    newest = sorted(weights, key=lambda each: each.measured_at, reverse=True)
    return measured_among(newest) or next(iter(newest), None)


def measured_among(weights: Iterable[BodyWeight]) -> BodyWeight | None:
    """The latest the clinic measured, or none: what a patient told is no scale."""
    measured = (each for each in weights if each.source == BodyWeight.MEASURED)
    return max(measured, key=lambda each: each.measured_at, default=None)


def order_by_id(order_id: UUID) -> DoseOrder | None:
    """One dose order; the caller opens the patient's record before showing it."""
    found = DoseOrder.objects.select_related("patient", "by__staff", "prescription__void__by")
    return found.filter(pk=order_id).first()


def order_after(order: DoseOrder) -> tuple[int, DoseOrder] | None:
    """The newest order of the same patient with its number among theirs; None when this is it."""
    every = list(order.patient.dose_orders.order_by("at", "id"))
    return None if every[-1].pk == order.pk else (len(every), every[-1])
