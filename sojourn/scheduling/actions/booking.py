"""Booking a visit, or a whole course of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import Room, StaffMember
from sojourn.clinic.words import spoken
from sojourn.core.decisions import Decision, Finding, refuse, require
from sojourn.core.ids import new_id
from sojourn.people.models import Patient
from sojourn.prescribing.queries import current_plan
from sojourn.scheduling.actions.claims import claim_visits
from sojourn.scheduling.actions.record import note_step, tell_patient
from sojourn.scheduling.actions.watch import watched
from sojourn.scheduling.calendar_file import calendar_of
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries.courses import CourseVisit, sessions_left
from sojourn.scheduling.queries.gates import gate as gate_of
from sojourn.scheduling.queries.gates import gates as gates_of
from sojourn.scheduling.queries.gates import prerequisite, prerequisites
from sojourn.scheduling.queries.places import places_are_possible
from sojourn.scheduling.queries.visits import visit_before
from sojourn.scheduling.rules.booking import Wish, may_book
from sojourn.scheduling.states import HOLDS_ITS_PLACE


@transaction.atomic
def book(
    *,
    patient: Patient,
    service: str,
    staff: StaffMember,
    room: Room,
    starts_at: datetime,
    by: User | None,
    now: datetime,
    client_id: UUID | None = None,
    follows: Appointment | None = None,
    gate: Decision | None = None,
    monitor: StaffMember | None = None,
    offered: bool = False,
) -> Appointment:
    """One visit, with its time claimed for provider, monitor, room and patient.

    ``gate`` is worked out unless given, and so is the ``monitor``. A time the clinic ``offered`` needs no notice. The
    loser of a race is refused with the nearest free times.
    """
    visit = CourseVisit(service, staff, room, starts_at, monitor=monitor)
    if client_id and (known := Appointment.objects.filter(pk=client_id, patient=patient).first()):
        return _booked_before(known, [visit])[0]
    require(
        Decision.of(
            may_book(wish_of(service, starts_at, by, now, offered=offered)),
            prerequisite(patient, service, starts_at),
            gate_of(patient, service, now) if gate is None else gate,
            places_are_possible([visit]),
        )
    )
    [visit] = watched([visit], by=by, now=now)
    follows = follows or visit_before(patient, service, starts_at)
    appointment, is_new = _create(patient, visit, by=by, now=now, follows=follows, client_id=client_id)
    if not is_new:
        return appointment
    claim_visits([appointment], by=by, now=now)
    note_step(appointment, "book", by=by, now=now)
    _confirm(appointment, [appointment], now)
    return appointment


@transaction.atomic
def book_course(
    *,
    patient: Patient,
    visits: Sequence[CourseVisit],
    by: User,
    now: datetime,
    client_id: UUID | None = None,
) -> list[Appointment]:
    """All visits of an accepted proposal, or none. One confirmation with every visit in its calendar file."""
    if client_id and (known := Appointment.objects.filter(pk=client_id, patient=patient).first()):
        return _booked_before(known, visits)
    require(_may_book_course(patient, visits, by, now))
    booked: list[Appointment] = []
    for visit in watched(visits, by=by, now=now):
        follows = booked[visit.follows] if visit.follows is not None else None
        number = client_id if not booked else None
        appointment, is_new = _create(patient, visit, by=by, now=now, follows=follows, client_id=number)
        if not is_new:
            return _booked_before(appointment, visits)
        booked.append(appointment)
    claim_visits(booked, by=by, now=now)
    for appointment in booked:
        note_step(appointment, "book", by=by, now=now)
    if booked:
        _confirm(booked[0], booked, now)
    return booked


def _booked_before(first: Appointment, visits: Sequence[CourseVisit]) -> list[Appointment]:
    """What the same form booked the first time, as long as that is what it asks for and it stands.

    A page somebody went back to, with another time or after a cancellation, asks for a visit that it did not make.
    """
    together = first.patient.appointments.filter(booked_at=first.booked_at, state__in=HOLDS_ITS_PLACE)
    booked = list(together.filter(starts_at__in=[visit.starts_at for visit in visits]))
    made = {(each.starts_at, each.service, each.staff_id) for each in booked}
    if made == {(each.starts_at, each.service, each.staff.pk) for each in visits}:
        return booked
    now_is = first.get_state_display().lower()
    raise refuse(
        "page_used",
        f"This page has booked already: {spoken(first.begins)}, {now_is}. Please choose once more.",
        field="starts_at",
    )


def _may_book_course(patient: Patient, visits: Sequence[CourseVisit], by: User, now: datetime) -> Decision:
    gates = gates_of(patient, sorted({visit.service for visit in visits}), now)
    return Decision.of(
        _within_the_plan(patient, visits),
        *gates.values(),
        prerequisites(patient, [(visit.service, visit.starts_at) for visit in visits]),
        *(may_book(wish_of(visit.service, visit.starts_at, by, now)) for visit in visits),
        places_are_possible(visits),
    )


def _within_the_plan(patient: Patient, visits: Sequence[CourseVisit]) -> Finding | None:
    """A course is booked once: no more sessions than the plan has left."""
    plan = current_plan(patient)
    wanted = sum(visit.service == "session" for visit in visits)
    if plan is None or wanted <= (left := sessions_left(patient, plan)):
        return None
    booked = plan.sessions - left
    return Finding(
        code="course_booked",
        message=f"The plan has {plan.sessions} sessions, and {booked} of them are booked or done. "
        "Revise the plan for more of them, or book a visit of its own.",
        owner="provider",
    )


def wish_of(
    service: str, starts_at: datetime, by: User | None, now: datetime, *, offered: bool = False
) -> Wish:
    """The facts of a wish, for the rules of notice. What the clinic offered counts as booked by staff."""
    policy, wanted = content.pack().policies.booking, clinic.service(service)
    return Wish(
        service_name=wanted.name,
        bookable_by=wanted.bookable_by,
        booker="staff" if offered else "public" if by is None else "patient" if by.is_patient else "staff",
        starts_at=starts_at,
        now=now,
        earliest_notice_hours=policy.earliest_notice_hours,
        furthest_ahead_days=policy.furthest_ahead_days,
    )


def _create(
    patient: Patient,
    visit: CourseVisit,
    *,
    by: User | None,
    now: datetime,
    follows: Appointment | None,
    client_id: UUID | None,
) -> tuple[Appointment, bool]:
    """The visit, and whether it is new: the same form sent twice at once makes one."""
    facts = {
        "service": visit.service,
        "staff": visit.staff,
        "monitor": visit.monitor,
        "room": visit.room,
        "follows": follows,
        "starts_at": visit.starts_at,
        "ends_at": visit.starts_at + timedelta(minutes=clinic.service(visit.service).minutes),
        "price_cents": clinic.price_of(visit.service, clinic.local_day(now)).low_cents,
        "booked_at": now,
        "booked_by": by,
    }
    return Appointment.objects.get_or_create(pk=client_id or new_id(), patient=patient, defaults=facts)


def _confirm(appointment: Appointment, all_visits: list[Appointment], now: datetime) -> None:
    tell_patient(
        "booking-confirmed",
        appointment,
        once=f"booking-confirmed:{appointment.pk}",
        now=now,
        calendar=calendar_of(all_visits, now=now),
    )
