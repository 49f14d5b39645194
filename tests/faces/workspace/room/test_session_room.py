"""The session room's pages: a session walked through forms, and entries sent as JSON."""

from __future__ import annotations

from decimal import Decimal as D
from uuid import uuid4

import pytest
from django.urls import reverse

from sojourn.accounts.roles import Role
from sojourn.content import library
from sojourn.treatment.models import DoseGiven, Session, VitalSigns
from tests.faces.workspace.room.by_hand import READINGS, address, begun, post, send
from tests.factories import a_user

pytestmark = pytest.mark.django_db


def test_a_session_from_the_door_to_home(nurse, stage, at):
    assert "Maren" in nurse.get(address("session_room")).text
    nurse.post(address("session_check_in", stage.appointment.pk))
    session = Session.objects.get()
    page = nurse.get(address("session", session.pk)).text
    assert "6 of 16 still open" in page
    refused = post(nurse, "session_start", session)
    assert refused.status_code == 422
    assert "Ask who takes them home" in refused.text

    session = begun(nurse, stage, at)
    assert session.started_at
    assert "Give the dose" in nurse.get(address("session", session.pk)).text
    at(10)
    given = post(
        nurse,
        "session_dose",
        session,
        entry_id=str(uuid4()),
        vial=stage.vial.pk,
        mg="40",
        site="deltoid",
        side="left",
    )
    assert given.status_code == 302
    at(20)
    post(nurse, "session_vitals", session, entry_id=str(uuid4()), point="auto", **READINGS)
    assert VitalSigns.objects.latest("recorded_at").point == "+10"
    post(nurse, "session_side_effect", session, kind="nausea", severity="mild")
    post(nurse, "session_rescue", session, medicine="Ondansetron", dose="4 mg")
    post(nurse, "session_remark", session, text="Back in the room.", kind="words")
    room = nurse.get(address("session", session.pk)).text
    assert 'data-theme="dim"' in room
    for words in ("40 mg IM", "Nausea or vomiting, mild", "Ondansetron 4 mg given", "Back in the room."):
        assert words in room

    post(nurse, "session_phase", session, phase="integrate")
    post(nurse, "session_phase", session, phase="recovery")
    at(60)
    early = post(nurse, "session_home", session, escort_name="")
    assert early.status_code == 422
    assert "Nobody leaves alone" in early.text
    assert "70 more minutes" in early.text
    at(139)
    post(nurse, "session_vitals", session, entry_id=str(uuid4()), point="auto", **READINGS)
    at(140)
    ticks = {each.code: "on" for each in library().discharge.criteria}
    home = post(nurse, "session_home", session, **{**ticks, "escort_name": "Rosa H."})
    assert home.status_code == 302
    over = nurse.get(address("session", session.pk)).text
    assert "Gone home" in over and "Gone home begins" not in over
    paper = nurse.get(address("session_instructions", session.pk))
    assert paper["Content-Type"] == "application/pdf"
    assert nurse.get(address("chart_sessions", stage.patient.pk)).status_code == 200
    assert "gone home" in nurse.get(address("session_room")).text


def test_impossible_readings_keep_what_was_typed(nurse, stage, at):
    session = begun(nurse, stage, at)
    answer = post(nurse, "session_vitals", session, entry_id=str(uuid4()), heart_rate="99999", spo2="97")
    assert answer.status_code == 422
    assert "lies between 20 and 250" in answer.text
    assert 'value="97"' in answer.text
    assert VitalSigns.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"heart_rate": 99999}, "heart_rate"),
        ({"heart_rate": "fast"}, "heart_rate"),
        ({"systolic": 82, "diastolic": 128}, "systolic"),
        ({}, ""),
        ([], ""),
    ],
)
def test_the_api_refuses_impossible_readings_with_sentences(nurse, stage, at, body, field):
    session = begun(nurse, stage, at)
    answer = send(nurse, "session_vitals", session, body)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]


def test_the_api_keeps_an_entry_once(nurse, stage, at):
    session = begun(nurse, stage, at)
    body = {"id": str(uuid4()), "point": "", **READINGS}
    assert [send(nurse, "session_vitals", session, body).status_code for _ in range(2)] == [201, 201]
    assert VitalSigns.objects.filter(pk=body["id"]).count() == 1


