"""Somebody new at the desk: registered, given an account, and the forms laid out, in one transaction.

It lives in the face because it joins rooms that do not know each other: accounts, people, intake and measures.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.actions import create_user
from sojourn.accounts.models import User
from sojourn.accounts.roles import Role
from sojourn.clinic.queries import local_day
from sojourn.intake.actions import open_form
from sojourn.measures import rules as measures_rules
from sojourn.measures.actions import assign
from sojourn.people.actions import register_patient, send_account_link
from sojourn.people.models import Patient

FORMS_DUE_AFTER = timedelta(days=7)


@transaction.atomic
def welcome(
    *,
    first_name: str,
    last_name: str,
    birth_date: date,
    email: str,
    phone: str,
    preferred_name: str,
    pronouns: str,
    with_portal: bool,
    client_id: UUID,
    by: User,
    now: datetime,
) -> Patient:
    """A new patient; with the portal also an account, the intake form and the first questionnaires."""
    patient = register_patient(
        first_name=first_name,
        last_name=last_name,
        birth_date=birth_date,
        email=email,
        phone=phone,
        preferred_name=preferred_name,
        pronouns=pronouns,
        by=by,
        now=now,
        client_id=client_id,
    )
    if with_portal and patient.user is None:
        give_portal(patient=patient, by=by, now=now)
    return patient


@transaction.atomic
def give_portal(*, patient: Patient, by: User, now: datetime) -> Patient:
    """An account with the link that opens it, and everything that is asked before the intake. Again: a new link."""
    patient = Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    if patient.user is None:
        patient.user = create_user(
            email=patient.email, name=patient.name, roles=[Role.PATIENT], by=by, now=now
        )
        patient.save(update_fields=["user"])
        open_form(patient=patient, now=now)
        _ask_first_questions(patient, by, now)
    send_account_link(user=patient.user, now=now)
    return patient


def _ask_first_questions(patient: Patient, by: User, now: datetime) -> None:
    facts = measures_rules.DueFacts(today=local_day(now))
    plans = content.pack().policies.questionnaires
    for each in measures_rules.due(plans, content.library().instruments, facts):
        assign(
            patient=patient,
            instrument=each.instrument,
            occasion=each.occasion,
            due_at=now + FORMS_DUE_AFTER,
            by=by,
            now=now,
        )
