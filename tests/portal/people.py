"""Patients at different places on their way, brought there by the actions that people use."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from sojourn import content
from sojourn.accounts.roles import Role
from sojourn.core.ids import new_id
from sojourn.intake import actions as intake
from sojourn.measures import actions as measures
from sojourn.measures.models import Assignment
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from tests.factories import NOW, a_patient, a_staff_member, a_user, the_clinic
from tests.intake.told import fill


def somebody() -> Patient:
    """A patient who can sign in."""
    return a_patient(user=a_user(Role.PATIENT))


def signed_in(patient: Patient) -> Client:
    """Their browser."""
    browser = Client()
    browser.force_login(patient.user)
    return browser


def told(patient: Patient, *, now: datetime = NOW, **answers: Any) -> Patient:
    """They have sent their intake form."""
    form = intake.open_form(patient=patient, now=now)
    fill(form, **answers)
    intake.submit_form(form=form, by=patient.user, now=now)
    patient.refresh_from_db()
    return patient


def listed(patient: Patient, *medicines: str, now: datetime = NOW) -> Patient:
    """They have listed what they take."""
    for text in medicines:
        intake.add_medication(patient=patient, as_written=text, by=patient.user, now=now)
    intake.confirm_list(patient=patient, by=patient.user, now=now)
    return patient


def asked(
    patient: Patient, instrument: str = "phq-9", occasion: str = "test", now: datetime = NOW
) -> Assignment:
    """One questionnaire waits."""
    return measures.assign(
        patient=patient,
        instrument=instrument,
        occasion=occasion,
        due_at=now + timedelta(days=1),
        by=None,
        now=now,
    )


def answered(patient: Patient, instrument: str, value: int, occasion: str, now: datetime) -> None:
    """They answered every question with the same value."""
    assignment = asked(patient, instrument, occasion, now)
    for item in content.library().instruments[instrument].items:
        measures.answer(
            assignment=assignment, item=item.id, value=value, client_id=new_id(), by=None, now=now
        )
    measures.submit(assignment=assignment, by=None, now=now)


def signed_all(patient: Patient, now: datetime = NOW) -> None:
    """They signed everything."""
    for document in content.pack().consents.values():
        intake.sign_consent(
            patient=patient,
            consent_id=document.id,
            agreed={each.id for each in document.statements},
            signed_name=patient.legal_name,
            by=patient.user,
            now=now,
        )


def visiting(
    patient: Patient, starts_at: datetime, service: str = "session", staff: Any = None
) -> Appointment:
    """A visit stands in the calendar."""
    from sojourn.clinic.models import Room

    the_clinic(now=NOW)
    return Appointment.objects.create(
        patient=patient,
        service=service,
        staff=staff or a_staff_member(),
        room=Room.objects.first(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=content.pack().services[service].minutes),
        price_cents=55000,
        booked_at=NOW,
    )