def test_a_second_correction_of_the_same_reading_clashes(nurse, stage, at):
    session = begun(nurse, stage, at)
    wrong = str(VitalSigns.objects.get().pk)
    assert "Correct a reading" in nurse.get(address("session", session.pk) + f"?correct={wrong}").text
    body = {**READINGS, "supersedes": wrong, "note": "slip"}
    assert send(nurse, "session_vitals", session, {"id": str(uuid4()), **body}).status_code == 201
    assert send(nurse, "session_vitals", session, {"id": str(uuid4()), **body}).status_code == 409


@pytest.mark.parametrize("mg", [500, 0, -5, "NaN", "1e9"])
def test_the_api_refuses_impossible_doses(nurse, stage, at, mg):
    session = begun(nurse, stage, at)
    answer = send(nurse, "session_dose", session, {"id": str(uuid4()), "vial": str(stage.vial.pk), "mg": mg})
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert not DoseGiven.objects.exists()


def test_the_light_is_chosen_by_hand_too(nurse, stage, at):
    session = begun(nurse, stage, at)
    assert 'data-theme="dim"' not in nurse.get(address("session", session.pk)).text
    post(nurse, "session_light", session, to="dim")
    assert 'data-theme="dim"' in nurse.get(address("session", session.pk)).text


def test_the_front_desk_sees_no_session(client, stage, at):
    client.force_login(a_user(Role.FRONT_DESK))
    assert client.get(address("session_room")).status_code == 403


def test_a_note_is_written_signed_and_added_to(client, stage, at):
    client.force_login(stage.provider)
    where = address("note", stage.appointment.pk)
    assert "Begin the note" in client.get(where).text
    client.post(where, {"do": "begin"})
    empty = client.post(where, {"do": "sign"})
    assert empty.status_code == 422
    assert "nothing in this note" in empty.text
    at(70)
    words = {
        "before": "Calm.",
        "started_at": "2026-03-02T10:00",
        "ended_at": "2026-03-02T10:52",
        "diagnoses": "F33.2",
    }
    assert client.post(where, {"do": "save", **words}).status_code == 302
    assert client.post(where, {"do": "sign", **words}).status_code == 302
    page = client.get(where).text
    assert "52 minutes" in page
    assert "Sign and lock" not in page
    assert client.post(where, {"do": "add", "text": "Slept well."}).status_code == 302
    assert "Slept well." in client.get(where).text
    assert client.get(address("note_paper", stage.appointment.pk))["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("page", ["session_room", "register"])
def test_lists_need_the_same_few_queries(nurse, stage, at, page, django_assert_max_num_queries):
    begun(nurse, stage, at)
    with django_assert_max_num_queries(12):
        assert nurse.get(address(page)).status_code == 200


def test_a_correction_of_something_absent_is_no_entry_of_its_own(nurse, stage, at):
    session = begun(nurse, stage, at)
    at(10)
    sent = {
        "id": str(uuid4()),
        "vial": str(stage.vial.pk),
        "mg": "40",
        "note": "x",
        "supersedes": str(uuid4()),
    }
    assert send(nurse, "session_dose", session, sent).status_code == 409
    felt = {"id": str(uuid4()), "kind": "nausea", "severity": "mild", "supersedes": str(uuid4())}
    assert send(nurse, "session_side_effect", session, felt).status_code == 409
    assert not session.doses.exists() and not session.side_effects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        "[]",
        "null",
        '{"heart_rate": 99999}',
        '{"heart_rate": true}',
        '{"heart_rate": [72]}',
        '{"heart_rate": NaN}',
        '{"heart_rate": 1e309}',
        '{"heart_rate": "\\u0667\\u0662", "id": 7}',
        '{"id": {"a": 1}, "heart_rate": 72}',
        '{"id": "x", "heart_rate": 72}',
        '{"heart_rate": 72, "observed_at": "9999-12-31T23:59:59-12:00"}',
        '{"heart_rate": 72, "observed_at": "0001-01-01T00:00:00+12:00"}',
        '{"heart_rate": 72, "note": "a\\u0000b"}',
        '{"heart_rate": 72, "point": ["+10"], "supersedes": 5}',
    ],
)
def test_json_of_any_shape_is_answered_with_sentences(nurse, stage, at, body):
    session = begun(nurse, stage, at)
    before = VitalSigns.objects.count()
    answer = nurse.post(address("session_vitals", session.pk), body, content_type="application/json")
    assert answer.status_code == 422
    assert all(each["message"] for each in answer.json()["errors"])
    assert VitalSigns.objects.count() == before


