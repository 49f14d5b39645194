"""Undo beside a line: what never happened, by form and from a tablet that had no network."""

from __future__ import annotations

from uuid import uuid4

import pytest

from sojourn.treatment.models import DoseGiven, HeldEntry, SideEffect, VitalSigns
from tests.faces.workspace.room.by_hand import READINGS, address, begun, post
from tests.faces.workspace.room.test_arrivals import send as send_parcel
from tests.faces.workspace.room.test_arrivals import slip
from tests.treatment.stage import begun as begun_quickly

pytestmark = pytest.mark.django_db


def mistake(stage, wrong, number, *, of="vitals", note="The seat beside.", minute=5.5):
    said = {"supersedes": str(wrong), "of": of, "note": note, "point": ""}
    return slip(stage, number, kind="mistake", minute=minute, said=said)


class TestByForm:
    def test_undo_asks_what_was_mixed_up_and_strikes_the_line_through(self, nurse, stage, at):
        session = begun(nurse, stage, at)
        at(5)
        post(nurse, "session_side_effect", session, kind="nausea", severity="mild")
        wrong = SideEffect.objects.get()
        asked = nurse.get(address("session", session.pk), {"undo": wrong.pk}).text
        assert "Undo: <span data-wrong>Nausea or vomiting, mild</span>" in asked
        said = {"supersedes": wrong.pk, "of": "side_effect", "entry_id": uuid4()}
        refused = post(nurse, "session_mistake", session, **said, note="")
        assert refused.status_code == 422
        assert post(nurse, "session_mistake", session, **said, note="Wrong picture.").status_code == 302
        room = nurse.get(address("session", session.pk)).text
        assert "<small>undone</small>" in room
        assert "Never happened: Nausea or vomiting, mild. Wrong picture." in room

    def test_undoing_twice_says_so(self, nurse, stage, at):
        session = begun(nurse, stage, at)
        at(5)
        post(nurse, "session_vitals", session, entry_id=uuid4(), point="auto", **READINGS)
        said = {
            "supersedes": VitalSigns.objects.latest("recorded_at").pk,
            "of": "vitals",
            "note": "Other arm.",
        }
        post(nurse, "session_mistake", session, **said)
        again = post(nurse, "session_mistake", session, **said)
        assert again.status_code == 409
        assert "corrected or taken back already" in again.text

    @pytest.mark.parametrize("of", ["", "phase", "mistake", "<b>"])
    def test_what_cannot_be_undone(self, nurse, stage, at, of):
        session = begun(nurse, stage, at)
        answer = post(nurse, "session_mistake", session, supersedes=uuid4(), of=of, note="Oh.")
        assert answer.status_code == 422

    def test_another_sessions_entry_is_not_here(self, nurse, stage, at):
        session = begun(nurse, stage, at)
        answer = post(nurse, "session_mistake", session, supersedes=uuid4(), of="dose", note="Oh.")
        assert answer.status_code == 409


class TestFromATablet:
    @pytest.fixture
    def room(self, nurse, stage):
        begun_quickly(stage)
        return nurse

    def test_an_entry_and_its_undoing_in_one_parcel(self, room, stage):
        reading = slip(stage, 1)
        answers = send_parcel(room, reading, mistake(stage, reading["id"], 2))
        assert [state for _, state in answers] == ["kept", "kept"]
        assert [each.stands for each in VitalSigns.objects.filter(point="").order_by("recorded_at")] == [
            False,
            False,
        ]

    def test_sent_again_it_counts_once(self, room, stage):
        reading = slip(stage, 1)
        undone = mistake(stage, reading["id"], 2)
        send_parcel(room, reading, undone)
        assert [state for _, state in send_parcel(room, undone)] == ["kept"]
        assert VitalSigns.objects.filter(entered_in_error=True).count() == 1

    def test_of_an_entry_that_has_not_arrived_it_waits_for_a_person(self, room, stage):
        assert [state for _, state in send_parcel(room, mistake(stage, uuid4(), 2, of="dose"))] == ["held"]
        assert HeldEntry.objects.get().kind == "mistake" and not DoseGiven.objects.exists()
        page = room.get(address("session_held", stage.session.pk, HeldEntry.objects.get().pk))
        assert page.status_code == 200 and "What was mixed up" in page.text
