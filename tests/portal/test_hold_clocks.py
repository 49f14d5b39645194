"""The clock times of held medicines: by the plan, by what was given, and gone when they have passed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from sojourn import content
from sojourn.accounts.roles import Role
from sojourn.intake import actions as intake
from sojourn.scheduling import actions as scheduling
from sojourn.treatment import actions
from tests.factories import NOW, a_user
from tests.portal.people import listed, signed_in, somebody, visiting
from tests.repository.test_never_stop import told_to_stop
from tests.scheduling.clinic_day import a_clinic, at
from tests.treatment.stage import Stage, a_stage, after, begun, cleared, dose, readings

pytestmark = pytest.mark.django_db
PAGES = (("medications", False), ("next_step", False), ("appointments", False), ("appointments_visit", True))
MET = {each.code: True for each in content.library().discharge.criteria}


@pytest.fixture
def stage() -> Stage:
    """Somebody who takes lamotrigine, in the room; their visit began at ten in the morning."""
    stage = a_stage()
    stage.patient.user = a_user(Role.PATIENT)
    stage.patient.save(update_fields=["user"])
    begun(stage)
    return stage


def takes_lamotrigine(stage: Stage, now: datetime = NOW) -> None:
    """Told in the room, checked and decided anew."""
    signed = {"patient": stage.patient, "by": stage.provider, "now": now}
    intake.add_medication(as_written="Lamictal 200 mg", client_id=uuid4(), **signed)
    intake.confirm_list(**signed)
    cleared(stage.patient, stage.provider, now=now)
    told = {"lamotrigine": (NOW - timedelta(hours=9)).isoformat()}
    actions.answer_readiness(session=stage.session, code="holds", value=told, by=stage.nurse, now=now)


def pages(stage: Stage, now: datetime) -> dict[str, str]:
    """The three places where the times stand, read at a moment."""
    addresses = {
        "medications": reverse("portal:medications"),
        "next step": reverse("portal:next_step"),
        "visit": reverse("portal:appointments_visit", args=[stage.appointment.pk]),
    }
    with time_machine.travel(now, tick=False):
        browser = signed_in(stage.patient)
        return {name: browser.get(address).content.decode() for name, address in addresses.items()}


def all_say(found: dict[str, str], words: str) -> bool:
    return all(words in page for page in found.values())


def goes_home(stage: Stage) -> None:
    for minute, phase in ((100, "integrate"), (130, "recovery")):
        actions.move_phase(session=stage.session, phase=phase, by=stage.nurse, now=after(minute))
    readings(stage, minute=175, point="")
    home = {"session": stage.session, "criteria": MET, "escort_name": "Rosa H.", "by": stage.nurse}
    actions.discharge(**home, now=after(180))


def test_each_injection_sets_the_time_anew_and_it_stands_until_it_has_passed(stage: Stage) -> None:
    takes_lamotrigine(stage, after(5))
    dose(stage)
    assert all_say(pages(stage, after(11)), "4:10 pm"), "six hours after ten past ten"
    readings(stage, minute=49, point="extra")
    dose(stage, minute=50, mg=Decimal("20"))
    found = pages(stage, after(55))
    assert all_say(found, "again from 4:50 pm") and not any("4:10 pm" in each for each in found.values())
    sentence = "Next dose from 4:50 pm, counted from your last injection at 10:50 am."
    assert sentence in found["medications"] and sentence in found["visit"]
    goes_home(stage)
    assert all_say(pages(stage, after(350)), "again from 4:50 pm"), "at home, an hour before it"
    over = pages(stage, after(410))
    assert not any("4:50 pm" in each or "again from" in each for each in over.values())


def test_no_page_on_the_way_says_to_stop_and_each_says_whom_to_call(stage: Stage) -> None:
    takes_lamotrigine(stage, after(5))
    planned = pages(stage, after(6))
    dose(stage)
    given = pages(stage, after(30))
    goes_home(stage)
    letter = stage.session.discharge.instructions
    for page in (*planned.values(), *given.values(), letter):
        assert told_to_stop(strip_tags(page)) == []
    for found in (planned, given):
        assert all(
            "Never stop lamotrigine on your own" in found[name] and 'href="tel:' in found[name]
            for name in ("medications", "visit")
        )


def test_every_page_stays_within_its_queries(
    stage: Stage, django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    takes_lamotrigine(stage, after(5))
    dose(stage)
    visiting(stage.patient, after(60 * 24 * 7), staff=stage.appointment.staff)
    with time_machine.travel(after(30), tick=False):
        browser = signed_in(stage.patient)
        for name, more in PAGES:
            address = reverse(f"portal:{name}", args=[stage.appointment.pk] if more else [])
            browser.get(address)
            with django_assert_max_num_queries(12):
                assert browser.get(address).status_code == 200


def test_between_the_door_and_the_injection_the_time_is_an_expected_one(stage: Stage) -> None:
    takes_lamotrigine(stage, after(4))
    found = pages(stage, after(5))
    assert "Next dose, from about now on" in found["visit"] and "4:50 pm" in found["visit"]
    assert "again from" not in found["medications"]


def test_who_takes_nothing_that_is_held_sees_no_clock(stage: Stage) -> None:
    dose(stage)
    assert not any("again from" in each for each in pages(stage, after(30)).values())


def test_a_dose_of_somebody_else_is_not_theirs(stage: Stage) -> None:
    dose(stage)
    other = listed(somebody(), "lamotrigine 150 mg")
    with time_machine.travel(after(30), tick=False):
        page = signed_in(other).get(reverse("portal:medications")).content.decode()
    assert "again from" not in page


def test_the_list_of_visits_says_it_too_when_the_visit_is_over(stage: Stage) -> None:
    takes_lamotrigine(stage, after(5))
    dose(stage)
    goes_home(stage)
    with time_machine.travel(after(200), tick=False):
        page = signed_in(stage.patient).get(reverse("portal:appointments")).content.decode()
    assert "Lamotrigine again from 4:10 pm" in page


def test_a_moved_visit_moves_its_times() -> None:
    clinic, patient = a_clinic(), listed(somebody(), "lamotrigine 150 mg")
    clinic.book("intake", NOW, patient=patient)
    visit = clinic.book("session", at("13:00"), patient=patient)
    address = reverse("portal:appointments_visit", args=[visit.pk])
    before = _read(patient, address, NOW)
    assert "7:00 am" in before and "7:50 pm" in before
    place = {"staff": visit.staff, "room": visit.room, "reason": "asked", "by": clinic.desk, "now": NOW}
    scheduling.move(appointment=visit, starts_at=at("11:30"), **place)
    after_the_move = _read(patient, address, NOW)
    assert "5:30 am" in after_the_move and "6:20 pm" in after_the_move
    assert "7:50 pm" not in after_the_move and "7:00 am" not in after_the_move


NIGHTS = [
    # The visit in UTC; the last dose and the next one as the clock on the wall shows them.
    ("2026-03-08T15:30", "1:30 am", "3:20 pm"),  # half past eight; the hour after two o'clock is left out
    ("2026-11-01T14:30", "1:30 am", "1:20 pm"),  # half past six; the hour after one o'clock comes twice
    ("2026-11-02T03:00", "1:00 pm", "1:50 am, Monday 2 November"),  # seven in the evening, past midnight
    ("2026-11-24T13:00", "Monday 23 November: last dose, by now", "11:50 am"),  # five in the morning
]


@pytest.mark.parametrize(("starts", "last", "again"), NIGHTS)
def test_the_clock_on_the_wall_is_right_at_night(starts: str, last: str, again: str) -> None:
    starts_at = datetime.fromisoformat(starts).replace(tzinfo=UTC)
    patient = listed(somebody(), "lamotrigine 150 mg")
    visit = visiting(patient, starts_at)
    address = reverse("portal:appointments_visit", args=[visit.pk])
    page = _read(patient, address, starts_at - timedelta(days=1))
    assert last in page
    time, _, day = again.partition(", ")
    assert time in page and (not day or f"{day}: next dose" in page)


def _read(patient: Any, address: str, now: datetime) -> str:
    with time_machine.travel(now, tick=False):
        browser: Client = signed_in(patient)
        return browser.get(address).content.decode()


def test_at_home_what_to_do_today_stands_first_and_is_gone_the_next_day(stage: Stage) -> None:
    dose(stage)
    told = reverse("portal:documents_going_home", args=[stage.session.pk])
    assert told not in pages(stage, after(60))["next step"]
    goes_home(stage)
    assert told in pages(stage, after(190))["next step"]
    assert told not in pages(stage, after(60 * 24))["next step"]
