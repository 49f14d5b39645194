"""From the door to the journey."""

import pytest

from sojourn.accounts.roles import Role
from sojourn.audit.models import Event
from sojourn.core.decisions import Refused
from sojourn.scheduling.states import AppointmentState
from sojourn.treatment import actions, queries
from tests.factories import a_user
from tests.treatment.stage import a_stage, after, checked_in, readings


def states(stage, minute=0):
    return {point.code: str(point.state) for point in queries.readiness(stage.session, after(minute))}


def test_checking_in_marks_the_visit_as_here_and_counts_once(stage):
    first = actions.check_in(appointment=stage.appointment, by=stage.nurse, now=after(-10))
    again = actions.check_in(appointment=stage.appointment, by=stage.nurse, now=after(-9))
    stage.appointment.refresh_from_db()
    assert first == again
    assert stage.appointment.state == AppointmentState.ARRIVED
    assert Event.objects.filter(kind="session.checked_in").count() == 1


def test_a_patient_does_not_check_people_in(stage):
    with pytest.raises(Refused, match="check patients in"):
        actions.check_in(appointment=stage.appointment, by=a_user(Role.PATIENT), now=after(-10))


def test_before_check_in_the_list_shows_what_nobody_has_asked(stage):
    listed = {
        point.code: str(point.state) for point in queries.readiness_before(stage.appointment, after(-60))
    }
    unknown = {code for code, state in listed.items() if state == "unknown"}
    assert unknown == {"identity", "fasting", "escort", "blood_pressure", "substances", "airway_kit"}


def test_with_everything_in_place_a_session_starts(at_the_door):
    assert set(states(at_the_door).values()) == {"met"}
    session = actions.start(session=at_the_door.session, by=at_the_door.nurse, now=after(0))
    at_the_door.appointment.refresh_from_db()
    assert (session.phase, session.started_at) == ("ground", after(0))
    assert at_the_door.appointment.state == AppointmentState.IN_ROOM


def test_starting_is_refused_with_every_open_point(db):
    stage = a_stage(order=False)
    stage.session = actions.check_in(appointment=stage.appointment, by=stage.nurse, now=after(-10))
    with pytest.raises(Refused) as refused:
        actions.start(session=stage.session, by=stage.nurse, now=after(0))
    codes = {finding.code for finding in refused.value.decision.blocking}
    assert codes == {"identity", "order", "fasting", "escort", "blood_pressure", "substances", "airway_kit"}


def test_high_pressure_waits_for_a_provider_who_says_why(stage):
    checked_in(stage)
    readings(stage, minute=-2, point="before", systolic=150, diastolic=94)
    assert states(stage)["blood_pressure"] == "open"
    with pytest.raises(Refused, match="provider decides"):
        actions.override(
            session=stage.session, code="blood_pressure", reason="x", by=stage.nurse, now=after(0)
        )
    with pytest.raises(Refused, match="Say why"):
        actions.override(
            session=stage.session, code="blood_pressure", reason=" ", by=stage.provider, now=after(0)
        )
    actions.override(
        session=stage.session,
        code="blood_pressure",
        reason="White coat, known.",
        by=stage.provider,
        now=after(0),
    )
    assert states(stage)["blood_pressure"] == "overridden"
    assert actions.start(session=stage.session, by=stage.nurse, now=after(1)).started_at


def test_nobody_goes_past_a_stop(stage):
    checked_in(stage)
    readings(stage, minute=-2, point="before", systolic=190, diastolic=94)
    with pytest.raises(Refused, match="Nobody may go past"):
        actions.override(
            session=stage.session, code="blood_pressure", reason="x", by=stage.provider, now=after(0)
        )


def test_answers_that_cannot_be_are_refused(stage):
    session = actions.check_in(appointment=stage.appointment, by=stage.nurse, now=after(-10))
    with pytest.raises(Refused, match="hours as numbers"):
        actions.answer_readiness(
            session=session,
            code="fasting",
            value={"food": "long", "fluids": 1},
            by=stage.nurse,
            now=after(-9),
        )


def test_phases_follow_one_another(running):
    with pytest.raises(Refused, match="does not come after"):
        actions.move_phase(session=running.session, phase="integrate", by=running.nurse, now=after(5))
    for minute, phase in ((8, "journey"), (60, "integrate"), (100, "recovery")):
        session = actions.move_phase(
            session=running.session, phase=phase, by=running.nurse, now=after(minute)
        )
    assert session.phase == "recovery"
    with pytest.raises(Refused, match="does not come after"):
        actions.move_phase(session=session, phase="discharged", by=running.nurse, now=after(130))


def test_no_phase_before_the_start(at_the_door):
    with pytest.raises(Refused, match="Begin the session"):
        actions.move_phase(session=at_the_door.session, phase="ground", by=at_the_door.nurse, now=after(0))


def test_a_word_on_the_pressure_holds_for_the_reading_it_was_said_of(stage):
    checked_in(stage)
    readings(stage, minute=-2, point="before", systolic=150, diastolic=94)
    actions.override(
        session=stage.session,
        code="blood_pressure",
        reason="Always so here.",
        by=stage.provider,
        now=after(-1.5),
    )
    assert states(stage)["blood_pressure"] == "overridden"
    readings(stage, minute=-1, point="before", systolic=156, diastolic=97)
    assert states(stage)["blood_pressure"] == "open"


def test_what_was_answered_yesterday_is_asked_again_today(at_the_door):
    tomorrow = 24 * 60
    asked_again = {code for code, state in states(at_the_door, tomorrow).items() if state == "unknown"}
    assert {"identity", "fasting", "escort", "blood_pressure", "substances", "airway_kit"} <= asked_again
