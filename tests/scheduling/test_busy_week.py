"""Sixteen people book, move and cancel at random in one week, all at once. Afterwards everything adds up."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection

from sojourn import content
from sojourn.audit.models import Event
from sojourn.audit.queries import verify
from sojourn.clinic.models import Room
from sojourn.clinic.queries import service as service_of
from sojourn.core.decisions import ALLOWED, Refused
from sojourn.core.periods import Period
from sojourn.people.models import Patient
from sojourn.scheduling import actions
from sojourn.scheduling.models import Appointment, AppointmentChange, Claim
from sojourn.scheduling.rules.availability import occupied
from sojourn.scheduling.states import HOLDS_ITS_PLACE
from tests.factories import NOW, a_patient
from tests.scheduling.clinic_day import Clinic, a_clinic, at

pytestmark = pytest.mark.slow

CLIENTS = 16
STEPS = int(os.environ.get("SOJOURN_BUSY_STEPS", "12"))
WEEK = [date(2026, 3, 9) + timedelta(days=n) for n in range(5)]
SERVICES = ("intake", "preparation", "session")


def _anything(dice: Random, clinic: Clinic, service: str) -> dict[str, Any]:
    """Some time, person and room; few enough of each that people meet."""
    lead = (
        clinic.therapist if service == "preparation" else dice.choice([clinic.doctor, clinic.second_doctor])
    )
    rooms = list(Room.objects.filter(kind=service_of(service).room_kind, is_active=True)[:2])
    clock = f"{dice.randrange(9, 15):02}:{dice.choice(('00', '20', '30', '50'))}"
    return {"staff": lead, "room": dice.choice(rooms), "starts_at": at(clock, dice.choice(WEEK))}


def _book(dice: Random, clinic: Clinic, patients: list[Patient]) -> None:
    service = dice.choice(SERVICES)
    place = _anything(dice, clinic, service)
    actions.book(
        patient=dice.choice(patients), service=service, by=clinic.desk, now=NOW, gate=ALLOWED, **place
    )


def _move(dice: Random, clinic: Clinic, patients: list[Patient]) -> None:
    visit = _some_visit(dice, patients)
    if visit:
        place = _anything(dice, clinic, visit.service)
        actions.move(appointment=visit, reason="Asked to", by=clinic.desk, now=NOW, **place)


def _cancel(dice: Random, clinic: Clinic, patients: list[Patient]) -> None:
    visit = _some_visit(dice, patients)
    if visit:
        actions.cancel(appointment=visit, reason="Asked to", by=clinic.desk, now=NOW)


def _some_visit(dice: Random, patients: list[Patient]) -> Appointment | None:
    """Of anybody's: two people at the desk may have the same visit open."""
    found = list(Appointment.objects.filter(patient__in=patients, state__in=HOLDS_ITS_PLACE))
    return dice.choice(found) if found else None


def _client(seed: int, clinic: Clinic, patients: list[Patient]) -> Counter[str]:
    dice, told = Random(seed), Counter[str]()
    try:
        for _ in range(STEPS):
            step = dice.choice((_book, _book, _move, _move, _cancel))
            try:
                step(dice, clinic, patients)
                told["done"] += 1
            except Refused:
                told["refused"] += 1
    finally:
        connection.close()
    return told


def test_a_week_of_sixteen_busy_people_adds_up(own_database: str) -> None:
    clinic, patients = a_clinic(), [a_patient() for _ in range(10)]
    for each in patients:
        actions.book(
            patient=each,
            service="intake",
            staff=clinic.doctor,
            room=clinic.room_for("intake"),
            starts_at=_first_hours(patients.index(each)),
            by=clinic.desk,
            now=NOW,
            gate=ALLOWED,
        )
    with ThreadPoolExecutor(CLIENTS) as crowd:
        told = sum(crowd.map(lambda seed: _client(seed, clinic, patients), range(CLIENTS)), Counter())
    assert told.total() == CLIENTS * STEPS and told["done"] and told["refused"]
    _nobody_is_in_two_places()
    _every_claim_has_its_visit()
    _the_ledger_is_whole()
    assert verify().intact


def _first_hours(number: int) -> datetime:
    """An intake for each in the week before, so that what must come first has come."""
    return at(
        f"{9 + number // 2 % 5}:{'00' if number % 2 else '00'}", date(2026, 3, 3) + timedelta(days=number % 2)
    )


def _held() -> list[Appointment]:
    return list(Appointment.objects.filter(state__in=HOLDS_ITS_PLACE))


def _wanted(visit: Appointment) -> list[tuple[Any, int]]:
    """Who and what a visit takes, and for how many minutes; a session has somebody who keeps watch."""
    kind = service_of(visit.service)
    assert bool(visit.monitor_id) == kind.needs_monitor
    taken = [each for each in (visit.staff_id, visit.monitor_id, visit.room_id) if each]
    return [*((each, kind.occupies_minutes) for each in taken), (visit.patient_id, kind.minutes)]


def _nobody_is_in_two_places() -> None:
    """By the visits alone: provider, monitor and room with turnover, the patient without."""
    spans: dict[Any, list[Period]] = {}
    for each in _held():
        for resource, minutes in _wanted(each):
            spans.setdefault(resource, []).append(occupied(each.starts_at, minutes))
    for taken in spans.values():
        taken.sort()
        assert all(one.end <= after.start for one, after in zip(taken, taken[1:], strict=False))


def _every_claim_has_its_visit() -> None:
    grain, wanted = content.pack().hours.slot_minutes, set()
    for each in _held():
        for resource, minutes in _wanted(each):
            wanted |= {(resource, cell, each.pk) for cell in occupied(each.starts_at, minutes).grains(grain)}
    assert set(Claim.objects.values_list("resource", "cell", "appointment")) == wanted


def _the_ledger_is_whole() -> None:
    """Each visit's steps lead from its booking to where it stands, and each step is in the trail."""
    for each in Appointment.objects.all():
        steps = list(each.changes.order_by("id").values_list("move", "state", "starts_at"))
        assert steps[0][0] == "book" and [step for step, _, _ in steps].count("book") == 1
        assert steps[-1][1:] == (each.state, each.starts_at)
        assert [step for step, _, _ in steps].count("cancel") == (each.state == "cancelled")
    told = Event.objects.filter(kind__startswith="appointment.").count()
    assert told == AppointmentChange.objects.count()
