"""Going home, and the note that writes itself."""

from uuid import uuid4

import pytest

from sojourn import content
from sojourn.accounts.roles import Role
from sojourn.core.decisions import Refused
from sojourn.intake import actions as intake
from sojourn.treatment import actions
from sojourn.treatment.queries.home import restarts
from sojourn.treatment.queries.notes import note_of
from sojourn.treatment.rules.notes import HEADINGS, note_hash
from tests.factories import NOW, a_user
from tests.treatment.stage import after, checked_in, dose, readings

MET = {each.code: True for each in content.library().discharge.criteria}


def to_recovery(stage):
    dose(stage)
    for minute, phase in ((70, "integrate"), (110, "recovery")):
        actions.move_phase(session=stage.session, phase=phase, by=stage.nurse, now=after(minute))
    readings(stage, minute=125, point="+120")


def go_home(stage, minute=130, **changes):
    facts = {"criteria": MET, "escort_name": "Rosa H.", "by": stage.nurse, "now": after(minute)}
    return actions.discharge(session=stage.session, **{**facts, **changes})


def test_home_after_two_hours_with_somebody(running):
    to_recovery(running)
    home = go_home(running)
    running.session.refresh_from_db()
    assert (running.session.phase, running.session.ended_at) == ("discharged", after(130))
    assert "Rosa H." in home.instructions
    assert "No medicine of yours" in home.instructions
    assert all(each["met"] for each in home.criteria.values())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"minute": 129}, "1 more minute"),
        ({"escort_name": ""}, "Nobody leaves alone"),
        ({"criteria": {**MET, "walks": False}}, "Walks steadily"),
    ],
)
def test_not_yet(running, changes, sentence):
    to_recovery(running)
    with pytest.raises(Refused, match=sentence):
        go_home(running, **changes)


def test_a_criterion_is_gone_past_with_a_reason(running):
    to_recovery(running)
    home = go_home(running, criteria={**MET, "walks": False}, overrides={"walks": "Uses a wheelchair."})
    assert home.criteria["walks"] == {
        "sentence": "Walks steadily without help.",
        "met": False,
        "reason": "Uses a wheelchair.",
    }


def test_an_old_reading_meets_nothing_until_it_is_read_again_or_a_reason_stands(running):
    to_recovery(running)
    with pytest.raises(Refused, match=r"no more than two points.*Read 31 minutes ago, 30 minutes at most"):
        go_home(running, minute=156)
    reasons = {"vitals_near_baseline": "Seen.", "oxygen": "Pink and warm.", "awake": "We talked."}
    home = go_home(running, minute=156, overrides=reasons)
    assert home.criteria["oxygen"]["met"] is False
    assert home.criteria["oxygen"]["reason"] == "Pink and warm."
    assert home.criteria["walks"]["met"] is True


def test_a_reading_that_was_taken_back_is_none(running):
    to_recovery(running)
    wrong = readings(running, minute=150, point="")
    facts = {"session": running.session, "by": running.nurse, "now": after(152), "note": "Another seat."}
    actions.take_back(entry_id=uuid4(), wrong=wrong, **facts)
    with pytest.raises(Refused, match="Read 31 minutes ago"):
        go_home(running, minute=156)


def test_a_therapist_does_not_send_people_home(running):
    to_recovery(running)
    with pytest.raises(Refused, match="send a patient home"):
        go_home(running, by=a_user(Role.THERAPIST))


def test_lamotrigine_waits_six_hours_after_the_last_injection(running):
    to_recovery(running)
    intake.add_medication(
        patient=running.patient,
        as_written="lamotrigine 200 mg",
        by=running.provider,
        now=NOW,
        client_id=uuid4(),
    )
    (hold,) = restarts(running.session)
    assert hold.restart_at == after(10 + 360)
    assert "Lamotrigine**: again from 4:10 pm" in go_home(running).instructions


