"""Writing the plan, the prescription and the order for the next dose. Changed by adding, with a reason."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import StaffMember
from sojourn.core.decisions import Decision, Finding, refuse, require
from sojourn.people.models import Patient
from sojourn.prescribing import permissions, queries, rules
from sojourn.prescribing.models import DoseOrder, PlanRevision, Prescription, PrescriptionVoid
from sojourn.screening import queries as screening


@transaction.atomic
def write_plan(
    *,
    patient: Patient,
    kind: str,
    sessions: int,
    per_week: int = 1,
    preparation_visits: int = 1,
    integration_after_each: bool = True,
    goals: str = "",
    reason: str,
    by: User,
    now: datetime,
) -> PlanRevision:
    """A new revision of the plan (P4, P20); the reason says what changed. A single first session is a plan."""
    require(permissions.may_prescribe(by))
    require(_eligible(patient, now))
    if not reason.strip():
        raise refuse("reason_missing", "Say why the plan is as it is.", field="reason")
    latest = queries.current_plan(patient)
    revision = PlanRevision.objects.create(
        patient=patient,
        number=latest.number + 1 if latest else 1,
        kind=kind,
        sessions=sessions,
        per_week=per_week,
        preparation_visits=preparation_visits,
        integration_after_each=integration_after_each,
        goals=goals.strip(),
        reason=reason.strip(),
        by=by,
        at=now,
    )
    sentence = f"Plan, revision {revision.number}: {sessions} sessions, {per_week} a week"
    audit.record(
        "plan.written", sentence, by=by, now=now, subject=revision, patient_id=patient.pk, reason=reason
    )
    return revision


@transaction.atomic
def prescribe(
    *,
    patient: Patient,
    setting: str,
    drug: str,
    strength: str,
    form: str,
    quantity: str,
    directions: str,
    refills: int,
    issued_on: date,
    pdmp_checked_at: datetime,
    pdmp_finding: str,
    external_number: str = "",
    by: User,
    now: datetime,
) -> Prescription:
    """A Schedule III prescription with everything 21 CFR 1306.05 asks. It is signed by hand or numbered elsewhere."""
    require(permissions.may_prescribe(by))
    prescriber = _prescriber(by)
    facts = rules.PrescriptionFacts(
        issued_on=issued_on,
        signed_on=clinic.local_day(now),
        refills=refills,
        dea_number=prescriber.dea_number,
        patient_name=patient.legal_name,
        patient_address=patient.address,
        drug=drug,
        strength=strength,
        form=form,
        quantity=quantity,
        directions=directions,
    )
    policy = content.pack().policies.prescription
    require(
        Decision.of(
            _eligible(patient, now),
            rules.check_prescription(facts, most_refills=policy.most_refills, months=policy.valid_months),
            _pdmp_looked_up(pdmp_checked_at, pdmp_finding, now),
        )
    )
    prescription = Prescription.objects.create(
        patient=patient,
        prescriber=prescriber,
        setting=setting,
        drug=drug,
        strength=strength,
        form=form,
        quantity=quantity,
        directions=directions,
        refills=refills,
        issued_on=issued_on,
        expires_on=issued_on + relativedelta(months=policy.valid_months),
        dea_number=prescriber.dea_number,
        patient_address=patient.address,
        pdmp_checked_at=pdmp_checked_at,
        pdmp_finding=pdmp_finding,
        external_number=external_number,
        at=now,
    )
    sentence = f"{drug} {strength} prescribed, {refills} refills"
    audit.record(
        "prescription.written", sentence, by=by, now=now, subject=prescription, patient_id=patient.pk
    )
    return prescription


@transaction.atomic
def void_prescription(
    *, prescription: Prescription, reason: str, by: User, now: datetime
) -> PrescriptionVoid:
    """Take a prescription back; what rested on it stops at once."""
    require(permissions.may_prescribe(by))
    if not reason.strip():
        raise refuse("reason_missing", "Say why it is voided.", field="reason")
    if PrescriptionVoid.objects.filter(prescription=prescription).exists():
        raise refuse("already_void", "This prescription is already void.")
    void = PrescriptionVoid.objects.create(prescription=prescription, reason=reason.strip(), by=by, at=now)
    audit.record(
        "prescription.voided",
        f"{prescription.drug} prescription voided",
        by=by,
        now=now,
        subject=prescription,
        patient_id=prescription.patient_id,
        reason=reason,
    )
    return void


@transaction.atomic
def order_dose(
    *,
    patient: Patient,
    mg_per_kg: Decimal,
    strength_mg_per_ml: int,
    booster_mg: Decimal = Decimal(0),
    reason: str = "",
    by: User,
    now: datetime,
) -> DoseOrder:
    """What may be given next, reckoned from the latest weight; refused above the hard limit, by kilogram or at all.

    Above the soft limit a reason is needed. The booster counts into the limits.
    """
    require(permissions.may_prescribe(by))
    weight = queries.latest_weight(patient)
    if weight is None:
        raise refuse("no_weight", "Weigh the patient first; the dose is reckoned from it.", field="mg_per_kg")
    if mg_per_kg <= 0 or booster_mg < 0:
        raise refuse("dose_not_positive", "A dose is above zero.", field="mg_per_kg")
    prescription = queries.valid_prescription(patient, clinic.local_day(now))
    if prescription is None:
        raise refuse("no_prescription", "There is no valid prescription to order from. Write one first.")
    dose = rules.dose_for(weight_kg=weight.kg, mg_per_kg=mg_per_kg, strength_mg_per_ml=strength_mg_per_ml)
    limits = dose_limits()
    verdict = rules.check_dose(
        mg=dose.mg + booster_mg, weight_kg=weight.kg, strength_mg_per_ml=strength_mg_per_ml, limits=limits
    )
    require(Decision.of(verdict, _reason_needed(verdict, reason)))
    order = DoseOrder.objects.create(
        patient=patient,
        prescription=prescription,
        weight_kg=weight.kg,
        mg_per_kg=mg_per_kg,
        mg=dose.mg,
        strength_mg_per_ml=strength_mg_per_ml,
        ml=dose.ml,
        booster_mg=booster_mg,
        reason=reason.strip(),
        by=by,
        at=now,
    )
    audit.record(
        "dose.ordered",
        f"Ordered: {dose.in_words}",
        by=by,
        now=now,
        subject=order,
        patient_id=patient.pk,
        reason=reason,
    )
    return order


def dose_limits() -> rules.DoseLimits:
    """The library's limits in the shape the rules read."""
    return rules.DoseLimits.of(content.library().dosing)


def _prescriber(by: User) -> StaffMember:
    member = clinic.staff_of(by)
    if member is None:
        raise refuse("no_prescriber", "Only a prescriber of this clinic can sign a prescription.")
    return member


def _eligible(patient: Patient, now: datetime) -> Decision:
    return screening.is_eligible(patient, today=clinic.local_day(now))


def _pdmp_looked_up(checked_at: datetime, finding: str, now: datetime) -> Finding | None:
    if finding.strip() and checked_at <= now:
        return None
    return Finding(
        code="pdmp",
        field="pdmp_finding",
        message="Look the patient up in the prescription monitoring programme and write what you found.",
        source="OAR 847-010-0120",
    )


def _reason_needed(verdict: Decision, reason: str) -> Finding | None:
    above_usual = bool(verdict.findings) and verdict.allowed
    if not above_usual or reason.strip():
        return None
    return Finding(
        code="reason_missing",
        field="reason",
        message="This dose is above the usual range. Write why you order it.",
    )
