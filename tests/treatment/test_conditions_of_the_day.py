"""Conditions of the decision on the readiness list: each has an owner and a fix, and holds the dose until kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sojourn.accounts.roles import Role
from sojourn.core.decisions import Refused
from sojourn.screening import actions as screening
from sojourn.screening.condition_rules import Condition, Kept, Stand
from sojourn.treatment import actions, permissions
from sojourn.treatment.queries.readiness import readiness, readiness_before
from sojourn.treatment.rules.readiness import PointState, ReadinessFacts, may_start
from sojourn.treatment.rules.readiness import readiness as listed
from tests.factories import NOW, a_user
from tests.stories import all_seen, answer_questionnaire
from tests.treatment.stage import a_stage, after, checked_in, readings
from tests.treatment.test_readiness_rules import READY

STRICT = Condition(kind="blood_pressure", systolic=125, diastolic=80)
LETTER = Condition(
    kind="letter", asked_of="Neurology", what="A letter", due_on=(NOW + timedelta(days=9)).date()
)
SCORE = Condition(kind="measured", subject="score:phq-9", side="below", limit=10)
PULSE = Condition(kind="measured", subject="reading:heart_rate", side="below", limit=70)
ESCORT = Condition(kind="escort")


def stand(kept: Kept, past_by: str = "provider") -> Stand:
    return Stand(
        Condition(kind="escort", id="7"),
        "Somebody named",
        "…",
        kept,
        "Nobody yet.",
        "front_desk",
        past_by,
        False,
    )


@pytest.mark.parametrize(
    ("kept", "past_by", "gone_past", "state"),
    [
        (Kept.MET, "provider", False, PointState.MET),
        (Kept.UNKNOWN, "provider", False, PointState.UNKNOWN),
        (Kept.OPEN, "provider", False, PointState.OPEN),
        (Kept.OPEN, "provider", True, PointState.OVERRIDDEN),
        (Kept.UNKNOWN, "nurse", True, PointState.OVERRIDDEN),
        (Kept.OPEN, "nobody", True, PointState.OPEN),
        (Kept.MET, "provider", True, PointState.MET),
    ],
)
def test_a_condition_is_a_line_of_the_list(kept, past_by, gone_past, state):
    overrides = {"condition-7": "Seen."} if gone_past else {}
    points = listed(ReadinessFacts(**READY, conditions=(stand(kept, past_by),), overrides=overrides))
    line = points[-1]
    assert (line.code, line.title, line.owner) == ("condition-7", "Condition: Somebody named", "front_desk")
    assert line.fix == "way_home" and line.state is state
    assert may_start(points).allowed is state.is_ready


@pytest.mark.parametrize(
    ("kept", "state"), [(Kept.UNKNOWN, PointState.UNKNOWN), (Kept.OPEN, PointState.OVERRIDDEN)]
)
def test_a_pressure_the_decision_names_is_measured_before_anybody_goes_past_it(kept, state):
    pressure = replace(stand(kept), condition=replace(STRICT, id="7"))
    points = listed(
        ReadinessFacts(**READY, conditions=(pressure,), overrides={"condition-7": "Always so here."})
    )
    assert (points[-1].state, points[-1].may_override) == (state, kept is Kept.OPEN)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_whoever_the_library_names_goes_past_and_nobody_below(role):
    user = a_user(role)
    assert permissions.may_override(user, "provider").allowed is (role == Role.PROVIDER)
    assert permissions.may_override(user, "nurse").allowed is (role in {Role.NURSE, Role.PROVIDER})
    assert not permissions.may_override(user, "nobody").allowed


def decided(stage, *conditions, now=NOW + timedelta(minutes=1)):
    return screening.decide(
        patient=stage.patient,
        outcome="eligible",
        reasons="Nothing speaks against it.",
        seen=all_seen(stage.patient),
        set_conditions=conditions,
        evaluated_on=NOW.date(),
        visits={NOW.date()},
        by=stage.provider,
        now=now,
    )


def the_conditions(points):
    return {each.title: each for each in points if each.code.startswith("condition-")}


@pytest.mark.django_db
def test_before_anybody_is_here_each_condition_is_not_known():
    stage = a_stage()
    decided(stage, STRICT, SCORE)
    states = {each.state for each in the_conditions(readiness_before(stage.appointment, NOW)).values()}
    assert states == {PointState.UNKNOWN}


@pytest.mark.django_db
def test_a_pressure_that_the_clinic_takes_may_be_too_high_for_this_decision():
    stage = a_stage()
    decided(stage, STRICT)
    checked_in(stage)
    with pytest.raises(Refused, match="128/82 at rest is not below 125/80"):
        actions.start(session=stage.session, by=stage.nurse, now=after(0))
    readings(stage, minute=-1, point="before", systolic=118, diastolic=74)
    assert actions.start(session=stage.session, by=stage.nurse, now=after(0)).started_at


@pytest.mark.django_db
def test_the_provider_goes_past_with_a_reason_and_a_new_reading_asks_again():
    stage = a_stage()
    decided(stage, STRICT)
    checked_in(stage)
    (line,) = the_conditions(readiness(stage.session, after(0))).values()
    past = {"session": stage.session, "code": line.code, "now": after(0)}
    with pytest.raises(Refused, match="a provider decides"):
        actions.override(reason="Calm.", by=stage.nurse, **past)
    with pytest.raises(Refused, match="why you go ahead"):
        actions.override(reason=" ", by=stage.provider, **past)
    actions.override(reason="White coat; 118/74 at home.", by=stage.provider, **past)
    assert may_start(readiness(stage.session, after(0))).allowed
    readings(stage, minute=2, point="before", systolic=139, diastolic=88)
    assert not may_start(readiness(stage.session, after(3))).allowed


@pytest.mark.django_db
def test_a_letter_is_its_own_line_and_nobody_goes_past_it():
    stage = a_stage()
    decision = decided(stage, LETTER)
    checked_in(stage)
    points = {each.code: each for each in readiness(stage.session, after(0))}
    line = points[f"condition-{decision.set_conditions.get().pk}"]
    assert points["eligibility"].state is PointState.MET and line.state is PointState.UNKNOWN
    assert (line.owner, line.fix, line.may_override) == ("provider", "chart_plan", False)
    with pytest.raises(Refused, match="Nobody may go past"):
        actions.override(session=stage.session, code=line.code, reason="x", by=stage.provider, now=after(0))
    clearance = decision.set_conditions.get().clearance
    screening.record_clearance_result(
        clearance=clearance, outcome="cleared", note="Came today.", seen="", by=stage.provider, now=after(0)
    )
    assert may_start(readiness(stage.session, after(1))).allowed


@pytest.mark.django_db
def test_scores_pulse_and_escort_are_held_against_what_is_known_today():
    stage = a_stage()
    decided(stage, SCORE, PULSE, ESCORT)
    checked_in(stage)
    states = [each.state for each in the_conditions_in_order(stage)]
    assert states == [PointState.UNKNOWN, PointState.OPEN, PointState.MET]
    answer_questionnaire(stage.patient, "phq-9", 0, now=after(-2))
    readings(stage, minute=-1, point="before", heart_rate=62)
    assert [each.state for each in the_conditions_in_order(stage)] == [PointState.MET] * 3


@pytest.mark.django_db
def test_conditions_of_an_earlier_decision_hold_nobody():
    stage = a_stage()
    decided(stage, STRICT)
    decided(stage, now=NOW + timedelta(minutes=2))
    checked_in(stage)
    assert not the_conditions(readiness(stage.session, after(0)))


def the_conditions_in_order(stage):
    return [each for each in readiness(stage.session, after(0)) if each.code.startswith("condition-")]
