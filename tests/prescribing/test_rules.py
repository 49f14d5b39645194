"""Doses and Schedule III prescriptions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.content import library
from sojourn.core.decisions import Severity
from sojourn.prescribing.rules import (
    DoseLimits,
    PlanFacts,
    PlanLimits,
    PrescriptionFacts,
    check_dose,
    check_look_up,
    check_plan,
    check_prescription,
    check_weight,
    dose_for,
    last_day_to_fill,
    may_fill,
)

LIMITS = DoseLimits.of(library().dosing)
GOOD = PrescriptionFacts(
    issued_on=date(2026, 11, 23),
    signed_on=date(2026, 11, 23),
    refills=5,
    dea_number="AB1234563",
    npi="1234567893",
    patient_name="Demo Person",
    patient_address="1 Example Street, Portland OR",
    prescriber_address="2 Example Street, Portland OR",
    known_preparation=True,
    fits_setting=True,
    birth_date=date(1980, 5, 1),
    amount=6,
    directions="One lozenge as directed at the group session.",
    seen_on=date(2026, 11, 20),
    visits={date(2026, 11, 20), date(2026, 11, 23)},
)


@pytest.mark.parametrize(
    ("strength", "mg", "ml", "words"),
    [
        (100, "60.0", "0.60", "60 mg = 0.60 mL of 100 mg/mL (0.75 mg/kg at 80 kg)"),
        (50, "60.0", "1.20", "60 mg = 1.20 mL of 50 mg/mL (0.75 mg/kg at 80 kg)"),
    ],
)
def test_a_dose_is_said_in_mg_and_in_ml(strength, mg, ml, words):
    dose = dose_for(weight_kg=D(80), mg_per_kg=D("0.75"), strength_mg_per_ml=strength)
    assert (dose.mg, dose.ml, dose.in_words) == (D(mg), D(ml), words)


@pytest.mark.parametrize("bad", [{"weight_kg": D(0)}, {"mg_per_kg": D(-1)}, {"strength_mg_per_ml": 0}])
def test_an_impossible_dose_is_not_reckoned(bad):
    with pytest.raises(ValueError, match="above zero"):
        dose_for(**{"weight_kg": D(80), "mg_per_kg": D(1), "strength_mg_per_ml": 100, **bad})


@pytest.mark.parametrize(
    ("mg", "already", "code", "severity"),
    [
        ("60", "0", None, None),
        ("120", "0", None, None),
        ("120.1", "0", "dose_above_soft_limit", Severity.CAUTION),
        ("160", "0", "dose_above_soft_limit", Severity.CAUTION),
        ("160.1", "0", "dose_above_hard_limit", Severity.STOP),
        ("60.1", "100", "dose_above_hard_limit", Severity.STOP),
        ("500", "0", "dose_not_plausible", Severity.STOP),
        ("0", "0", "dose_not_positive", Severity.STOP),
    ],
)
def test_limits_count_the_whole_session(mg, already, code, severity):
    decision = check_dose(
        mg=D(mg),
        weight_kg=D(80),
        strength_mg_per_ml=100,
        limits=LIMITS,
        already_given_mg=D(already),
    )
    found = {finding.code: finding.severity for finding in decision.findings}
    assert found.get(code) is severity
    assert decision.allowed is (severity in (None, Severity.CAUTION))
    assert bool(found) is bool(code)


def test_a_vial_that_does_not_exist_is_refused():
    decision = check_dose(mg=D(60), weight_kg=D(80), strength_mg_per_ml=500, limits=LIMITS)
    assert [finding.code for finding in decision.blocking] == ["strength_unknown"]


@pytest.mark.parametrize(
    ("issued", "last"),
    [
        (date(2026, 1, 15), date(2026, 7, 15)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
    ],
)
def test_six_calendar_months(issued, last):
    assert last_day_to_fill(issued) == last


@pytest.mark.parametrize(
    ("on", "fills", "allowed"),
    [
        (date(2026, 7, 15), 5, True),
        (date(2026, 7, 16), 0, False),
        (date(2026, 1, 14), 0, False),
        (date(2026, 2, 1), 6, False),
    ],
)
def test_a_fill_is_covered_for_six_months_and_five_refills(on, fills, allowed):
    assert may_fill(issued_on=date(2026, 1, 15), on=on, fills_so_far=fills, refills=5).allowed is allowed


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"refills": 6}, "refills"),
        ({"refills": -1}, "refills"),
        ({"signed_on": date(2026, 11, 24)}, "issue_date"),
        ({"dea_number": "AB1234564"}, "dea_number"),
        ({"dea_number": ""}, "dea_number"),
        ({"npi": "1234567890"}, "npi"),
        ({"npi": ""}, "npi"),
        ({"known_preparation": False}, "preparation_unknown"),
        ({"fits_setting": False}, "other_setting"),
        ({"seen_on": date(1900, 1, 1)}, "seen_before_birth"),
        ({"amount": 0}, "quantity"),
        ({"amount": 501}, "quantity"),
        ({"seen_on": None}, "not_seen"),
        ({"seen_on": date(2026, 11, 24)}, "seen_later"),
        ({"seen_on": date(2026, 11, 23)}, None),
        ({"seen_on": date(2026, 11, 19)}, "seen_without_visit"),
        ({"visits": ()}, "seen_without_visit"),
        ({"patient_address": " "}, "patient_address_missing"),
        ({"prescriber_address": ""}, "prescriber_address_missing"),
        ({"directions": ""}, "directions_missing"),
    ],
)
def test_what_keeps_a_prescription_from_being_signed(change, code):
    decision = check_prescription(replace(GOOD, **change))
    assert [finding.code for finding in decision.blocking] == ([code] if code else [])


def test_a_day_without_a_visit_says_so():
    (found,) = check_prescription(replace(GOOD, visits=frozenset())).blocking
    assert found.message == "The calendar holds no medical visit on this day that took place or is under way."
    assert (found.field, found.source) == ("seen_on", "21 USC 829(e)")


def test_a_clinic_may_be_stricter_but_not_laxer_than_the_law():
    assert not check_prescription(replace(GOOD, refills=3), most_refills=2).allowed
    assert not check_prescription(replace(GOOD, refills=6), most_refills=9).allowed
    assert not check_prescription(GOOD, months=7).allowed


def test_a_stricter_clinic_ends_a_prescription_earlier_and_never_later():
    facts = {"issued_on": date(2026, 1, 15), "fills_so_far": 0, "refills": 9}
    assert not may_fill(on=date(2026, 4, 16), expires_on=date(2026, 4, 15), **facts).allowed
    assert not may_fill(on=date(2026, 7, 16), expires_on=date(2027, 1, 15), **facts).allowed
    assert not may_fill(on=date(2026, 2, 1), **{**facts, "fills_so_far": 6}).allowed


LOOKED = datetime(2026, 11, 23, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "finding", "field"),
    [
        (0, "Nothing unexpected.", None),
        (7, "Nothing unexpected.", None),
        (8, "Nothing unexpected.", "pdmp_checked_at"),
        (365, "Nothing unexpected.", "pdmp_checked_at"),
        (-1, "Nothing unexpected.", "pdmp_checked_at"),
        (0, " ", "pdmp_finding"),
    ],
)
def test_the_monitoring_programme_was_asked_lately_and_its_answer_written_down(days, finding, field):
    now = LOOKED + timedelta(days=days)
    decision = check_look_up(looked_at=LOOKED, finding=finding, now=now, days=7)
    assert [each.field for each in decision.blocking] == ([field] if field else [])


@pytest.mark.parametrize(
    ("known", "measured", "days", "code"),
    [
        (True, True, 0, None),
        (True, True, 30, None),
        (True, True, 31, "weight_old"),
        (True, False, 0, "weight_told"),
        (False, False, 0, "weight_missing"),
    ],
)
def test_a_dose_rests_on_a_weight_the_clinic_measured_lately(known, measured, days, code):
    decision = check_weight(known=known, measured=measured, days_old=days, valid_days=30)
    assert [each.code for each in decision.blocking] == ([code] if code else [])
    assert all(each.owner == "nurse" for each in decision.blocking)


A_SERIES = PlanFacts(
    kind="series", sessions=6, per_week=2, route="IM", review_after=(1, 3), reason="A start.", is_first=True
)
PLANS = PlanLimits.of(library().dosing)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, None),
        ({"kind": "single"}, "sessions"),
        ({"kind": "single", "sessions": 1, "review_after": ()}, None),
        ({"kind": "group", "route": "SL"}, None),
        ({"sessions": 0, "review_after": ()}, "sessions"),
        ({"sessions": 25}, "sessions"),
        ({"per_week": 0}, "per_week"),
        ({"per_week": 3}, "per_week"),
        ({"route": "IV"}, "route"),
        ({"review_after": (7,)}, "review_after"),
        ({"review_after": (0,)}, "review_after"),
        ({"review_after": (2, 2)}, "review_after"),
        ({"reason": " "}, "reason"),
        ({"reason": "", "is_first": False}, "reason"),
    ],
)
def test_what_a_plan_may_look_like(change, field):
    decision = check_plan(replace(A_SERIES, **change), PLANS)
    assert [each.field for each in decision.blocking] == ([field] if field else [])


@given(st.decimals(40, 200, places=1), st.decimals("0.1", "3", places=2), st.sampled_from([10, 50, 100]))
def test_the_volume_holds_the_dose(weight, mg_per_kg, strength):
    dose = dose_for(weight_kg=weight, mg_per_kg=mg_per_kg, strength_mg_per_ml=strength)
    assert abs(dose.ml * strength - dose.mg) <= D("0.005") * strength
    assert abs(dose.mg - weight * mg_per_kg) <= D("0.05")
