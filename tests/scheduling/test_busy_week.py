"""Sixteen people book, move and cancel at random in one week, all at once. Afterwards everything adds up."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta

import pytest

from bench.busy_week import CLIENTS, Week, faults, ordeal
from sojourn.audit.queries import verify
from sojourn.core.decisions import ALLOWED
from sojourn.scheduling import actions
from sojourn.scheduling.models import Appointment, Claim
from tests.factories import NOW, a_patient
from tests.scheduling.clinic_day import Clinic, a_clinic, at

pytestmark = pytest.mark.slow

STEPS = int(os.environ.get("SOJOURN_BUSY_STEPS", "12"))
DAYS = [date(2026, 3, 9) + timedelta(days=n) for n in range(5)]


@pytest.fixture
def clinic(own_database: str) -> Clinic:
    return a_clinic()


@pytest.fixture
def week(clinic: Clinic) -> Week:
    """Ten patients with an intake in the week before, so that what must come first has come."""
    patients = [a_patient() for _ in range(10)]
    for number, each in enumerate(patients):
        actions.book(
            patient=each,
            service="intake",
            staff=clinic.doctor,
            room=clinic.room_for("intake"),
            starts_at=_first_hours(number),
            by=clinic.desk,
            now=NOW,
            gate=ALLOWED,
        )
    doctors = [clinic.doctor, clinic.second_doctor]
    return Week(DAYS, doctors, [clinic.therapist], patients, clinic.desk, NOW)


def test_a_week_of_sixteen_busy_people_adds_up(week: Week) -> None:
    told = ordeal(week, steps=STEPS)
    assert told.total() == CLIENTS * STEPS and told["done"] and told["refused"]
    assert week.visits().count() > 1
    assert faults(week) == []
    assert verify().intact


def test_what_does_not_add_up_is_found(clinic: Clinic, week: Week) -> None:
    first = clinic.book("intake", at("10:00", DAYS[0]), patient=week.patients[0])
    clinic.book("intake", at("12:00", DAYS[0]), patient=week.patients[1])
    assert faults(week) == []
    Claim.objects.filter(appointment=first).delete()
    Appointment.objects.filter(pk=first.pk).update(
        starts_at=at("12:00", DAYS[0]), ends_at=at("12:50", DAYS[0])
    )
    found = " ".join(faults(week))
    assert "Period" in found and "claim" in found and "10:00" not in found.split("claim")[0]
    assert any("2026" in each and "book" in each for each in faults(week))


def _first_hours(number: int) -> datetime:
    day = date(2026, 3, 3) + timedelta(days=number % 2)
    return at(f"{9 + number // 2 % 5}:00", day)
