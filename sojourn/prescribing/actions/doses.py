"""The order for the next dose."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic import queries as clinic
from sojourn.core.decisions import Decision, Finding, refuse, require
from sojourn.core.holding import hold
from sojourn.core.ids import new_id
from sojourn.core.sent_again import kept_before
from sojourn.people.models import BodyWeight, Patient
from sojourn.prescribing import permissions, queries, rules
from sojourn.prescribing.models import DoseOrder, Prescription
from sojourn.screening import queries as screening


@transaction.atomic
def order_dose(
    *,
    patient: Patient,
    mg_per_kg: Decimal,
    strength_mg_per_ml: int,
    booster_mg: Decimal = Decimal(0),
    reason: str = "",
    client_id: UUID | None = None,
    by: User,
    now: datetime,
) -> DoseOrder:
    """What may be given next to somebody eligible, reckoned from a weight the clinic measured lately; refused above
    the hard limit.

    Above the soft limit, and below the least, a reason is needed. The booster counts into the limits. Sending the same
    client id again changes nothing.
    """
    require(permissions.may_prescribe(by))
    patient = hold(patient)
    if already := patient.dose_orders.filter(pk=client_id).first() if client_id else None:
        said = {
            "mg_per_kg": mg_per_kg,
            "strength_mg_per_ml": strength_mg_per_ml,
            "booster_mg": booster_mg,
            "reason": reason.strip(),
        }
        return kept_before(already, said, words=_AS_ORDERED)
    require(screening.is_eligible(patient, today=clinic.local_day(now)))
    weight = _weight(patient, now)
    if mg_per_kg <= 0 or booster_mg < 0:
        field = "mg_per_kg" if mg_per_kg <= 0 else "booster_mg"
        raise refuse("dose_not_positive", "A dose is above zero; a booster may be none.", field=field)
    prescription = _prescription(patient, strength_mg_per_ml, now)
    dose = rules.dose_for(weight_kg=weight.kg, mg_per_kg=mg_per_kg, strength_mg_per_ml=strength_mg_per_ml)
    verdict = rules.check_dose(
        mg=dose.mg + booster_mg,
        weight_kg=weight.kg,
        strength_mg_per_ml=strength_mg_per_ml,
        limits=dose_limits(),
    )
    booster = rules.check_booster(booster_mg, content.library().dosing.most_booster_mg)
    require(Decision.of(verdict, booster, _reason_needed(verdict, reason)))
    order = DoseOrder.objects.create(
        id=client_id or new_id(),
        patient=patient,
        prescription=prescription,
        weight_kg=weight.kg,
        weighed_at=weight.measured_at,
        mg_per_kg=mg_per_kg,
        mg=dose.mg,
        strength_mg_per_ml=strength_mg_per_ml,
        ml=dose.ml,
        booster_mg=booster_mg,
        reason=reason.strip(),
        by=by,
        at=now,
    )
    sentence = f"Ordered: {dose.in_words}"
    audit.record(
        "dose.ordered", sentence, by=by, now=now, subject=order, patient_id=patient.pk, reason=reason
    )
    return order


_AS_ORDERED = {
    "mg_per_kg": lambda mg_per_kg: f"{mg_per_kg.normalize():f} mg/kg",
    "strength_mg_per_ml": "{} mg/mL".format,
    "booster_mg": lambda mg: f"a booster of {mg.normalize():f} mg",
}


def dose_limits() -> rules.DoseLimits:
    """The library's limits in the shape the rules read."""
    return rules.DoseLimits.of(content.library().dosing)


def _weight(patient: Patient, now: datetime) -> BodyWeight:
    weight = queries.weight_for_dose(patient)
    days_old = (clinic.local_day(now) - clinic.local_day(weight.measured_at)).days if weight else 0
    require(
        rules.check_weight(
            known=weight is not None,
            measured=weight is not None and weight.source == BodyWeight.MEASURED,
            days_old=days_old,
            valid_days=content.pack().policies.weight.valid_days,
        )
    )
    assert weight is not None
    return weight


def _prescription(patient: Patient, strength_mg_per_ml: int, now: datetime) -> Prescription:
    """The newest in-office prescription in force for vials of this strength."""
    listed = queries.in_office_on(patient, clinic.local_day(now))
    require(rules.check_prescribed_strength(strength_mg_per_ml, [each.strength for each in listed]))
    return next(each for each in listed if rules.is_strength(strength_mg_per_ml, each.strength))


def _reason_needed(verdict: Decision, reason: str) -> Finding | None:
    is_unusual = bool(verdict.findings) and verdict.allowed
    if not is_unusual or reason.strip():
        return None
    return Finding(
        code="reason_missing",
        field="reason",
        message=f"{verdict.findings[0].message} Write why you order it.",
    )
