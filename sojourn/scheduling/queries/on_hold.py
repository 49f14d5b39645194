"""Visits that are booked and cannot take place as things stand: nobody fasts or changes a medicine for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sojourn.clinic.queries import local_day
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries.after_a_no import needs_a_yes
from sojourn.scheduling.states import AppointmentState
from sojourn.screening.asked_of_many import about_each
from sojourn.screening.queries import screening_of
from sojourn.screening.without_yes_queries import carries_nothing, without_a_yes


def waits_for_a_yes(visit: Appointment) -> bool:
    """Booked, not begun, and of a kind that needs the provider's decision."""
    return visit.state == AppointmentState.BOOKED and needs_a_yes(visit)


def on_hold(visits: Iterable[Appointment], now: datetime) -> frozenset[UUID]:
    """Those of these visits that wait for the provider's yes, by id. Nothing is asked when none of them needs one."""
    waiting = [each for each in visits if waits_for_a_yes(each)]
    if not waiting:
        return frozenset()
    closed = _closed(waiting, now)
    return frozenset(each.pk for each in waiting if each.patient_id in closed)


A_FEW = 12
"""About so many everything is asked in one query; of more only what is new is looked at, in two."""


def _closed(waiting: list[Appointment], now: datetime) -> frozenset[UUID]:
    patients, today = {each.patient_id: each.patient for each in waiting}, local_day(now)
    if len(patients) > A_FEW:
        return without_a_yes(patients.keys(), today=today)
    asked = about_each(list(patients.values()))
    found = {pk: screening_of(each, today=today, asked=asked[pk]) for pk, each in patients.items()}
    return frozenset(pk for pk, screening in found.items() if carries_nothing(screening))
