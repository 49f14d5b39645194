"""Gathers from all rooms what the readiness rules look at."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sojourn.clinic.queries import local_day
from sojourn.core.decisions import ALLOWED, Decision, Finding
from sojourn.intake import queries as intake
from sojourn.measures import queries as measures
from sojourn.people import queries as people
from sojourn.people.models import Patient
from sojourn.people.rules import age_on
from sojourn.pharmacy import queries as pharmacy
from sojourn.prescribing import queries as prescribing
from sojourn.prescribing.models import DoseOrder, Prescription
from sojourn.scheduling.models import Appointment
from sojourn.screening import queries as screening
from sojourn.screening.hold_rules import TimedHold
from sojourn.screening.resolution_rules import list_confirmed
from sojourn.treatment.models import DoseGiven, ReadinessOverride, Session, VitalSigns
from sojourn.treatment.queries import standards
from sojourn.treatment.rules import readiness as rules


def readiness(session: Session, now: datetime) -> tuple[rules.ReadinessPoint, ...]:
    """The whole list of one session, as it stands now."""
    return rules.readiness(facts_of(session.appointment, session, now))


def readiness_before(appointment: Appointment, now: datetime) -> tuple[rules.ReadinessPoint, ...]:
    """The same for somebody who has not been checked in: their check-in questions are all unknown."""
    session = Session.objects.filter(appointment=appointment).first()
    return rules.readiness(facts_of(appointment, session, now))


def facts_of(appointment: Appointment, session: Session | None, now: datetime) -> rules.ReadinessFacts:
    """Everything the rules look at. What nobody has recorded stays None."""
    patient, is_group = appointment.patient, appointment.group_id is not None
    today = local_day(now)
    weight = people.latest_weight(patient)
    order = current_order(patient, today)
    pressure = _resting_pressure(session, today)
    return rules.ReadinessFacts(
        today=today,
        now=now,
        limits=standards.readiness_limits(),
        is_group=is_group,
        age_years=age_on(patient.birth_date, today),
        eligibility=screening.is_eligible(patient, today=today),
        prescription=_prescription(patient, today, prescription_setting(is_group)),
        ordered_mg=order.mg if order else None,
        order_is_used=bool(order and order_is_used(order, session)),
        weighed_at=weight.measured_at if weight else None,
        consents_missing=tuple(
            each.title for each in intake.consents_missing(patient, appointment.service, today)
        ),
        can_be_pregnant=_can_be_pregnant(patient),
        blood_pressure=_pressure_of(pressure),
        open_alerts=measures.open_alerts_of(patient).count(),
        own_medicine=_own_medicine(appointment) if is_group else None,
        answers=_answers(session, today),
        overrides=_overrides(session, today, pressure),
        **_medicines(patient),
    )


def current_order(patient: Patient, on: date) -> DoseOrder | None:
    """The latest dose order, while its prescription is neither taken back nor run out; never an older order."""
    latest = patient.dose_orders.select_related("prescription__void").first()
    if latest is None or hasattr(latest.prescription, "void") or latest.prescription.expires_on < on:
        return None
    return latest


def order_is_used(order: DoseOrder, session: Session | None) -> bool:
    """True when a dose of an earlier session was given on this order or after it."""
    others = DoseGiven.objects.filter(session__patient=order.patient_id, superseded_by__isnull=True)
    if session is not None:
        others = others.exclude(session=session)
    return others.filter(observed_at__gte=order.at).exists()


def holds_asked(patient: Patient) -> tuple[TimedHold, ...]:
    """The medicines of theirs whose last dose is asked for at check-in."""
    return tuple(hold for _, hold in screening.timed_holds(patient))


def prescription_setting(is_group: bool) -> str:
    """Groups bring what a pharmacy dispensed; one-to-one sessions draw from the clinic's stock."""
    return Prescription.Setting.PHARMACY if is_group else Prescription.Setting.OFFICE


def _medicines(patient: Patient) -> dict[str, Any]:
    listed = intake.MedicationList(tuple(intake.every_line(patient)))
    check, confirmed = patient.interaction_checks.first(), intake.latest_confirmation(patient)
    return {
        "list_is_told": list_confirmed(
            changed=listed.changed_at, confirmed=confirmed.at if confirmed else None
        )
        is None,
        "list_changed_at": max((each.at for each in listed.every), default=None),
        "checked_at": check.at if check else None,
        "unchecked_medicines": tuple(each.as_written for each in listed.current if each.status != "checked"),
        "holds": holds_asked(patient),
    }


def _prescription(patient: Patient, today: date, setting: str) -> Decision | None:
    theirs = [each for each in prescribing.prescriptions_of(patient) if each.setting == setting]
    if not theirs:
        return None
    if any(not hasattr(each, "void") and each.issued_on <= today <= each.expires_on for each in theirs):
        return ALLOWED
    latest = theirs[0]
    ended = "was taken back" if hasattr(latest, "void") else f"ran out on {latest.expires_on:%d %b %Y}"
    return Decision(
        (Finding(code="prescription", message=f"The prescription {ended}. A provider renews it."),)
    )


def _can_be_pregnant(patient: Patient) -> bool | None:
    told = intake.answers(patient).get("could_become_pregnant")
    return False if told == "no" else True if told == "yes" else None


def _resting_pressure(session: Session | None, today: date) -> VitalSigns | None:
    """Today's latest reading before the first dose; yesterday's says nothing about today."""
    if session is None:
        return None
    readings = session.vitals.filter(
        superseded_by__isnull=True, systolic__isnull=False, diastolic__isnull=False
    )
    first_dose = session.doses.filter(superseded_by__isnull=True).order_by("observed_at").first()
    if first_dose:
        readings = readings.filter(observed_at__lte=first_dose.observed_at)
    latest = readings.order_by("observed_at", "id").last()
    return latest if latest and local_day(latest.observed_at) == today else None


def _pressure_of(reading: VitalSigns | None) -> tuple[int, int] | None:
    if reading is None or reading.systolic is None or reading.diastolic is None:
        return None
    return reading.systolic, reading.diastolic


def _own_medicine(appointment: Appointment) -> rules.OwnMedicineAtDoor | None:
    held = pharmacy.custody_of(appointment.pk)
    return rules.OwnMedicineAtDoor(held.label_matches, held.held) if held else None


def _answers(session: Session | None, today: date) -> dict[str, rules.Answered]:
    """What was answered today: somebody checked in yesterday is asked again."""
    if session is None:
        return {}
    return {
        each.code: rules.Answered(each.value, each.at)
        for each in session.readiness_answers.order_by("at", "id")
        if local_day(each.at) == today
    }


def _overrides(session: Session | None, today: date, pressure: VitalSigns | None) -> dict[str, str]:
    """Today's, but for a blood pressure that was measured again since: that needs a new word."""
    if session is None:
        return {}
    return {
        each.code: each.reason
        for each in session.overrides.order_by("at", "id")
        if local_day(each.at) == today and not _outdated(each, pressure)
    }


def _outdated(override: ReadinessOverride, pressure: VitalSigns | None) -> bool:
    return override.code == "blood_pressure" and pressure is not None and pressure.observed_at > override.at
