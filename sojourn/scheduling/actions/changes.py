"""Moving and cancelling."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import Room, StaffMember
from sojourn.clinic.words import spoken
from sojourn.core.decisions import Decision, Finding, require
from sojourn.scheduling.actions.booking import wish_of
from sojourn.scheduling.actions.claims import claim_visits, let_go
from sojourn.scheduling.actions.record import note_step, tell_patient
from sojourn.scheduling.actions.reminders import call_off_reminders
from sojourn.scheduling.actions.seats import free_seat
from sojourn.scheduling.calendar_file import calendar_of
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.permissions import may_change
from sojourn.scheduling.queries.availability import place_is_possible
from sojourn.scheduling.queries.visits import cancellation_terms
from sojourn.scheduling.rules.booking import may_book
from sojourn.scheduling.states import AppointmentState, next_state


@transaction.atomic
def move(
    *,
    appointment: Appointment,
    staff: StaffMember,
    room: Room,
    starts_at: datetime,
    reason: str,
    by: User | None,
    now: datetime,
    seen: datetime | None = None,
) -> Appointment:
    """Another time, person or room. The price agreed at booking stays; the old time is given back.

    ``seen`` is the start the mover saw: a visit that somebody else moved meanwhile is not moved once more unawares.
    """
    appointment = locked(appointment)
    require(may_change(by, appointment))
    if (appointment.staff, appointment.room, appointment.starts_at) == (staff, room, starts_at):
        return appointment
    require(
        Decision.of(
            _where_it_was(appointment, seen),
            _can_still("move", appointment),
            _alone(appointment),
            _notice(appointment, by, now),
            may_book(wish_of(appointment.service, starts_at, by, now)),
            place_is_possible(appointment.service, staff, room, starts_at),
        )
    )
    call_off_reminders(appointment, now=now)
    before = {"from": appointment.starts_at, "staff": str(appointment.staff), "room": str(appointment.room)}
    let_go(appointment)
    appointment.staff, appointment.room, appointment.starts_at = staff, room, starts_at
    appointment.ends_at = starts_at + timedelta(minutes=clinic.service(appointment.service).minutes)
    appointment.save(update_fields=["staff", "room", "starts_at", "ends_at"])
    claim_visits([appointment], now=now)
    change = note_step(appointment, "move", by=by, now=now, reason=reason, **before)
    tell_patient(
        "booking-moved",
        appointment,
        once=f"booking-moved:{change.pk}",
        now=now,
        calendar=calendar_of([appointment], now=now),
    )
    return appointment


@transaction.atomic
def cancel(*, appointment: Appointment, reason: str, by: User | None, now: datetime) -> Appointment:
    """Give the time back. A cancelled session takes the visits that were to follow it along."""
    appointment = locked(appointment)
    require(may_change(by, appointment))
    require(Decision.of(_can_still("cancel", appointment), _has_reason(reason)))
    terms = cancellation_terms(appointment, now)
    _cancel_one(appointment, reason, by, now, is_late=terms.is_late, fee_cents=terms.fee_cents)
    waiting = list(appointment.follow_ups.select_for_update().filter(state=AppointmentState.BOOKED))
    for follow_up in waiting:
        _cancel_one(follow_up, "The visit it follows was cancelled.", by, now)
    tell_patient(
        "booking-cancelled",
        appointment,
        once=f"booking-cancelled:{appointment.pk}",
        now=now,
        calendar=calendar_of([appointment, *waiting], now=now),
    )
    return appointment


@transaction.atomic
def cancel_several(
    *, appointments: list[Appointment], reason: str, by: User | None, now: datetime
) -> list[Appointment]:
    """All of them, earliest first, for one reason, or none. What a session took along is not cancelled twice."""
    ordered = sorted(appointments, key=lambda each: each.starts_at)
    standing = (each for each in ordered if locked(each).state != AppointmentState.CANCELLED)
    return [cancel(appointment=each, reason=reason, by=by, now=now) for each in standing]


def locked(appointment: Appointment) -> Appointment:
    """The visit as it stands now, held until the transaction ends.

    Locked first and read afterwards: PostgreSQL drops a locked row from a join when it was moved to another person or
    room while we waited for it.
    """
    Appointment.objects.select_for_update().values_list("pk", flat=True).get(pk=appointment.pk)
    return Appointment.objects.select_related("patient", "staff", "room").get(pk=appointment.pk)


def _cancel_one(
    appointment: Appointment, reason: str, by: User | None, now: datetime, **data: object
) -> None:
    appointment.state = AppointmentState.CANCELLED
    appointment.save(update_fields=["state"])
    let_go(appointment)
    call_off_reminders(appointment, now=now)
    note_step(appointment, "cancel", by=by, now=now, reason=reason, **data)
    if appointment.group_id:
        free_seat(appointment, now=now)


def _can_still(step: str, appointment: Appointment) -> Finding | None:
    if next_state(appointment.state, step):
        return None
    now_is = appointment.get_state_display().lower()
    return Finding(code="too_late_for_that", message=f"This visit can no longer be changed: it is {now_is}.")


def _alone(appointment: Appointment) -> Finding | None:
    if appointment.group_id is None:
        return None
    return Finding(
        code="group_stays", message="A group meets at its own time. The seat can be given up instead."
    )


def _notice(appointment: Appointment, by: User | None, now: datetime) -> Finding | None:
    """Patients move in good time by themselves; later they call, so that somebody thinks of a way."""
    terms = cancellation_terms(appointment, now)
    if not terms.is_late or by is None or not by.is_patient:
        return None
    return Finding(
        code="late_move",
        message=f"This is less than {terms.notice_hours} hours before the visit. Please call us, and we find a way.",
    )


def _where_it_was(appointment: Appointment, seen: datetime | None) -> Finding | None:
    if seen is None or seen == appointment.starts_at:
        return None
    return Finding(
        code="moved_meanwhile",
        message=f"Somebody moved this visit meanwhile: it is on {spoken(appointment.starts_at)} now.",
        field="starts_at",
    )


def _has_reason(reason: str) -> Finding | None:
    if reason.strip():
        return None
    return Finding(code="no_reason", message="Please say in a word why.", field="reason")
