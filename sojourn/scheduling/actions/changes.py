"""Moving and cancelling."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import Room, StaffMember
from sojourn.clinic.words import spoken
from sojourn.core.decisions import Decision, Finding, require
from sojourn.scheduling.actions.booking import wish_of
from sojourn.scheduling.actions.claims import claim_visits, let_go
from sojourn.scheduling.actions.ending import end_visits
from sojourn.scheduling.actions.offers import offer_soon
from sojourn.scheduling.actions.record import Before, note_step, tell_patient
from sojourn.scheduling.actions.reminders import call_off_reminders
from sojourn.scheduling.actions.seats import free_seat, hold_group_of
from sojourn.scheduling.actions.watch import watched
from sojourn.scheduling.calendar_file import calendar_of
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.permissions import may_change, may_schedule
from sojourn.scheduling.queries.courses import CourseVisit
from sojourn.scheduling.queries.gates import prerequisite
from sojourn.scheduling.queries.places import (
    monitors_for,
    needs_monitor,
    place_is_possible,
    places_are_possible,
)
from sojourn.scheduling.queries.visits import cancellation_terms
from sojourn.scheduling.rules.booking import fee_due, may_book, may_give_cause
from sojourn.scheduling.states import HOLDS_ITS_PLACE, next_state


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
    cause: str = "",
    offered: bool = False,
    seen: datetime | None = None,
) -> Appointment:
    """Another time, person or room. The price agreed at booking stays; the old time is given back.

    Patients say why, by one of the pack's reasons (``cause``) or in words; staff may.
    ``seen`` is the start the mover saw: a visit that somebody else moved meanwhile is not moved once more unawares.
    """
    appointment = locked(appointment)
    require(may_change(by, appointment))
    is_there = (appointment.staff, appointment.room, appointment.starts_at) == (staff, room, starts_at)
    if is_there and appointment.state in HOLDS_ITS_PLACE:
        return appointment
    require(
        Decision.of(
            _where_it_was(appointment, seen),
            _can_still("move", appointment),
            _alone(appointment),
            None if offered else _notice(appointment, by, now),
            wrong_cause(cause, reason, by) if cause or (by and by.is_patient) else None,
            may_book(wish_of(appointment.service, starts_at, by, now, offered=offered)),
            _after_what_comes_first(appointment, starts_at),
            place_is_possible(appointment.service, staff, room, starts_at),
        )
    )
    call_off_reminders(appointment, now=now)
    was, told = Before.of(appointment), _told(appointment)
    let_go(appointment)
    appointment.staff, appointment.room, appointment.starts_at = staff, room, starts_at
    appointment.monitor = _still_watching(appointment, by, now)
    appointment.ends_at = starts_at + timedelta(minutes=clinic.service(appointment.service).minutes)
    appointment.save(update_fields=["staff", "monitor", "room", "starts_at", "ends_at"])
    claim_visits([appointment], by=by, now=now)
    change = note_step(appointment, "move", by=by, now=now, reason=reason, cause=cause, was=was, **told)
    tell_patient(
        "booking-moved",
        appointment,
        once=f"booking-moved:{change.pk}",
        now=now,
        calendar=calendar_of([appointment], now=now),
    )
    offer_soon(now)
    return appointment


@transaction.atomic
def name_monitor(
    *, appointment: Appointment, monitor: StaffMember, reason: str, by: User, now: datetime
) -> Appointment:
    """Somebody else keeps watch; the time of the one before is given back."""
    appointment = locked(appointment)
    require(may_schedule(by))
    if appointment.monitor_id == monitor.pk:
        return appointment
    place = _place_of(appointment, monitor)
    require(
        Decision.of(_can_still("watch", appointment), _wants_monitor(place), places_are_possible([place]))
    )
    was = Before.of(appointment)
    let_go(appointment)
    appointment.monitor = watched([place], by=by, now=now)[0].monitor
    appointment.save(update_fields=["monitor"])
    claim_visits([appointment], by=by, now=now)
    watching: dict[str, Any] = {
        "monitor": str(appointment.monitor),
        "before": str(was.monitor or "nobody"),
    }
    note_step(appointment, "watch", by=by, now=now, reason=reason, was=was, **watching)
    return appointment


@transaction.atomic
def cancel(
    *, appointment: Appointment, reason: str, by: User | None, now: datetime, cause: str = ""
) -> Appointment:
    """Give the time back, for one of the pack's reasons (``cause``), in words, or both.

    A cancelled session takes the visits that were to follow it along. Late, it costs what the pack says for the cause.
    """
    hold_group_of(appointment)
    appointment = locked(appointment)
    require(may_change(by, appointment))
    require(Decision.of(_can_still("cancel", appointment), wrong_cause(cause, reason, by)))
    terms = cancellation_terms(appointment, now)
    late = {"is_late": terms.is_late, "fee_cents": fee_of(terms.fee_cents, cause)}
    gone = end_visits([appointment], "cancel", by=by, now=now, reason=reason, cause=cause, **late)
    if appointment.group_id:
        free_seat(appointment, now=now)
    tell_patient(
        "booking-cancelled",
        appointment,
        once=f"booking-cancelled:{appointment.pk}",
        now=now,
        calendar=calendar_of(gone[appointment.pk], now=now),
    )
    offer_soon(now)
    return appointment


def locked(appointment: Appointment) -> Appointment:
    """The visit as it stands now, held until the transaction ends.

    Locked first and read afterwards: PostgreSQL drops a locked row from a join when it was moved to another person or
    room while we waited for it.
    """
    Appointment.objects.select_for_update().values_list("pk", flat=True).get(pk=appointment.pk)
    return Appointment.objects.select_related("patient", "staff", "monitor", "room").get(pk=appointment.pk)


def _still_watching(appointment: Appointment, by: User | None, now: datetime) -> StaffMember | None:
    """Whoever kept watch so far, when they are free then too; else somebody who is."""
    same = _place_of(appointment, appointment.monitor)
    if monitors_for([same])[0]:
        return appointment.monitor
    return watched([_place_of(appointment, None)], by=by, now=now)[0].monitor


def _told(appointment: Appointment) -> dict[str, Any]:
    """What the trail says of where a visit was before it was moved."""
    return {
        "from": appointment.starts_at,
        "staff": str(appointment.staff),
        "room": str(appointment.room),
    }


def _place_of(appointment: Appointment, monitor: StaffMember | None) -> CourseVisit:
    return CourseVisit(
        appointment.service, appointment.staff, appointment.room, appointment.starts_at, monitor=monitor
    )


def _wants_monitor(place: CourseVisit) -> Finding | None:
    if needs_monitor(place):
        return None
    return Finding(
        code="no_monitor_needed", message="Nobody beside the one who leads is booked for this visit."
    )


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


def _after_what_comes_first(appointment: Appointment, starts_at: datetime) -> Decision | None:
    """No visit is moved before the ones it comes after; where these are missing already, moving changes nothing."""
    patient, service = appointment.patient, appointment.service
    if not prerequisite(patient, service, appointment.starts_at).allowed:
        return None
    return prerequisite(patient, service, starts_at)


def _where_it_was(appointment: Appointment, seen: datetime | None) -> Finding | None:
    if seen is None or seen == appointment.starts_at:
        return None
    return Finding(
        code="moved_meanwhile",
        message=f"Somebody moved this visit meanwhile: it is on {spoken(appointment.begins)} now.",
        field="starts_at",
    )


def wrong_cause(cause: str, words: str, by: User | None) -> Finding | None:
    """A reason of the pack that this person may give, or a word about why."""
    known = {each.code: each.staff_only for each in content.pack().policies.cancellation.reasons}
    booker = "patient" if by is not None and by.is_patient else "staff"
    return may_give_cause(cause, words, known=known, booker=booker)


def fee_of(fee_cents: int, cause: str) -> int:
    """What the pack asks for, less what it waives for this reason."""
    return fee_due(fee_cents, cause=cause, waived_for=content.pack().policies.cancellation.waived_for)
