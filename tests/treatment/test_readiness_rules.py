"""The readiness list, point by point: missing is open, a stop is a stop."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from zoneinfo import ZoneInfo

import pytest

from sojourn.core.decisions import ALLOWED, Decision, Finding
from sojourn.screening.hold_rules import TimedHold
from sojourn.treatment.rules.readiness import (
    POINTS,
    Answered,
    Limits,
    OwnMedicineAtDoor,
    PointState,
    ReadinessFacts,
    may_start,
    readiness,
)

NOW = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
LIMITS = Limits(
    age=18,
    weight_days=30,
    weight_percent=15,
    food_hours=4,
    fluids_hours=2,
    substances_hours=24,
    decide_systolic=140,
    decide_diastolic=90,
    stop_systolic=180,
    stop_diastolic=100,
)
LAMOTRIGINE = TimedHold(drug="lamotrigine", before_hours=6, after_hours=6)
REFUSAL = Decision((Finding(code="x", message="It ran out."),))


def said(value, minutes_ago=0):
    return Answered(value, NOW - timedelta(minutes=minutes_ago))


READY = {
    "today": date(2026, 3, 2),
    "now": NOW,
    "limits": LIMITS,
    "is_group": False,
    "age_years": 41,
    "eligibility": ALLOWED,
    "prescription": ALLOWED,
    "ordered_mg": D("40"),
    "ordered_for_kg": D("80"),
    "weight_kg": D("80"),
    "weighed_at": NOW - timedelta(days=3),
    "consents_missing": (),
    "list_is_told": True,
    "list_changed_at": NOW - timedelta(days=9),
    "checked_at": NOW - timedelta(days=8),
    "can_be_pregnant": False,
    "blood_pressure": (128, 82),
    "answers": {
        "identity": said("yes"),
        "own_prescription": said("yes"),
        "fasting": said({"food": 9, "fluids": 3}),
        "escort": said({"name": "Rosa H.", "phone": "503 555 0100"}),
        "airway_kit": said("yes"),
        "substances": said("no"),
    },
}


def answers(**changes):
    return {"answers": {**READY["answers"], **{code: said(value) for code, value in changes.items()}}}


def the_point(code, **changes):
    listed = readiness(ReadinessFacts(**{**READY, **changes}))
    return next(point for point in listed if point.code == code)


def test_everything_in_place_may_start():
    assert may_start(readiness(ReadinessFacts(**READY))).allowed


def test_nothing_known_leaves_nothing_met_but_what_needs_no_answer():
    bare = {key: READY[key] for key in ("today", "now", "limits", "is_group", "age_years")}
    met = [point.code for point in readiness(ReadinessFacts(**bare)) if point.state is PointState.MET]
    assert met == ["age", "alerts"]


@pytest.mark.parametrize(
    ("code", "changes", "state"),
    [
        ("identity", answers(identity="no"), "open"),
        ("age", {"age_years": 17}, "open"),
        ("eligibility", {"eligibility": None}, "unknown"),
        ("eligibility", {"eligibility": REFUSAL}, "open"),
        ("prescription", {"prescription": REFUSAL}, "open"),
        ("prescription", {"prescription": None}, "unknown"),
        ("order", {"ordered_mg": None}, "open"),
        ("order", {"order_is_used": True}, "open"),
        ("order", {"weight_kg": None}, "unknown"),
        ("order", {"ordered_for_kg": None}, "unknown"),
        ("order", {"weight_kg": D("68")}, "met"),
        ("order", {"weight_kg": D("67.9")}, "open"),
        ("order", {"weight_kg": D("92")}, "met"),
        ("order", {"weight_kg": D("92.1")}, "open"),
        ("weight", {"weighed_at": None}, "unknown"),
        ("weight", {"weighed_at": NOW - timedelta(days=30)}, "met"),
        ("weight", {"weighed_at": NOW - timedelta(days=31)}, "open"),
        ("consents", {"consents_missing": None}, "unknown"),
        ("consents", {"consents_missing": ("Ketamine treatment",)}, "open"),
        ("interactions", {"checked_at": None}, "unknown"),
        ("interactions", {"list_changed_at": NOW}, "open"),
        ("interactions", {"unchecked_medicines": ("zzyx",)}, "unknown"),
        ("interactions", {"list_is_told": False}, "unknown"),
        ("holds", {"list_is_told": False}, "unknown"),
        ("holds", {"holds": ()}, "met"),
        ("holds", {"holds": (LAMOTRIGINE,)}, "unknown"),
        ("holds", {"holds": (LAMOTRIGINE,), **answers(holds={"lamotrigine": 5.9})}, "open"),
        ("holds", {"holds": (LAMOTRIGINE,), **answers(holds={"lamotrigine": 6})}, "met"),
        ("fasting", answers(fasting={"food": 3.9, "fluids": 3}), "open"),
        ("fasting", answers(fasting={"food": 4, "fluids": 1.5}), "open"),
        ("fasting", answers(fasting={"food": 4, "fluids": 2}), "met"),
        ("pregnancy", {"can_be_pregnant": None}, "unknown"),
        ("pregnancy", {"can_be_pregnant": True}, "unknown"),
        ("pregnancy", {"can_be_pregnant": True, **answers(pregnancy="negative")}, "met"),
        ("pregnancy", {"can_be_pregnant": True, **answers(pregnancy="positive")}, "open"),
        ("pregnancy", {"can_be_pregnant": True, **answers(pregnancy="not_possible")}, "met"),
        ("escort", answers(escort={"name": "", "phone": ""}), "unknown"),
        ("blood_pressure", {"blood_pressure": None}, "unknown"),
        ("blood_pressure", {"blood_pressure": (140, 90)}, "met"),
        ("blood_pressure", {"blood_pressure": (141, 82)}, "open"),
        ("alerts", {"open_alerts": 1}, "open"),
        ("airway_kit", answers(airway_kit="no"), "open"),
        ("substances", answers(substances="yes"), "open"),
        ("substances", answers(substances="unknown"), "unknown"),
        ("substances", answers(substances="no"), "met"),
    ],
)
def test_points(code, changes, state):
    point = the_point(code, **changes)
    assert point.state == state, point.sentence
    assert point.owner and point.fix and point.sentence


PORTLAND = ZoneInfo("America/Los_Angeles")
SERTRALINE = TimedHold(drug="sertraline", before_hours=12, after_hours=0)
LAST_TAKEN = [
    (
        {"lamotrigine": "2026-03-02T11:00:00+00:00"},
        "met",
        "Last lamotrigine at 3:00 am, at least 6 hours ago.",
    ),
    ({"lamotrigine": "2026-03-02T11:01:00+00:00"}, "open", "The earliest start is 9:01 am."),
    ({"lamotrigine": "2026-03-02T16:30:00+00:00"}, "open", "at 8:30 am, less than 6 hours ago"),
    ({"lamotrigine": "2026-03-02T07:00:00+00:00"}, "met", "at 11:00 pm, Sunday 1 March, at least"),
    ({"lamotrigine": None}, "unknown", "They do not know when they last took lamotrigine"),
    ({}, "unknown", "Ask when they last took lamotrigine"),
]


@pytest.mark.parametrize(("told", "state", "sentence"), LAST_TAKEN)
def test_the_hold_question_is_answered_by_the_clock_on_the_wall(told, state, sentence):
    point = the_point("holds", holds=(LAMOTRIGINE,), zone=PORTLAND, **answers(holds=told))
    assert point.state == state and sentence in point.sentence


def test_of_two_medicines_each_that_waits_is_named():
    told = {"lamotrigine": "2026-03-02T16:30:00+00:00", "sertraline": None}
    point = the_point("holds", holds=(LAMOTRIGINE, SERTRALINE), zone=PORTLAND, **answers(holds=told))
    assert point.state is PointState.OPEN
    assert "2:30 pm" in point.sentence and "do not know when they last took sertraline" in point.sentence


def test_waiting_turns_a_hold_and_a_fast_into_met_ones():
    earlier = {"holds": said({"lamotrigine": 5}, 60), "fasting": said({"food": 3, "fluids": 1}, 60)}
    facts = {"holds": (LAMOTRIGINE,), "answers": {**READY["answers"], **earlier}}
    assert the_point("holds", **facts).state is the_point("fasting", **facts).state is PointState.MET


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("blood_pressure", {"blood_pressure": (150, 92)}),
        ("fasting", answers(fasting={"food": 1, "fluids": 1})),
        ("holds", {"holds": (LAMOTRIGINE,)}),
        ("escort", {"answers": {}}),
    ],
)
def test_a_provider_goes_past_with_a_reason(code, changes):
    point = the_point(code, **changes, overrides={code: "Seen and weighed."})
    assert point.state is PointState.OVERRIDDEN
    assert "Seen and weighed." in point.sentence


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("identity", answers(identity="no")),
        ("age", {"age_years": 17}),
        ("pregnancy", {"can_be_pregnant": True, **answers(pregnancy="positive")}),
        ("blood_pressure", {"blood_pressure": (181, 90)}),
        ("blood_pressure", {"blood_pressure": None}),
        ("pregnancy", {"can_be_pregnant": True}),
        ("pregnancy", {"can_be_pregnant": None}),
        ("alerts", {"open_alerts": 1}),
        ("consents", {"consents_missing": ("Ketamine treatment",)}),
        ("eligibility", {"eligibility": None}),
    ],
)
def test_nobody_goes_past_a_stop(code, changes):
    point = the_point(code, **changes, overrides={code: "I want to."})
    assert not point.state.is_ready
    assert not point.may_override


def test_a_group_needs_its_own_prescription_and_medicine_and_no_order():
    codes = [point.code for point in readiness(ReadinessFacts(**{**READY, "is_group": True}))]
    assert {"own_prescription", "own_medicine"} <= set(codes)
    assert not {"order", "prescription"} & set(codes)
    group = {"is_group": True}
    assert the_point("own_medicine", **group).state is PointState.UNKNOWN
    assert (
        the_point("own_medicine", **group, own_medicine=OwnMedicineAtDoor(False, D(2))).state
        is PointState.OPEN
    )
    assert (
        the_point("own_medicine", **group, own_medicine=OwnMedicineAtDoor(True, D(2))).state is PointState.MET
    )
    assert the_point("own_prescription", **group, **answers(own_prescription="no")).state is PointState.OPEN
    assert the_point("own_prescription", **group, prescription=None).state is PointState.UNKNOWN
    assert the_point("own_prescription", **group, prescription=REFUSAL).state is PointState.OPEN
    assert the_point("own_prescription", **group).state is PointState.MET


def test_starting_names_every_reason_at_once():
    decision = may_start(readiness(ReadinessFacts(**{**READY, "ordered_mg": None, "open_alerts": 2})))
    assert [finding.code for finding in decision.blocking] == ["order", "alerts"]


def test_codes_are_written_once():
    codes = [point.code for point in POINTS]
    assert len(codes) == len(set(codes))