def test_the_note_of_a_session_writes_itself(running):
    to_recovery(running)
    go_home(running)
    note = actions.draft_note(appointment=running.appointment, by=running.provider, now=after(140))
    told = note.sections
    assert "40 mg IM, 0.40 mL, left deltoid, 0.50 mg/kg, vial V-0412, lot 24K118" in told["doses"]
    assert "given by Tamsin Brook" in told["doses"] and "In all 40 mg, 0.50 mg/kg." in told["doses"]
    assert "Home with Rosa H." in told["after"] and "120 minutes after the last dose." in told["after"]
    assert told["after"].count("Met: ") == len(MET)
    assert (
        running.patient.record_number in told["identification"] and "Imogen Sorrel" in told["identification"]
    )
    assert "F33.2" in told["indication"] and "off-label" in told["indication"]
    assert content.pack().consents["ketamine-treatment"].title in told["readiness"]
    assert content.pack().consents["group-confidentiality"].title not in told["readiness"]
    assert "Identity: Name and date" in told["readiness"]
    assert "At rest, 9:55 am: 128/82" in told["before"] and "Weight 80 kg" in told["before"]
    assert told["effects"] == "No side effect was charted."
    assert (note.started_at, note.ended_at, note.diagnoses) == (after(-10), after(130), ["F33.2"])
    assert actions.draft_note(appointment=running.appointment, by=running.provider, now=after(150)) == note


def test_the_note_holds_the_readings_as_a_table_and_what_was_gone_past_with_its_reason(stage):
    checked_in(stage)
    readings(stage, minute=-4, point="before", systolic=150, diastolic=94)
    past = {"code": "blood_pressure", "reason": "White coat, known.", "by": stage.provider, "now": after(-1)}
    actions.override(session=stage.session, **past)
    stage.session = actions.start(session=stage.session, by=stage.nurse, now=after(0))
    readings(stage, minute=5, point="before", systolic=136)
    dose(stage)
    readings(stage, minute=50, point="+40", nausea=3, spo2=95)
    note = actions.draft_note(appointment=stage.appointment, by=stage.provider, now=after(140))
    table = note.sections["monitoring"].splitlines()
    assert table[0].startswith("Time | After dose | BP")
    assert table[-1] == "10:50 am | +40 | 128/82 | 74 | 95 % | 14 | 5 | 3"
    assert "Gone past (Blood pressure) by Imogen Sorrel" in note.sections["readiness"]
    assert "White coat, known." in note.sections["readiness"]
    assert list(note.sections) == [each.code for each in HEADINGS["session"]]


def test_a_signed_note_is_locked_and_hashed_and_only_added_to(running):
    to_recovery(running)
    go_home(running)
    note = actions.draft_note(appointment=running.appointment, by=running.nurse, now=after(140))
    with pytest.raises(Refused, match="sign visit notes"):
        actions.sign_note(note=note, by=running.nurse, now=after(141))
    with pytest.raises(Refused, match="its author or the clinician"):
        actions.sign_note(note=note, by=running.other, now=after(141))
    with pytest.raises(Refused, match="not signed yet"):
        actions.add_addendum(note=note, text="More.", by=running.provider, now=after(141))
    times = {"started_at": note.started_at, "ended_at": note.ended_at, "by": running.nurse, "now": after(141)}
    with pytest.raises(Refused, match="ICD-10"):
        actions.save_note(note=note, sections=note.sections, diagnoses=["banana"], **times)
    signature = actions.sign_note(note=note, by=running.provider, now=after(141))
    assert signature.minutes == 140
    assert signature.content_hash == note_hash(signature.content)
    saved = {"sections": {}, "started_at": None, "ended_at": None, "by": running.provider, "now": after(150)}
    with pytest.raises(Refused, match="signed and locked"):
        actions.save_note(note=note, **saved)
    with pytest.raises(Refused, match="signed and locked"):
        actions.sign_note(note=note, by=running.provider, now=after(151))
    actions.add_addendum(
        note=note, text="Called the next day: slept well.", by=running.provider, now=after(160)
    )
    assert [each.text for each in note_of(running.appointment).addenda.all()] == [
        "Called the next day: slept well."
    ]
