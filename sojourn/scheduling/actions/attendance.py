"""The day itself: here, in the room, done, or never came."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.clinic.words import spoken
from sojourn.core.decisions import Decision, refuse, require
from sojourn.scheduling.actions.changes import fee_of, locked, wrong_cause
from sojourn.scheduling.actions.claims import let_go
from sojourn.scheduling.actions.record import note_step, tell_patient
from sojourn.scheduling.actions.reminders import call_off_reminders
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import JOURNEYS, AppointmentState, next_state
from sojourn.screening.actions import check_interactions

NOT_FROM_HERE = {
    "arrive": "This visit is {state}; nobody is expected for it.",
    "begin": "Only somebody who is here can begin. This visit is {state}.",
    "finish": "Only a visit that has begun can be finished. This one is {state}.",
    "miss": "Only a booked visit can be missed. This one is {state}.",
}


@transaction.atomic
def arrive(*, appointment: Appointment, by: User | None, now: datetime) -> Appointment:
    """The patient is here; saying it twice counts once. Before a treatment the medicines are checked again (P12)."""
    appointment = locked(appointment)
    if appointment.state == AppointmentState.ARRIVED:
        return appointment
    if appointment.begins.date() != now.astimezone(appointment.begins.tzinfo).date():
        raise refuse("another_day", f"This visit is on {spoken(appointment.begins)}, not today.")
    appointment.arrived_at = now
    if appointment.service in JOURNEYS:
        check_interactions(patient=appointment.patient, by=by, now=now)
    return _step(appointment, "arrive", by, now)


@transaction.atomic
def begin(*, appointment: Appointment, by: User | None, now: datetime) -> Appointment:
    """The visit begins; they are in the room."""
    return _step(locked(appointment), "begin", by, now)


@transaction.atomic
def finish(*, appointment: Appointment, by: User | None, now: datetime) -> Appointment:
    """The visit is over. Saying it twice counts once."""
    appointment = locked(appointment)
    if appointment.state == AppointmentState.DONE:
        return appointment
    return _step(appointment, "finish", by, now)


@transaction.atomic
def miss(
    *, appointment: Appointment, by: User | None, now: datetime, cause: str = "", reason: str = ""
) -> Appointment:
    """They did not come, for a reason that may not be known yet. The rest of the time is given back, and they are told
    kindly; it costs what the pack says for the cause."""
    appointment = locked(appointment)
    if now < appointment.starts_at:
        raise refuse("not_yet", f"The visit begins at {spoken(appointment.begins)}; they may still come.")
    if cause:
        require(Decision.of(wrong_cause(cause, reason, by)))
    fee = fee_of(content.pack().policies.cancellation.no_show_fee_cents, cause)
    _step(appointment, "miss", by, now, cause=cause, reason=reason, fee_cents=fee)
    let_go(appointment)
    call_off_reminders(appointment, now=now)
    tell_patient("visit-missed", appointment, once=f"visit-missed:{appointment.pk}", now=now)
    return appointment


def _step(appointment: Appointment, step: str, by: User | None, now: datetime, **why: Any) -> Appointment:
    state = next_state(appointment.state, step)
    if state is None:
        now_is = appointment.get_state_display().lower()
        raise refuse("not_from_here", NOT_FROM_HERE[step].format(state=now_is))
    appointment.state = state
    appointment.save(update_fields=["state", "arrived_at"])
    note_step(appointment, step, by=by, now=now, **why)
    return appointment
