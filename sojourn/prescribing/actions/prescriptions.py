"""Schedule III prescriptions: written, taken back, filled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import StaffMember
from sojourn.content.dosing import Preparation
from sojourn.core.decisions import Decision, refuse, require
from sojourn.core.ids import new_id
from sojourn.people.models import Patient
from sojourn.prescribing import permissions, rules
from sojourn.prescribing.models import Prescription, PrescriptionFill, PrescriptionVoid
from sojourn.screening import queries as screening


@transaction.atomic
def prescribe(
    *,
    patient: Patient,
    setting: str,
    preparation: str,
    quantity: int,
    directions: str,
    refills: int,
    issued_on: date,
    pdmp_checked_at: datetime,
    pdmp_finding: str,
    seen_on: date | None,
    seen_by: StaffMember | None = None,
    external_number: str = "",
    by: User,
    now: datetime,
) -> Prescription:
    """A Schedule III prescription with everything 21 CFR 1306.05 asks. It is signed by hand or numbered elsewhere.

    ``preparation`` is a code of the library's dosing sheet. ``seen_on``, ``seen_by``: the visit in person it rests on;
    without a name, the prescriber's own.
    """
    require(permissions.may_prescribe(by))
    prescriber = _prescriber(by)
    named = content.library().dosing.preparation(preparation)
    facts = _facts(
        patient, prescriber, named, setting, quantity, directions, refills, issued_on, seen_on, now
    )
    policy = content.pack().policies.prescription
    require(
        Decision.of(
            screening.is_eligible(patient, today=clinic.local_day(now)),
            rules.check_prescription(facts, most_refills=policy.most_refills, months=policy.valid_months),
            rules.check_look_up(
                looked_at=pdmp_checked_at, finding=pdmp_finding, now=now, days=policy.pdmp_days
            ),
        )
    )
    prescription = Prescription.objects.create(
        patient=patient,
        prescriber=prescriber,
        setting=setting,
        directions=directions.strip(),
        refills=refills,
        issued_on=issued_on,
        expires_on=issued_on + relativedelta(months=policy.valid_months),
        pdmp_checked_at=pdmp_checked_at,
        pdmp_finding=pdmp_finding.strip(),
        seen_on=seen_on,
        seen_by=(seen_by or prescriber).signature,
        external_number=external_number.strip(),
        at=now,
        **_as_named(preparation, quantity),
        **_as_of_today(patient, prescriber),
    )
    sentence = f"{prescription.quantity} of {prescription.drug} {prescription.strength}, {refills} refills"
    _record("prescription.written", f"Prescribed: {sentence}", prescription, by=by, now=now)
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
    sentence = f"{prescription.drug} prescription voided"
    _record("prescription.voided", sentence, prescription, by=by, now=now, reason=reason)
    return void


@transaction.atomic
def record_fill(
    *,
    prescription: Prescription,
    filled_on: date,
    pharmacy: str = "",
    by: User,
    now: datetime,
    client_id: UUID | None = None,
) -> PrescriptionFill:
    """Write down that a pharmacy dispensed on it. At most its refills, and none after it has run out."""
    require(permissions.may_record_fill(by))
    prescription = Prescription.objects.select_for_update().get(pk=prescription.pk)
    stored = prescription.fills.filter(pk=client_id).first() if client_id else None
    if stored:
        return stored
    _check_fillable(prescription, filled_on, now)
    fill = PrescriptionFill.objects.create(
        pk=client_id or new_id(),
        prescription=prescription,
        number=prescription.fills.count(),
        filled_on=filled_on,
        pharmacy=pharmacy.strip(),
        by=by,
        at=now,
    )
    which = f"refill {fill.number}" if fill.number else "first fill"
    _record("prescription.filled", f"{prescription.drug}: {which}", prescription, by=by, now=now)
    return fill


def _check_fillable(prescription: Prescription, filled_on: date, now: datetime) -> None:
    if prescription.setting == Prescription.Setting.OFFICE:
        raise refuse("office", "Given from stock: its doses stand in the register, and no pharmacy fills it.")
    if PrescriptionVoid.objects.filter(prescription=prescription).exists():
        raise refuse("already_void", "This prescription is void; nothing is filled on it.")
    if filled_on > clinic.local_day(now):
        raise refuse("filled_later", "A fill cannot lie in the future.", field="filled_on")
    require(
        rules.may_fill(
            issued_on=prescription.issued_on,
            on=filled_on,
            fills_so_far=prescription.fills.count(),
            refills=prescription.refills,
            expires_on=prescription.expires_on,
        )
    )


def _facts(
    patient: Patient,
    prescriber: StaffMember,
    named: Preparation | None,
    setting: str,
    quantity: int,
    directions: str,
    refills: int,
    issued_on: date,
    seen_on: date | None,
    now: datetime,
) -> rules.PrescriptionFacts:
    return rules.PrescriptionFacts(
        issued_on=issued_on,
        signed_on=clinic.local_day(now),
        refills=refills,
        dea_number=prescriber.dea_number,
        npi=prescriber.npi,
        patient_name=patient.legal_name,
        patient_address=patient.address,
        prescriber_address=content.pack().clinic.address,
        known_preparation=named is not None,
        fits_setting=named is not None and named.setting == setting,
        birth_date=patient.birth_date,
        amount=quantity,
        directions=directions,
        seen_on=seen_on,
    )


def _as_named(code: str, amount: int) -> dict[str, Any]:
    """Drug, strength, form and quantity in the library's words."""
    named = content.library().dosing.preparation(code)
    assert named is not None
    return {
        "drug": named.drug,
        "strength": named.strength,
        "form": named.form,
        "amount": amount,
        "unit": named.unit,
        "quantity": named.counted(amount),
    }


def _as_of_today(patient: Patient, prescriber: StaffMember) -> dict[str, Any]:
    """Who both are on this day: a later move or a new name changes no paper."""
    return {
        "patient_name": patient.legal_name,
        "patient_birth_date": patient.birth_date,
        "patient_address": patient.address,
        "prescriber_name": prescriber.signature,
        "prescriber_address": content.pack().clinic.address,
        "prescriber_licence": prescriber.licence,
        "dea_number": prescriber.dea_number,
        "npi": prescriber.npi,
    }


def _prescriber(by: User) -> StaffMember:
    member = clinic.staff_of(by)
    if member is None:
        raise refuse("no_prescriber", "Only a prescriber of this clinic can sign a prescription.")
    return member


def _record(
    kind: str, sentence: str, prescription: Prescription, *, by: User, now: datetime, reason: str = ""
) -> None:
    patient = prescription.patient_id
    audit.record(kind, sentence, by=by, now=now, subject=prescription, patient_id=patient, reason=reason)
