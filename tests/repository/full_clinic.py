"""A small clinic in which nearly every page has something to show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sojourn import content
from sojourn.accounts.models import User
from sojourn.accounts.roles import Role
from sojourn.billing import actions as billing
from sojourn.clinic.models import Room
from sojourn.core.ids import new_id
from sojourn.intake import actions as intake
from sojourn.measures import actions as measures
from sojourn.people import actions as people
from sojourn.prescribing import actions as prescribing
from sojourn.scheduling import actions as scheduling
from sojourn.scheduling.models import Appointment
from sojourn.treatment import actions as treatment
from tests.factories import NOW, a_patient, a_user
from tests.scheduling.clinic_day import Clinic, a_clinic, at
from tests.stories import answer_questionnaire
from tests.treatment.stage import (
    STARTS,
    Stage,
    a_stage,
    a_treatable,
    after,
    begun,
    checked_in,
    dose,
    readings,
)


@dataclass(frozen=True)
class FullClinic:
    """One person of each role, and the patient who uses the portal."""

    people: dict[Role, User]
    portal_patient: Any


def a_full_clinic() -> FullClinic:
    """Somebody at the door, in a session, in recovery and gone home; a group; and a patient with a history."""
    clinic, stage = a_clinic(), a_stage()
    people.update_details(patient=stage.patient, email="stage@example.test", by=None, now=NOW)
    _in_session(stage)
    checked_in(_beside(stage))
    _in_recovery(_beside(stage))
    _gone_home(_in_recovery(_beside(stage)))
    patient = _with_a_history(clinic, stage)
    _group(clinic)
    _at_the_desk(clinic)
    return FullClinic(
        {
            Role.PATIENT: patient.user,
            Role.PROVIDER: stage.provider,
            Role.NURSE: stage.nurse,
            Role.THERAPIST: clinic.therapist.user,
            Role.FRONT_DESK: clinic.desk,
            Role.OWNER: a_user(Role.OWNER),
        },
        patient,
    )


def _in_session(stage: Stage) -> None:
    begun(stage)
    readings(stage, minute=5, point="")
    dose(stage)
    for minute in (20, 35):
        readings(stage, minute=minute, point="", nausea=3)
    entered = {"session": stage.session, "by": stage.nurse, "now": after(36)}
    treatment.record_side_effect(
        kind="nausea", severity="mild", observed_at=after(36), entry_id=new_id(), **entered
    )
    treatment.remark(text="Smiles.", observed_at=after(36), entry_id=new_id(), **entered)
    for words in ("lamotrigine 200 mg", "a powder from my aunt"):
        intake.add_medication(
            patient=stage.patient, as_written=words, by=stage.provider, now=after(40), client_id=new_id()
        )


def _beside(stage: Stage) -> Stage:
    """Another patient on the same day, in the same rooms."""
    patient = a_patient()
    patient = people.update_details(patient=patient, address="2 Fir Street, Portland", by=None, now=NOW)
    a_treatable(patient, stage.provider)
    visit = stage.appointment
    appointment = Appointment.objects.create(
        patient=patient,
        service="session",
        staff=visit.staff,
        room=Room.objects.filter(kind="journeys").last(),
        starts_at=STARTS,
        ends_at=STARTS + timedelta(hours=3),
        price_cents=55000,
        booked_at=NOW,
    )
    return replace(stage, patient=patient, appointment=appointment, session=None)


def _in_recovery(stage: Stage) -> Stage:
    begun(stage)
    dose(stage)
    for minute, phase in ((70, "integrate"), (110, "recovery")):
        treatment.move_phase(session=stage.session, phase=phase, by=stage.nurse, now=after(minute))
    return stage


def _gone_home(stage: Stage) -> None:
    readings(stage, minute=130, point="+120")
    met = {each.code: True for each in content.library().discharge.criteria}
    treatment.discharge(
        session=stage.session, criteria=met, escort_name="Rosa H.", by=stage.nurse, now=after(135)
    )
    treatment.draft_note(appointment=stage.appointment, by=stage.provider, now=after(140))


def _with_a_history(clinic: Clinic, stage: Stage) -> Any:
    """Seen, decided, planned, charged, on a payment plan, with visits ahead and things to fill in."""
    patient = a_patient(user=a_user(Role.PATIENT))
    patient = people.update_details(patient=patient, address="3 Fir Street, Portland", by=None, now=NOW)
    signed = {"patient": patient, "by": stage.provider, "now": NOW}
    a_treatable(patient, stage.provider)
    intake.submit_form(form=patient.intake, by=None, now=NOW)
    prescribing.write_plan(kind="series", sessions=4, reason="To begin with.", **signed)
    billing.give_estimate(scope="course", **signed)
    people.set_contact(kind="escort", name="Rosa Hale", phone="503 555 0101", **signed)
    for value, days in ((2, 30), (1, 10)):
        answer_questionnaire(patient, "phq-9", value, now=NOW - timedelta(days=days), occasion=f"day-{days}")
    measures.assign(instrument="gad-7", occasion="now", due_at=NOW, **signed)
    for words in ("lamotrigine 200 mg", "moss tea"):
        intake.add_medication(as_written=words, client_id=new_id(), **signed)
    for sender in (patient.user, clinic.desk):
        people.send_message(patient=patient, sender=sender, text="About the tea.", now=NOW)
    _visits(clinic, patient)
    _money(clinic, patient)
    return patient


def _visits(clinic: Clinic, patient: Any) -> None:
    seen = clinic.book(patient=patient, starts_at=NOW)
    scheduling.arrive(appointment=seen, by=clinic.desk, now=NOW)
    scheduling.begin(appointment=seen, by=clinic.doctor.user, now=NOW)
    billing.finish_visit(appointment=seen, by=clinic.doctor.user, now=NOW + timedelta(minutes=50))
    treatment.draft_note(appointment=seen, by=clinic.doctor.user, now=NOW + timedelta(hours=1))
    clinic.book("preparation", patient=patient, starts_at=at("10:00"))
    for days in (3, 4):
        clinic.book("session", patient=patient, starts_at=at("10:00", (NOW + timedelta(days=days)).date()))


def _money(clinic: Clinic, patient: Any) -> None:
    today = NOW.date()
    billing.agree_plan(patient=patient, total_cents=120_00, parts=3, first_due=today, by=clinic.desk, now=NOW)
    for method in ("card", "cash"):
        billing.take_payment(
            patient=patient,
            method=method,
            cents=20_00,
            reference="",
            client_id=new_id(),
            by=clinic.desk,
            now=NOW,
        )


def _group(clinic: Clinic) -> None:
    group = scheduling.open_group(
        service="group",
        room=clinic.room_for("group"),
        provider=clinic.doctor,
        monitor=clinic.therapist,
        starts_at=at("13:00"),
        by=clinic.desk,
        now=NOW,
    )
    assert group.seats.exists()


def _at_the_desk(clinic: Clinic) -> None:
    people.ask_question(name="Ana", email="ana@example.test", text="Do you take cards?", now=NOW)
    clinic.book(starts_at=at("8:30"))
