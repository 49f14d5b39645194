"""Visits that are booked and cannot take place as things stand: nobody fasts or changes a medicine for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sojourn.clinic.queries import local_day
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries.after_a_no import needs_a_yes
from sojourn.scheduling.states import AppointmentState
from sojourn.screening.without_yes_queries import without_a_yes


def on_hold(visits: Iterable[Appointment], now: datetime) -> frozenset[UUID]:
    """Those of these visits that wait for the provider's yes, by id. Nothing is asked when none of them needs one."""
    waiting = [each for each in visits if each.state == AppointmentState.BOOKED and needs_a_yes(each)]
    if not waiting:
        return frozenset()
    closed = without_a_yes({each.patient_id for each in waiting}, today=local_day(now))
    return frozenset(each.pk for each in waiting if each.patient_id in closed)
