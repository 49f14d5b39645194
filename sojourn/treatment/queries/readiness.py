"""Gathers from all rooms what the readiness rules look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sojourn.clinic.queries import local_day, zone_of
from sojourn.core.decisions import ALLOWED, Decision, Finding
from sojourn.core.spoken import clock, full_day
from sojourn.intake import queries as intake
from sojourn.intake.models import ConsentWithdrawal
from sojourn.intake.withdrawal_queries import taken_back_among
from sojourn.people.models import Patient
from sojourn.people.rules import age_on
from sojourn.pharmacy import queries as pharmacy
from sojourn.prescribing import queries as prescribing
from sojourn.prescribing.models import DoseOrder, Prescription
from sojourn.scheduling.models import Appointment
from sojourn.screening import condition_queries
from sojourn.screening import queries as screening
from sojourn.screening.condition_rules import Measured, Stand
from sojourn.screening.resolution_rules import list_confirmed
from sojourn.treatment.models import ReadinessOverride, Session, VitalSigns
from sojourn.treatment.queries import standards
from sojourn.treatment.queries.asked import Asked, standing_doses
from sojourn.treatment.rules import readiness as rules

_PREGNANCY_RULE = "pregnancy_possible"
"""The screening rule that a yes to "could become pregnant" fulfils."""


def readiness(session: Session, now: datetime) -> tuple[rules.ReadinessPoint, ...]:
    """The whole list of one session, as it stands now."""
    return rules.readiness(readiness_facts(session, now))


def readiness_facts(session: Session, now: datetime) -> rules.ReadinessFacts:
    """What the list of one session follows from."""
    return facts_of(session.appointment, session, now)


def readiness_for_dose(session: Session, now: datetime, *, at: datetime) -> tuple[rules.ReadinessPoint, ...]:
    """The list as a dose taken ``at`` meets it: a reading taken after the dose says nothing about it."""
    return rules.readiness(facts_of(session.appointment, session, now, until=at))


def readiness_before(appointment: Appointment, now: datetime) -> tuple[rules.ReadinessPoint, ...]:
    """The same for somebody who has not been checked in: their check-in questions are all unknown."""
    session = Session.objects.filter(appointment=appointment).first()
    return rules.readiness(facts_of(appointment, session, now))


def facts_of(
    appointment: Appointment, session: Session | None, now: datetime, *, until: datetime | None = None
) -> rules.ReadinessFacts:
    """Everything the rules look at. What nobody has recorded stays None. Two queries."""
    patient, is_group = appointment.patient, appointment.group_id is not None
    today, asked = local_day(now), Asked.about(appointment, session).together()
    found = screening.screening_of(patient, today=today)
    weight, order = prescribing.measured_among(asked.weights), _in_force(asked.orders.first(), today)
    pressure, answers = _resting_pressure(asked, session, today, until), _answers(asked, today)
    conditions = _conditions(found, pressure, asked, answers)
    return rules.ReadinessFacts(
        today=today,
        now=now,
        zone=zone_of(appointment.room_id),
        limits=standards.readiness_limits(),
        is_group=is_group,
        age_years=age_on(patient.birth_date, today),
        eligibility=screening.decided(found),
        conditions=conditions,
        prescription=_prescription(asked.prescriptions, today, prescription_setting(is_group)),
        ordered_mg=order.mg if order else None,
        ordered_for_kg=order.weight_kg if order else None,
        order_is_used=bool(order and _is_used(order, asked.doses, session)),
        weight_kg=weight.kg if weight else None,
        weighed_at=weight.measured_at if weight else None,
        consents_missing=tuple(
            each.title for each in intake.missing_among(asked.signatures, appointment.service, today)
        ),
        consents_taken_back=tuple(
            _taken_back(each, zone_of(appointment.room_id))
            for each in taken_back_among(asked.signatures, appointment.service, today)
        ),
        can_be_pregnant=_can_be_pregnant(found),
        blood_pressure=_pressure_of(pressure),
        open_alerts=len(asked.alerts),
        own_medicine=_own_medicine(asked) if is_group else None,
        answers=answers,
        overrides=_overrides(asked, today, _measured_at(conditions, pressure)),
        **_medicines(asked, found),
    )


def _taken_back(withdrawal: ConsentWithdrawal, zone: ZoneInfo) -> str:
    at, why = withdrawal.at.astimezone(zone), f": “{withdrawal.reason}”" if withdrawal.reason else ""
    title = withdrawal.signature.title
    return f"“{title}” was taken back on {full_day(at.date())} at {clock(at)}{why}."


def current_order(patient: Patient, on: date) -> DoseOrder | None:
    """The latest dose order, while its prescription is neither taken back nor run out; never an older order."""
    return _in_force(prescribing.latest_order(patient), on)


def _in_force(latest: DoseOrder | None, on: date) -> DoseOrder | None:
    if latest is None or hasattr(latest.prescription, "void") or latest.prescription.expires_on < on:
        return None
    return latest


def order_is_used(order: DoseOrder, session: Session | None) -> bool:
    """True when a dose of an earlier session was given on this order or after it."""
    return _is_used(order, standing_doses(order.patient_id), session)


def _is_used(order: DoseOrder, doses: Iterable[tuple[UUID, datetime]], session: Session | None) -> bool:
    here = session.pk if session else None
    return any(where != here and given_at >= order.at for where, given_at in doses)


def prescription_setting(is_group: bool) -> str:
    """Groups bring what a pharmacy dispensed; one-to-one sessions draw from the clinic's stock."""
    return Prescription.Setting.PHARMACY if is_group else Prescription.Setting.OFFICE


