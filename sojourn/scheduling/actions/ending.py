"""Visits that do not take place: their time given back, their messages withdrawn, each step kept account of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sojourn.accounts.models import User
from sojourn.scheduling.actions.claims import let_go
from sojourn.scheduling.actions.record import note_step
from sojourn.scheduling.actions.reminders import call_off_reminders
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import AppointmentState

FOLLOWED = "The visit it follows was cancelled."


def end_visits(
    visits: Sequence[Appointment], step: str, *, by: User | None, now: datetime, reason: str, **terms: Any
) -> dict[UUID, list[Appointment]]:
    """End locked visits by ``step``, and with them what was to follow; gives each with its own follow-ups, by its id.

    Everything is let go before the first word goes into the trail: the trail has one end, and whoever holds it waits
    for nobody.
    """
    gone = {each.pk: [each, *_follow_ups(each)] for each in visits}
    for each in (one for together in gone.values() for one in together):
        _leave_time(each, now)
    for visit in visits:
        note_step(visit, step, by=by, now=now, reason=reason, **terms)
        for follow_up in gone[visit.pk][1:]:
            note_step(follow_up, "cancel", by=by, now=now, reason=FOLLOWED)
    return gone


def _follow_ups(visit: Appointment) -> list[Appointment]:
    return list(visit.follow_ups.select_for_update().filter(state=AppointmentState.BOOKED).order_by("pk"))


def _leave_time(visit: Appointment, now: datetime) -> None:
    visit.state = AppointmentState.CANCELLED
    visit.save(update_fields=["state"])
    let_go(visit)
    call_off_reminders(visit, now=now)
