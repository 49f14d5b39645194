"""Schedule III prescriptions: written and taken back."""

from __future__ import annotations

from collections.abc import Collection
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
from sojourn.core.holding import hold
from sojourn.core.ids import new_id
from sojourn.core.sent_again import kept_before
from sojourn.people.models import Patient
from sojourn.prescribing import permissions, queries, rules
from sojourn.prescribing.models import Prescription, PrescriptionVoid
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
    visits: Collection[date] = (),
    seen_by: StaffMember | None = None,
    days_supply: int | None = None,
    quantity_reason: str = "",
    external_number: str = "",
    client_id: UUID | None = None,
    by: User,
    now: datetime,
) -> Prescription:
    """A Schedule III prescription with everything 21 CFR 1306.05 asks. It is signed by hand or numbered elsewhere.

    ``preparation`` is a code of the library's dosing sheet. ``seen_on``, ``seen_by``: the visit in person it rests on,
    one of ``visits`` (the days of medical visits that took place); without a name, the prescriber's own.
    ``days_supply``: how long one fill lasts, where a pharmacy dispenses. ``quantity_reason``: why it is more than the
    library's soft limit, with the patient's other prescriptions; their row is held, so that two written at once see
    each other. Sending the same client id again changes nothing.
    """
    require(permissions.may_prescribe(by))
    hold(patient)
    said = {
        "setting": setting,
        "directions": directions.strip(),
        "refills": refills,
        "issued_on": issued_on,
        "pdmp_checked_at": pdmp_checked_at,
        "pdmp_finding": pdmp_finding.strip(),
        "seen_on": seen_on,
        "seen_by": (seen_by or _prescriber(by)).signature,
        "days_supply": days_supply if setting == Prescription.Setting.PHARMACY else None,
        "quantity_reason": quantity_reason.strip(),
        "external_number": external_number.strip(),
    }
    if already := patient.prescriptions.filter(pk=client_id).first() if client_id else None:
        return kept_before(already, {**said, **_named_so(preparation, quantity)})
    prescriber = _prescriber(by)
    named = content.library().dosing.preparation(preparation)
    signed = (setting, quantity, directions, refills, issued_on, seen_on, visits, now)
    facts = _facts(patient, prescriber, named, *signed)
    policy, today = content.pack().policies.prescription, clinic.local_day(now)
    require(
        Decision.of(
            screening.is_eligible(patient, today=today),
            rules.check_prescription(facts, most_refills=policy.most_refills, months=policy.valid_months),
            rules.check_quantity(
                _amounts(patient, named, setting, quantity, refills, days_supply, quantity_reason, today),
                content.library().dosing.quantities,
            ),
            permissions.may_have_seen(seen_by.user) if seen_by else None,
            rules.check_look_up(
                looked_at=pdmp_checked_at, finding=pdmp_finding, now=now, days=policy.pdmp_days
            ),
        )
    )
    prescription = Prescription.objects.create(
        id=client_id or new_id(),
        patient=patient,
        prescriber=prescriber,
        expires_on=issued_on + relativedelta(months=policy.valid_months),
        at=now,
        **said,
        **_as_named(preparation, quantity),
        **_as_of_today(patient, prescriber),
    )
    sentence = f"{prescription.quantity} of {prescription.drug} {prescription.strength}, {refills} refills"
    _record(
        "prescription.written",
        f"Prescribed: {sentence}",
        prescription,
        by=by,
        now=now,
        reason=prescription.quantity_reason,
    )
    return prescription


@transaction.atomic
def void_prescription(
    *, prescription: Prescription, reason: str, by: User, now: datetime, client_id: UUID | None = None
) -> PrescriptionVoid:
    """Take a prescription back; what rested on it stops at once. Sending the same client id again changes nothing."""
    require(permissions.may_prescribe(by))
    if not reason.strip():
        raise refuse("reason_missing", "Say why it is voided.", field="reason")
    hold(prescription)
    known = PrescriptionVoid.objects.filter(pk=client_id, prescription=prescription) if client_id else None
    if known and (already := known.first()):
        return kept_before(already, {"reason": reason.strip()})
    if PrescriptionVoid.objects.filter(prescription=prescription).exists():
        raise refuse("already_void", "This prescription is already void.")
    void = PrescriptionVoid.objects.create(
        pk=client_id or new_id(), prescription=prescription, reason=reason.strip(), by=by, at=now
    )
    sentence = f"{prescription.drug} prescription voided"
    _record("prescription.voided", sentence, prescription, by=by, now=now, reason=reason)
    return void


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
    visits: Collection[date],
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
        visits=visits,
    )


def _amounts(
    patient: Patient,
    named: Preparation | None,
    setting: str,
    amount: int,
    refills: int,
    days: int | None,
    reason: str,
    today: date,
) -> rules.QuantityFacts:
    return rules.QuantityFacts(
        setting=setting,
        mg_each=named.mg_each if named else None,
        amount=amount,
        refills=refills,
        days=days,
        reason=reason,
        others=queries.still_out(queries.prescriptions_of(patient), setting, today),
    )


def _named_so(code: str, amount: int) -> dict[str, Any]:
    """The same of a code that may be none of the library's."""
    return _as_named(code, amount) if content.library().dosing.preparation(code) else {"strength": code}


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
