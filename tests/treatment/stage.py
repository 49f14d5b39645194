"""Sets the scene for a session: a clinic, its people, and a patient for whom everything is in place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any
from uuid import uuid4

from sojourn import content
from sojourn.accounts.roles import Role
from sojourn.clinic.models import Room
from sojourn.intake import actions as intake
from sojourn.people import actions as people
from sojourn.prescribing import actions as prescribing
from sojourn.scheduling.models import Appointment
from sojourn.screening import actions as screening
from sojourn.screening import queries as screened
from sojourn.treatment import actions
from tests.factories import NOW, a_patient, a_staff_member, a_user, a_vial, the_clinic

STARTS = NOW + timedelta(hours=1)
DEA = "AB1234563"


def after(minutes: float):
    """Minutes after the session begins."""
    return STARTS + timedelta(minutes=minutes)


@dataclass
class Stage:
    """Everybody and everything in the room."""

    nurse: Any
    provider: Any
    other: Any
    patient: Any
    appointment: Any
    vial: Any
    session: Any = None


def a_stage(
    *, service: str = "session", kind: str = "journeys", order: bool = True, stocked: bool = True
) -> Stage:
    """A patient whose visit is in an hour: eligible, prescribed, consented, weighed, checked."""
    the_clinic()
    provider = a_user(Role.PROVIDER, name="Imogen Sorrel")
    staff = a_staff_member(user=provider, dea_number=DEA, npi="1234567893")
    nurse = a_user(Role.NURSE, name="Tamsin Brook")
    patient = a_patient()
    patient = people.update_details(patient=patient, address="1 Fir Street, Portland", by=provider, now=NOW)
    a_treatable(patient, provider, order=order)
    appointment = Appointment.objects.create(
        patient=patient,
        service=service,
        staff=staff,
        room=Room.objects.filter(kind=kind).first(),
        starts_at=STARTS,
        ends_at=STARTS + timedelta(hours=3),
        price_cents=55000,
        booked_at=NOW,
    )
    vial = a_vial(nurse) if stocked else None
    return Stage(nurse, provider, a_user(Role.PROVIDER, name="Caspian Rowe"), patient, appointment, vial)


def a_treatable(patient: Any, provider: Any, *, order: bool = True, setting: str = "office") -> None:
    """Everything that has to be in place before the day."""
    signed = {"by": provider, "now": NOW}
    people.note_weight(patient=patient, kg=D("80"), **signed)
    for consent in content.pack().consents.values():
        agreed = {each.id for each in consent.statements}
        name = patient.legal_name
        intake.sign_consent(patient=patient, consent_id=consent.id, agreed=agreed, signed_name=name, **signed)
    intake.confirm_list(patient=patient, **signed)
    answer_intake(patient, provider)
    cleared(patient, provider)
    a_prescription(patient, provider, order=order, setting=setting)


def cleared(patient: Any, provider: Any, *, now: Any = NOW) -> None:
    """Checked, every finding settled, and decided: eligible."""
    signed = {"by": provider, "now": now}
    screening.check_interactions(patient=patient, **signed)
    for judged in screened.screening_of(patient, today=NOW.date()).open_findings:
        screening.resolve_finding(
            patient=patient,
            code=judged.finding.code,
            kind="ruled_out",
            reason="Asked.",
            seen=judged.shown,
            due_on=None,
            **signed,
        )
    screening.decide(
        patient=patient,
        outcome="eligible",
        reasons="Depression that did not answer to two medicines.",
        seen=screened.screening_of(patient, today=NOW.date()).seen,
        conditions="",
        diagnoses=["F33.2"],
        evaluated_on=NOW.date(),
        visits={NOW.date()},
        valid_until=date(2026, 8, 1),
        **signed,
    )


def a_prescription(patient: Any, provider: Any, *, order: bool, setting: str) -> None:
    """Written today, with the first dose order unless it is left out."""
    signed = {"by": provider, "now": NOW}
    prescribing.prescribe(
        patient=patient,
        setting=setting,
        preparation="vial-100" if setting == "office" else "troche-50",
        days_supply=30,
        quantity=8,
        directions="By muscle, in the office.",
        refills=0,
        issued_on=NOW.date(),
        pdmp_checked_at=NOW,
        pdmp_finding="Nothing of note.",
        seen_on=NOW.date(),
        visits={NOW.date()},
        **signed,
    )
    if order:
        prescribing.order_dose(
            patient=patient, mg_per_kg=D("0.5"), strength_mg_per_ml=100, booster_mg=D("20"), **signed
        )


def answer_intake(patient: Any, by: Any) -> None:
    """The whole form, sent: nothing ever ailed them but what they come for."""
    form = intake.open_form(patient=patient, now=NOW)
    told = {"sex_at_birth": "male", "preferred_name": patient.called}
    told |= {"address_street": "1 Fir Street", "address_city": "Portland"}
    for question in content.library().intake_form.questions:
        if not question.is_asked(told):
            continue
        told.setdefault(question.key, _nothing_to_tell(question))
    assert not intake.save_answers(form=form, told=told, by=by, now=NOW)
    intake.submit_form(form=form, by=by, now=NOW)


def _nothing_to_tell(question: Any) -> Any:
    plain = {
        "yes_no_unknown": "no",
        "number": question.minimum,
        "email": "m@example.test",
        "phone": "503 555 0100",
        "state": "OR",
        "zip": "97209",
    }
    if question.kind in plain:
        return plain[question.kind]
    if question.options:
        first = question.options[0].value
        return [first] if question.kind == "choices" else first
    return "Nothing."


def checked_in(stage: Stage):
    """At the door, with every question of the list answered and a blood pressure taken."""
    session = actions.check_in(appointment=stage.appointment, by=stage.nurse, now=after(-10))
    told = {
        "identity": "yes",
        "fasting": {"food": 9, "fluids": 3},
        "escort": {"name": "Rosa H.", "phone": "503 555 0100"},
        "airway_kit": "yes",
        "substances": "no",
    }
    for code, value in told.items():
        actions.answer_readiness(session=session, code=code, value=value, by=stage.nurse, now=after(-9))
    stage.session = session
    readings(stage, minute=-5, point="before")
    return session


def readings(stage: Stage, *, minute: float, point: str, **changes: Any):
    """One set of ordinary readings."""
    usual = {
        "systolic": 128,
        "diastolic": 82,
        "heart_rate": 74,
        "spo2": 98,
        "respiratory_rate": 14,
        "moaas": 5,
    }
    facts = {"entry_id": uuid4(), "by": stage.nurse, "now": after(minute), "observed_at": after(minute)}
    return actions.record_vitals(session=stage.session, point=point, **{**usual, **facts, **changes})


def begun(stage: Stage):
    """Checked in and started."""
    checked_in(stage)
    stage.session = actions.start(session=stage.session, by=stage.nurse, now=after(0))
    return stage.session


def dose(stage: Stage, *, minute: float = 10, **changes: Any):
    """The ordered dose from the stage's vial."""
    facts = {
        "entry_id": uuid4(),
        "session": stage.session,
        "mg": D("40"),
        "vial": stage.vial,
        "site": "deltoid",
        "side": "left",
        "by": stage.nurse,
        "observed_at": after(minute),
        "now": after(minute),
    }
    return actions.give_dose(**{**facts, **changes})