@pytest.mark.parametrize("phase", ["", "flying", "discharged"])
def test_a_phase_nobody_knows_is_a_sentence_and_not_a_broken_page(nurse, stage, at, phase):
    session = begun(nurse, stage, at)
    assert post(nurse, "session_phase", session, phase=phase).status_code == 422


@pytest.mark.parametrize("kg", ["NaN", "1e309", "-Infinity", "80,5", "", "٨٠٠"])
def test_a_weight_that_is_none_is_refused_beside_its_field(nurse, stage, at, kg):
    nurse.post(address("session_check_in", stage.appointment.pk))
    assert post(nurse, "session_weight", Session.objects.get(), kg=kg).status_code == 422


def test_what_opens_again_before_the_dose_is_put_right_in_the_room(nurse, stage, at):
    session = begun(nurse, stage, at)
    at(5)
    high = {**READINGS, "systolic": "150", "diastolic": "92"}
    post(nurse, "session_vitals", session, entry_id=str(uuid4()), point="auto", **high)
    given = {"id": str(uuid4()), "vial": str(stage.vial.pk), "mg": "40", "site": "deltoid", "side": "left"}
    answer = send(nurse, "session_dose", session, given)
    assert answer.status_code == 422 and "150/92 is above 140/90" in str(answer.json()["errors"])
    page = nurse.get(address("session", session.pk)).text
    assert "Put right before the dose" in page and "150/92 is above 140/90" in page
    at(8)
    post(nurse, "session_vitals", session, entry_id=str(uuid4()), point="auto", **READINGS)
    assert "Put right before the dose" not in nurse.get(address("session", session.pk)).text
    assert send(nurse, "session_dose", session, given).status_code == 201


def test_a_route_of_no_library_is_refused_at_its_field(nurse, stage, at):
    session = begun(nurse, stage, at)
    given = {"id": str(uuid4()), "vial": str(stage.vial.pk), "mg": "40", "site": "deltoid", "side": "left"}
    answer = send(nurse, "session_dose", session, given | {"route": "IV"})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "route", "message": "Choose one of the routes shown."}]
    assert not DoseGiven.objects.exists()


def test_a_weight_that_jumps_is_asked_about_and_then_kept(nurse, stage, at):
    nurse.post(address("session_check_in", stage.appointment.pk))
    session = Session.objects.get()
    assert 'name="confirmed"' not in nurse.get(address("session", session.pk)).text
    asked = post(nurse, "session_weight", session, kg="176.4")
    assert asked.status_code == 422
    assert "pounds and kilograms" in asked.text and 'name="confirmed"' in asked.text
    assert post(nurse, "session_weight", session, kg="176.4", confirmed="yes").status_code == 302


def test_the_chart_asks_about_a_jump_too(nurse, stage):
    page = address("chart_weight", stage.patient.pk)
    assert 'name="confirmed"' not in nurse.get(page).text
    asked = nurse.post(page, {"kg": "100"})
    assert "25 % more than the last measured 80" in asked.text and 'name="confirmed"' in asked.text
    assert nurse.post(page, {"kg": "100", "confirmed": "on"}).status_code == 302


def test_before_the_dose_the_page_reckons_by_the_newest_weight(nurse, stage, at):
    session = begun(nurse, stage, at)
    assert "0.50 mg/kg at 80.0 kg" in nurse.get(address("session", session.pk)).text
    post(nurse, "session_weight", session, kg="72")
    page = nurse.get(address("session", session.pk)).text
    assert "0.56 mg/kg at 72.0 kg" in page and "0.50 mg/kg" not in page


