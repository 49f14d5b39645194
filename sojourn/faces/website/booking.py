"""A first visit, from nothing to a booked intake with everything that belongs to it.

It lives in the face because it joins rooms that do not know each other: accounts, people, scheduling, intake, measures
and billing. It stays one transaction that a view calls once, so that nobody is ever left with half of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from sojourn import content
from sojourn.accounts.actions import create_user
from sojourn.accounts.models import User
from sojourn.accounts.roles import Role
from sojourn.audit import actions as audit
from sojourn.billing.actions import give_estimate
from sojourn.clinic.models import StaffMember
from sojourn.clinic.queries import local_day, own_place
from sojourn.comms import actions as comms
from sojourn.core.decisions import refuse
from sojourn.intake.actions import open_form
from sojourn.measures import rules as measures_rules
from sojourn.measures.actions import assign
from sojourn.people.actions import register_patient, send_account_link
from sojourn.people.models import Patient
from sojourn.scheduling.actions import book
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries import FreeTime, bookable_from, free_times, furthest
from sojourn.scheduling.queries.offers import nearest_free_times

SERVICE = "intake"


@dataclass(frozen=True, kw_only=True)
class FirstVisit:
    """What somebody chose and typed. ``client_id`` comes with the form, so that sending it twice books once."""

    first_name: str
    last_name: str
    birth_date: date
    email: str
    phone: str
    staff: StaffMember
    starts_at: datetime
    client_id: UUID
    preferred_name: str = ""


def book_first_visit(wish: FirstVisit, *, now: datetime) -> Appointment | None:
    """Book it. None when the address belongs to somebody already: they get an e-mail, and nobody else learns of it.

    Raises Refused for a time that is gone, and for everything the rooms refuse; then nothing at all is stored.
    """
    try:
        return _book(wish, now=now)
    except IntegrityError:
        return _book(wish, now=now)  # the same form arrived twice at once: the other one is through by now


@transaction.atomic
def _book(wish: FirstVisit, *, now: datetime) -> Appointment | None:
    if booked := Appointment.objects.filter(pk=wish.client_id, starts_at=wish.starts_at).first():
        return booked
    if known := User.objects.filter(email=wish.email.strip().lower()).first():
        _write_to_known(known, now)
        return None
    place = still_free(wish.staff, wish.starts_at, now)
    if place is None:
        raise refuse("taken", "That time has just been taken.", field="starts_at")
    patient = _make_patient(wish, now)
    visit = _book_place(patient, place, wish, now)
    _prepare(patient, visit, now)
    return visit


def still_free(staff: StaffMember, starts_at: datetime, now: datetime) -> FreeTime | None:
    """The chosen time with a room for it, as long as nobody else took it."""
    here = {"staff": staff, "after": bookable_from(now), "place": own_place()}
    free = free_times(SERVICE, from_day=local_day(starts_at), days=1, **here)
    return next((each for each in free if each.starts_at == starts_at), None)


def nearest(staff: StaffMember, starts_at: datetime, now: datetime) -> list[FreeTime]:
    """The free times around one that is gone."""
    first, last = bookable_from(now), furthest(now)
    bounds = {"not_before": first, "not_after": last}
    return nearest_free_times(SERVICE, starts_at, staff=staff, place=own_place(), **bounds)


def _make_patient(wish: FirstVisit, now: datetime) -> Patient:
    name = " ".join((wish.preferred_name or wish.first_name, wish.last_name)).strip()
    user = create_user(email=wish.email, name=name, roles=[Role.PATIENT], by=None, now=now)
    patient = register_patient(
        first_name=wish.first_name,
        last_name=wish.last_name,
        preferred_name=wish.preferred_name,
        birth_date=wish.birth_date,
        email=wish.email,
        phone=wish.phone,
        user=user,
        by=None,
        now=now,
        client_id=wish.client_id,
    )
    audit.record(
        "contact.agreed",
        f"{patient} agreed to be contacted about the visit",
        by=user,
        now=now,
        subject=patient,
        patient_id=patient.pk,
    )
    return patient


def _book_place(patient: Patient, place: FreeTime, wish: FirstVisit, now: datetime) -> Appointment:
    return book(
        patient=patient,
        service=SERVICE,
        staff=place.staff,
        room=place.room,
        starts_at=place.starts_at,
        by=None,
        now=now,
        client_id=wish.client_id,
    )


def _prepare(patient: Patient, visit: Appointment, now: datetime) -> None:
    """What waits in the portal: the form, the first questionnaires, the estimate; and the link that opens it."""
    open_form(patient=patient, now=now)
    facts = measures_rules.DueFacts(today=local_day(now))
    plans = content.pack().policies.questionnaires
    for each in measures_rules.due(plans, content.library().instruments, facts):
        assign(
            patient=patient,
            instrument=each.instrument,
            occasion=each.occasion,
            due_at=visit.starts_at,
            by=None,
            now=now,
        )
    give_estimate(patient=patient, scope=SERVICE, by=None, now=now)
    send_account_link(user=patient.user, now=now)


def _write_to_known(user: User, now: datetime) -> None:
    """At most one such letter in ten minutes, however often the form is sent."""
    stretch = int(now.timestamp() // timedelta(minutes=10).total_seconds())
    comms.queue(
        template="account-known",
        to=user.email,
        channel="email",
        context={"name": user.name.split()[0], "link": "/accounts/password/reset/"},
        about=user.pk,
        once=f"account-known:{user.pk}:{stretch}",
        now=now,
    )