def _medicines(asked: Asked, found: screening.Screening) -> dict[str, Any]:
    check, confirmed, listed = asked.checks.first(), asked.confirmations.first(), found.listed
    return {
        "list_is_told": list_confirmed(
            changed=listed.changed_at, confirmed=confirmed.at if confirmed else None
        )
        is None,
        "list_changed_at": max((each.at for each in listed.every), default=None),
        "checked_at": check.at if check else None,
        "unchecked_medicines": tuple(each.input for each in found.report.not_checked),
        "holds": tuple(hold for _, hold in screening.holds_in(found.entries, found.report)),
    }


def _prescription(written: Iterable[Prescription], today: date, setting: str) -> Decision | None:
    theirs = [each for each in written if each.setting == setting]
    if not theirs:
        return None
    if any(not hasattr(each, "void") and each.issued_on <= today <= each.expires_on for each in theirs):
        return ALLOWED
    latest = theirs[0]
    ended = "was taken back" if hasattr(latest, "void") else f"ran out on {full_day(latest.expires_on)}"
    return Decision(
        (Finding(code="prescription", message=f"The prescription {ended}. A provider renews it."),)
    )


def _can_be_pregnant(found: screening.Screening) -> bool | None:
    """A no after a yes counts once a clinician has agreed to it; until then a test is due."""
    told = found.answers.get("could_become_pregnant")
    if found.was_told_once(_PREGNANCY_RULE):
        return True
    return False if told == "no" else True if told == "yes" else None


def _resting_pressure(
    asked: Asked, session: Session | None, today: date, until: datetime | None = None
) -> VitalSigns | None:
    """Today's latest reading before the first dose; yesterday's says nothing about today."""
    here = session.pk if session else None
    dosed_at = next((given_at for where, given_at in asked.doses if where == here), until)
    readings = [
        each
        for each in asked.vitals
        if _pressure_of(each) and (dosed_at is None or each.observed_at <= dosed_at)
    ]
    latest = readings[-1] if readings else None
    return latest if latest and local_day(latest.observed_at) == today else None


def _pressure_of(reading: VitalSigns | None) -> tuple[int, int] | None:
    if reading is None or reading.systolic is None or reading.diastolic is None:
        return None
    return reading.systolic, reading.diastolic


def _own_medicine(asked: Asked) -> rules.OwnMedicineAtDoor | None:
    held = next(iter(pharmacy.custodies_in(asked.own_medicine).values()), None)
    return rules.OwnMedicineAtDoor(held.label_matches, held.held) if held else None


def _answers(asked: Asked, today: date) -> dict[str, rules.Answered]:
    """What was answered today: somebody checked in yesterday is asked again."""
    return {
        each.code: rules.Answered(each.value, each.at)
        for each in asked.answers
        if local_day(each.at) == today
    }


def _overrides(asked: Asked, today: date, measured_at: Mapping[str, datetime | None]) -> dict[str, str]:
    """Today's, but for what was measured again since: that needs a new word."""
    return {
        each.code: each.reason
        for each in asked.overrides
        if local_day(each.at) == today and not _outdated(each, measured_at.get(each.code))
    }


def _outdated(override: ReadinessOverride, measured_at: datetime | None) -> bool:
    return measured_at is not None and measured_at > override.at


def _measured_at(conditions: Iterable[Stand], pressure: VitalSigns | None) -> dict[str, datetime | None]:
    """When that was measured which a point rests on."""
    at = pressure.observed_at if pressure else None
    return {"blood_pressure": at, **{each.code: each.measured_at for each in conditions}}


def _conditions(
    found: screening.Screening,
    pressure: VitalSigns | None,
    asked: Asked,
    answers: Mapping[str, rules.Answered],
) -> tuple[Stand, ...]:
    """The decision's conditions, held against what was measured and answered here today."""
    named = answers.get("escort")
    known = replace(
        found.known,
        pressure=_pressure_of(pressure),
        pressure_at=pressure.observed_at if pressure else None,
        values={**found.known.values, **_at_the_bedside(asked, found.known.today)},
        escort=str(named.value.get("name", "")) if named else found.known.escort,
    )
    return condition_queries.as_they_stand(found.conditions, known)


def _at_the_bedside(asked: Asked, today: date) -> dict[str, Measured]:
    """Today's pulse and saturation are newer than any report somebody brought."""
    return {
        f"reading:{code}": Measured(float(getattr(each, code)), today, each.observed_at)
        for each in asked.vitals
        for code in ("heart_rate", "spo2")
        if getattr(each, code) is not None and local_day(each.observed_at) == today
    }
