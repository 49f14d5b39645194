"""Readings, the schedule, doses and going home."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D

import pytest

from sojourn.content import library
from sojourn.treatment.rules import discharge, doses, freshness, notes, schedule, vitals
from sojourn.treatment.rules.answers import readiness_answer
from sojourn.treatment.rules.vitals import Reading
from sojourn.treatment.states import Phase, may_follow

NOW = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
SHEET = library().monitoring
CYCLE = schedule.Cycle((10, 20, 40), 5, 10)


def after(minutes):
    return NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("reading", "fields"),
    [
        ({"systolic": 128, "diastolic": 82, "heart_rate": 74, "spo2": 98, "moaas": 5}, []),
        ({"heart_rate": 99999}, ["heart_rate"]),
        ({"heart_rate": 19}, ["heart_rate"]),
        ({"spo2": 101}, ["spo2"]),
        ({"systolic": 82, "diastolic": 128}, ["systolic"]),
        ({"systolic": 128}, ["diastolic"]),
        ({"moaas": 6, "respiratory_rate": 61}, ["respiratory_rate", "moaas"]),
        ({}, [""]),
    ],
)
def test_impossible_readings_are_named(reading, fields):
    assert [each.field for each in vitals.possible(Reading(**reading), SHEET).blocking] == fields


@pytest.mark.parametrize(
    ("reading", "found"),
    [
        ({"systolic": 128, "diastolic": 82, "spo2": 98}, []),
        ({"spo2": 89, "heart_rate": 121}, ["SpO₂ 89 %, urgent", "Heart rate 121 a minute, watch"]),
        ({"moaas": 1}, ["MOAA/S 1, emergency"]),
    ],
)
def test_out_of_band_the_heaviest_first(reading, found):
    assert [each.sentence for each in vitals.out_of_band(Reading(**reading), SHEET)] == found


@pytest.mark.parametrize(
    ("minute", "taken", "states"),
    [
        (5, (), ["later", "later", "later"]),
        (15, (), ["due", "later", "later"]),
        (16, (), ["amber", "later", "later"]),
        (21, ("+10",), ["taken", "due", "later"]),
        (31, ("+10",), ["taken", "red", "later"]),
    ],
)
def test_the_schedule_counts_from_the_dose(minute, taken, states):
    points = schedule.due_points(CYCLE, [NOW], taken, after(minute))
    assert [point.state for point in points] == states


def test_before_the_dose_nothing_is_due():
    assert schedule.due_points(CYCLE, [], (), NOW) == ()


def test_a_booster_begins_the_cycle_again_and_keeps_what_was_taken():
    points = schedule.due_points(CYCLE, [NOW, after(25)], {"+10"}, after(36))
    assert [point.code for point in points] == ["+10", "2:+10", "2:+20", "2:+40"]
    assert schedule.next_due(points).due_at == after(35)


DOSE = doses.DoseFacts(
    mg=D("40"),
    weight_kg=D("80"),
    started=True,
    gone_home=False,
    ordered_mg=D("40"),
    booster_mg=D("20"),
    order_is_used=False,
    given_mg=D("0"),
    most_mg=D("300"),
    soft_mg_per_kg=D("1.5"),
    hard_mg_per_kg=D("2.0"),
    second_person=False,
)
OWN = {"own_medicine": True, "ordered_mg": None}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"mg": D("500")}, ["impossible", "over_order", "soft_limit", "hard_limit"]),
        ({"mg": D("0")}, ["impossible"]),
        ({"started": False}, ["not_started"]),
        ({"gone_home": True}, ["over"]),
        ({"ordered_mg": None}, ["order"]),
        ({"order_is_used": True}, ["order_used"]),
        ({"mg": D("40.1")}, ["over_order"]),
        ({"given_mg": D("40"), "mg": D("20")}, []),
        ({"given_mg": D("40"), "mg": D("20"), "booster_mg": D("0")}, ["over_order"]),
        ({"mg": D("120"), "ordered_mg": D("200")}, []),
        ({"mg": D("121"), "ordered_mg": D("200")}, ["soft_limit"]),
        ({"mg": D("121"), "ordered_mg": D("200"), "second_person": True}, []),
        ({"mg": D("161"), "ordered_mg": D("200"), "second_person": True}, ["hard_limit"]),
        ({"weight_kg": None}, ["weight"]),
        ({"own_medicine": True, "ordered_mg": None}, []),
        ({**OWN, "mg": D("120")}, []),
        ({**OWN, "mg": D("121")}, ["soft_limit"]),
        ({**OWN, "mg": D("121"), "second_person": True}, []),
        ({**OWN, "mg": D("160"), "second_person": True}, []),
        ({**OWN, "mg": D("161"), "second_person": True}, ["hard_limit"]),
        ({**OWN, "mg": D("60"), "given_mg": D("101"), "second_person": True}, ["hard_limit"]),
        ({**OWN, "weight_kg": None}, ["weight"]),
        (
            {**OWN, "mg": D("200"), "given_mg": D("100"), "weight_kg": D("150"), "second_person": True},
            [],
        ),
        (
            {**OWN, "mg": D("200"), "given_mg": D("101"), "weight_kg": D("160"), "second_person": True},
            ["too_much_in_all"],
        ),
        ({"given_mg": D("140"), "mg": D("20"), "ordered_mg": D("140"), "second_person": True}, []),
        (
            {"given_mg": D("141"), "mg": D("20"), "ordered_mg": D("141"), "second_person": True},
            ["hard_limit"],
        ),
    ],
)
def test_doses(changes, codes):
    decision = doses.may_give(replace(DOSE, **changes))
    assert [finding.code for finding in decision.blocking] == codes


@pytest.mark.parametrize(
    ("own", "checked", "read_again"),
    [
        ({}, "vial, strength and volume", "vial strength and amount"),
        (OWN, "label, strength and count", "the strength on the label and the count"),
    ],
)
def test_what_is_checked_and_read_again_fits_whose_medicine_it_is(own, checked, read_again):
    much = replace(DOSE, **{"ordered_mg": D("200"), "mg": D("161"), **own})
    soft, hard = doses.may_give(much).blocking
    assert f"A second person checks {checked} first." in soft.message
    assert hard.message.endswith(f"Read {read_again} again.")


CRITERIA = library().discharge.criteria
HOME = discharge.DischargeFacts(
    now=after(120),
    started=True,
    already=False,
    in_recovery=True,
    last_dose_at=NOW,
    minimum_minutes=120,
    criteria=CRITERIA,
    met={each.code: True for each in CRITERIA},
    overrides={},
    escort_name="Rosa H.",
    read_at={code: after(90) for each in CRITERIA for code in each.reads},
    fresh_minutes=30,
)
EARLIER = {**HOME.read_at, "spo2": after(89)}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"now": after(119)}, ["too_early"]),
        ({"now": after(1), "last_dose_at": None}, []),
        ({"escort_name": " "}, ["escort"]),
        ({"in_recovery": False}, ["phase"]),
        ({"started": False}, ["not_started"]),
        ({"already": True}, ["over"]),
        ({"medicine_held": True}, ["custody"]),
        ({"entries_waiting": 1}, ["entries_waiting"]),
        ({"met": {**HOME.met, "walks": False}}, ["walks"]),
        ({"met": {**HOME.met, "walks": False}, "overrides": {"walks": "Uses a wheelchair."}}, []),
        ({"met": {**HOME.met, "walks": False}, "overrides": {"walks": " "}}, ["walks"]),
        ({"read_at": EARLIER}, ["oxygen"]),
        ({"read_at": EARLIER, "overrides": {"oxygen": "Leaves with her doctor."}}, []),
        ({"read_at": {}}, ["vitals_near_baseline", "oxygen", "awake"]),
        ({"read_at": {**HOME.read_at, "diastolic": after(60)}}, ["vitals_near_baseline"]),
        ({"read_at": {each: after(90) for each in HOME.read_at if each != "moaas"}}, ["awake"]),
        ({"met": {**HOME.met, "oxygen": False}}, ["oxygen"]),
    ],
)
def test_going_home(changes, codes):
    assert [finding.code for finding in discharge.may_go_home(replace(HOME, **changes)).blocking] == codes


@pytest.mark.parametrize(
    ("read_at", "says", "fresh"),
    [
        ({"spo2": after(120)}, "Read 0 minutes ago.", True),
        ({"spo2": after(121)}, "Read 0 minutes ago.", True),
        ({"spo2": after(119)}, "Read 1 minute ago.", True),
        ({"spo2": after(90)}, "Read 30 minutes ago.", True),
        ({"spo2": after(89.9)}, "Read 31 minutes ago, 30 minutes at most.", False),
        ({"spo2": after(-5)}, "Read 2 h 5 min ago, 30 minutes at most.", False),
        ({}, "Not every reading for it was taken.", False),
        ({"moaas": after(120)}, "Not every reading for it was taken.", False),
    ],
)
def test_how_old_a_reading_is_and_that_none_is_never_fresh(read_at, says, fresh):
    oxygen = next(each for each in CRITERIA if each.code == "oxygen")
    found = replace(HOME, read_at=read_at).freshness(oxygen)
    assert (found.sentence, found.is_fresh) == (says, fresh)
    assert replace(HOME, read_at=read_at).is_met(oxygen) is fresh


def test_a_criterion_without_readings_has_no_age():
    assert HOME.freshness(next(each for each in CRITERIA if each.code == "walks")) is None


@pytest.mark.parametrize(
    ("taken", "minute", "missing"),
    [
        (set(), -1, []),
        (set(), 9, []),
        (set(), 10, ["+10"]),
        ({"+10"}, 19, []),
        ({"+10", "+20"}, 61, ["+30", "+40", "+60"]),
        ({"+10", "+20", "+30", "+40", "+60", "+90", "+120"}, 200, []),
    ],
)
def test_which_points_of_the_schedule_were_not_taken(taken, minute, missing):
    cycle = schedule.Cycle((10, 20, 30, 40, 60, 90, 120), 5, 10)
    points = schedule.due_points(cycle, [NOW], taken, after(minute))
    assert [each.label for each in freshness.not_taken(points)] == missing


def test_too_early_says_how_long_to_wait():
    assert "14 more minutes" in discharge.may_go_home(replace(HOME, now=after(106))).sentence


@pytest.mark.parametrize(
    ("now", "wanted", "allowed"),
    [
        ("prepare", "ground", True),
        ("ground", "journey", True),
        ("journey", "ground", False),
        ("journey", "recovery", True),
        ("integrate", "recovery", True),
        ("recovery", "discharged", True),
        ("prepare", "discharged", False),
        ("discharged", "journey", False),
    ],
)
def test_phases(now, wanted, allowed):
    assert may_follow(Phase(now), Phase(wanted)) is allowed


@pytest.mark.parametrize(
    ("code", "value", "clean"),
    [
        ("identity", "yes", "yes"),
        ("identity", "perhaps", None),
        ("fasting", {"food": "9", "fluids": 3}, {"food": 9.0, "fluids": 3.0}),
        ("fasting", {"food": 9}, None),
        ("fasting", {"food": -1, "fluids": 3}, None),
        ("holds", {"lamotrigine": "2026-03-02T07:00-08:00"}, {"lamotrigine": "2026-03-02T15:00:00+00:00"}),
        ("holds", {"lamotrigine": None}, {"lamotrigine": None}),
        ("holds", {"lamotrigine": "seven"}, None),
        ("holds", {"lamotrigine": ""}, None),
        ("holds", {"lamotrigine": "2026-03-02T07:00"}, None),
        ("holds", {"lamotrigine": "2026-03-02T09:01-08:00"}, None),
        ("holds", {}, None),
        ("escort", {"name": "Rosa", "phone": ""}, None),
        ("eligibility", "yes", None),
    ],
)
def test_answers_have_one_shape(code, value, clean):
    answer = readiness_answer(code, value, now=NOW)
    assert answer.value == clean
    assert answer.decision.allowed is (clean is not None)


NOTE = notes.NoteFacts(
    signed=False, sections={"themes": "Water."}, started_at=NOW, ended_at=after(50), now=after(60)
)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"signed": True}, ["signed"]),
        ({"sections": {"themes": " "}}, ["empty"]),
        ({"ended_at": None}, ["times"]),
        ({"ended_at": NOW}, ["times"]),
        ({"now": after(49)}, ["future"]),
    ],
)
def test_signing(changes, codes):
    assert [finding.code for finding in notes.may_sign(replace(NOTE, **changes)).blocking] == codes


def test_minutes_and_hash():
    assert notes.minutes(NOW, after(52) + timedelta(seconds=59)) == 52
    assert notes.note_hash({"b": 1, "a": 2}) == notes.note_hash({"a": 2, "b": 1}) != notes.note_hash({"a": 3})