def test_an_urgent_reading_is_answered_on_the_page_and_not_by_watching(nurse, stage, at):
    session = begun(nurse, stage, at)
    at(5)
    low = str(uuid4())
    post(nurse, "session_vitals", session, entry_id=low, point="auto", **{**READINGS, "spo2": 86})
    page = nurse.get(address("session", session.pk)).text
    assert f'data-answers="{low}"' in page
    assert "SpO₂ 86 %, urgent" in page
    refused = post(nurse, "session_response", session, reading=low, action="watching")
    assert refused.status_code == 422
    assert "alone is not enough" in refused.text
    assert post(nurse, "session_response", session, reading=low, action="oxygen").status_code == 302
    page = nurse.get(address("session", session.pk)).text
    assert f'data-answers="{low}"' not in page
    assert "86 %, MOAA/S 5: Oxygen given" in page


def test_every_kind_of_entry_is_corrected_at_the_time_of_what_was_wrong(nurse, stage, at):
    session = begun(nurse, stage, at)
    at(10)
    first = {"vial": stage.vial.pk, "mg": "40", "site": "deltoid", "side": "left"}
    post(nurse, "session_dose", session, entry_id=str(uuid4()), **first)
    post(nurse, "session_side_effect", session, kind="nausea", severity="mild")
    post(nurse, "session_rescue", session, medicine="Ondansetron", dose="4 mg")
    post(nurse, "session_remark", session, text="Laughs.", kind="observation")
    at(30)
    given = DoseGiven.objects.get()
    wrong = {
        "session_dose": (given, {**first, "side": "right"}),
        "session_side_effect": (session.side_effects.get(), {"kind": "headache", "severity": "moderate"}),
        "session_rescue": (session.rescues.get(), {"medicine": "Ondansetron", "dose": "8 mg"}),
        "session_remark": (session.remarks.get(), {"text": "Smiles.", "kind": "observation"}),
    }
    for name, (entry, said) in wrong.items():
        form = nurse.get(f"{address('session', session.pk)}?correct={entry.pk}").text
        assert f'name="supersedes" value="{entry.pk}"' in form
        silent = post(nurse, name, session, **said, supersedes=str(entry.pk))
        assert silent.status_code == 422, name
        answer = post(nurse, name, session, **said, supersedes=str(entry.pk), note="Slip of the finger.")
        assert answer.status_code == 302, name
        assert entry.superseded_by.observed_at == entry.observed_at
    page = nurse.get(address("session", session.pk)).text
    for words in ("right deltoid", "Headache, moderate", "Ondansetron 8 mg", "Smiles."):
        assert words in page
    stage.vial.refresh_from_db()
    assert stage.vial.balance_mg == D("460")


def test_a_side_effect_is_over_with_one_touch(nurse, stage, at):
    session = begun(nurse, stage, at)
    at(10)
    post(nurse, "session_side_effect", session, kind="nausea", severity="mild")
    assert "Nausea or vomiting is gone" in nurse.get(address("session", session.pk)).text
    at(20)
    assert post(nurse, "session_gone", session, kind="nausea").status_code == 302
    page = nurse.get(address("session", session.pk)).text
    assert "Nausea or vomiting, gone" in page
    assert "Nausea or vomiting is gone" not in page
    assert post(nurse, "session_gone", session, kind="headache").status_code == 422


def test_what_is_given_for_it_stands_in_full_and_a_range_is_not_taken_over(nurse, stage, at):
    page = nurse.get(address("session", begun(nurse, stage, at).pk)).text
    assert ">4 mg, tablet that melts on the tongue</textarea>" in page
    assert "usual 10 to 20 mg, into a vein, slowly" in page
    assert ">10 to 20 mg" not in page


def test_a_point_says_what_was_answered_and_who_may_go_past(nurse, stage, at):
    nurse.post(address("session_check_in", stage.appointment.pk))
    session = Session.objects.get()
    nurse.post(reverse("workspace:session_answer", args=[session.pk, "airway_kit"]), {"value": "no"})
    fasting = reverse("workspace:session_answer", args=[session.pk, "fasting"])
    nurse.post(fasting, {"hours-food": "1", "hours-fluids": "0.5"})
    page = nurse.get(address("session", session.pk)).text
    assert "Complete it, then check again" in page
    assert "Ate 1.0 hours ago" in page and "Drank 0.5 hours ago" in page
    assert "A provider may go past it, with a reason" in page


def test_the_list_is_dim_for_whoever_comes_out_of_a_dim_room(nurse, stage, at):
    assert 'data-theme="dim"' not in nurse.get(address("session_room")).text
    assert 'data-theme="dim"' in nurse.get(address("session_room") + "?light=dim").text
