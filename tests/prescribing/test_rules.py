"""Doses and Schedule III prescriptions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.content import library
from sojourn.core.decisions import Severity
from sojourn.prescribing.rules import (
    DoseLimits,
    PrescriptionFacts,
    check_dose,
    check_prescription,
    dea_number_is_valid,
    dose_for,
    last_day_to_fill,
    may_fill,
    npi_is_valid,
)

LIMITS = DoseLimits.of(library().dosing)
GOOD = PrescriptionFacts(
    issued_on=date(2026, 11, 23),
    signed_on=date(2026, 11, 23),
    refills=5,
    dea_number="AB1234563",
    patient_name="Demo Person",
    patient_address="1 Example Street, Portland OR",
    drug="ketamine",
    strength="100 mg",
    form="lozenge",
    quantity="6",
    directions="One lozenge as directed at the group session.",
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
    ("mg", "already", "second", "code", "severity"),
    [
        ("60", "0", False, None, None),
        ("120", "0", False, None, None),
        ("120.1", "0", False, "dose_above_soft_limit", Severity.CAUTION),
        ("160", "0", False, "dose_above_soft_limit", Severity.CAUTION),
        ("160.1", "0", False, "dose_above_hard_limit", Severity.STOP),
        ("60.1", "100", False, "dose_above_hard_limit", Severity.STOP),
        ("160.1", "0", True, "dose_above_hard_limit", Severity.CAUTION),
        ("500", "0", True, "dose_not_plausible", Severity.STOP),
        ("0", "0", False, "dose_not_positive", Severity.STOP),
    ],
)
def test_limits_count_the_whole_session(mg, already, second, code, severity):
    decision = check_dose(
        mg=D(mg),
        weight_kg=D(80),
        strength_mg_per_ml=100,
        limits=LIMITS,
        already_given_mg=D(already),
        second_prescriber=second,
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
        ({"patient_address": " "}, "patient_address_missing"),
        ({"directions": ""}, "directions_missing"),
    ],
)
def test_what_keeps_a_prescription_from_being_signed(change, code):
    decision = check_prescription(replace(GOOD, **change))
    assert [finding.code for finding in decision.blocking] == ([code] if code else [])


def test_a_clinic_may_be_stricter_but_not_laxer_than_the_law():
    assert not check_prescription(replace(GOOD, refills=3), most_refills=2).allowed
    assert not check_prescription(replace(GOOD, refills=6), most_refills=9).allowed
    assert not check_prescription(GOOD, months=7).allowed


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("AB1234563", True),
        ("ab1234563 ", True),
        ("AB1234564", False),
        ("A91234563", True),
        ("1234563", False),
    ],
)
def test_dea_numbers(number, valid):
    assert dea_number_is_valid(number) is valid


@pytest.mark.parametrize(
    ("number", "valid"),
    [("1234567893", True), ("1558598797", True), ("1234567890", False), ("3234567893", False), ("", False)],
)
def test_npi_numbers(number, valid):
    assert npi_is_valid(number) is valid


@given(st.decimals(40, 200, places=1), st.decimals("0.1", "3", places=2), st.sampled_from([10, 50, 100]))
def test_the_volume_holds_the_dose(weight, mg_per_kg, strength):
    dose = dose_for(weight_kg=weight, mg_per_kg=mg_per_kg, strength_mg_per_ml=strength)
    assert abs(dose.ml * strength - dose.mg) <= D("0.005") * strength
    assert abs(dose.mg - weight * mg_per_kg) <= D("0.05")
