"""A session at a place two hours away: the room, its list, what is typed, the note and its paper by the clock there."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.utils import timezone

from sojourn.clinic import queries as places
from sojourn.clinic.words import clocks_of, enter, on_the_wall
from sojourn.faces.workspace.room.readiness_views import _last_taken
from sojourn.treatment.queries.chart import chart_of
from sojourn.treatment.queries.note_draft import facts_for_note
from tests.faces.workspace.room.by_hand import address, begun, post
from tests.scheduling.second_place import CHICAGO, pack_with
from tests.treatment.stage import STARTS, after

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(monkeypatch):
    from tests.treatment.stage import a_stage

    pack_with(monkeypatch, CHICAGO.key, "alder")
    places.forget_zones()
    made = a_stage()
    assert made.appointment.room.code == "alder" and made.appointment.begins.hour == 12
    yield made
    places.forget_zones()


def dosed(nurse, stage, at):
    session = begun(nurse, stage, at)
    at(10)
    dose = {"vial": stage.vial.pk, "mg": "40", "site": "deltoid", "side": "left"}
    assert post(nurse, "session_dose", session, entry_id=str(uuid4()), **dose).status_code == 302
    return session


def test_the_room_has_the_clock_of_its_place(nurse, stage, at):
    session = dosed(nurse, stage, at)
    room = nurse.get(address("session", session.pk)).text
    assert "12:10 pm" in room and "10:10 am" not in room
    assert re.search(r'data-clock="America/Chicago">12:10 pm</span><span class="soft">CST', room)
    assert 'data-zone="America/Chicago"' in room and "America/Los_Angeles" not in room
    listed = nurse.get(address("session_room")).text
    assert "vitals at 12:20 pm" in listed, "among sessions of several places, each its own"
    home = nurse.get(address("session_home", session.pk)).text
    assert "Last dose at 12:10 pm" in home
    elsewhere = nurse.get(address("session_room")).text
    assert "10:10 am" in elsewhere, "who has left the room is by the clinic's clock again"


def test_what_is_typed_there_is_meant_by_the_clock_there(stage):
    with clocks_of(places.timezone()):
        enter(stage.appointment.room_id)
        taken = _last_taken({"taken-x": "2026-03-02T08:00"}, "x")
    assert taken == "2026-03-02T14:00:00+00:00"
    assert on_the_wall(STARTS).hour == 10 and timezone.get_current_timezone_name() == "UTC"


def test_the_note_tells_the_times_of_its_room_wherever_it_is_written(nurse, stage, at):
    session = dosed(nurse, stage, at)
    draft = facts_for_note(chart_of(session, after(20)), after(20))
    assert draft.doses[0].startswith("12:10 pm")
    assert on_the_wall(STARTS).hour == 10


def test_a_session_is_on_the_list_of_the_day_it_is_there(nurse, stage, at, time_machine):
    visit = stage.appointment
    visit.starts_at, visit.ends_at = after(12.5 * 60), after(15.5 * 60)
    visit.save()
    assert visit.begins.strftime("%d %H:%M") == "03 00:30"
    at(10 * 60)
    assert "Maren" not in nurse.get(address("session_room")).text, "eight in the evening here, ten there"
    at(12 * 60 + 10)
    assert "Maren" in nurse.get(address("session_room")).text


def test_a_room_of_the_own_place_is_as_it_was(client, at):
    from tests.treatment.stage import a_stage

    stage = a_stage()
    client.force_login(stage.nurse)
    session = dosed(client, stage, at)
    room = client.get(address("session", session.pk)).text
    assert "10:10 am" in room and ">PST<" not in room and 'data-zone="America/Los_Angeles"' in room
