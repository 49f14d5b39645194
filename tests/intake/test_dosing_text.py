"""Doses as people write them. What is not clear gives nothing, never a guess."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.intake.dosing_text import read_dose


def a_day(written="", dose="", frequency=""):
    found = read_dose(written, dose, frequency)
    return found and (found.amount, found.unit)


@pytest.mark.parametrize(
    ("written", "dose", "frequency", "daily"),
    [
        ("oxycodone 5 mg three times a day", "", "", "15"),
        ("oxycodone", "5 mg", "three times a day", "15"),
        ("oxycodone 10mg q6h", "", "", "40"),
        ("oxycodone ١0 mg twice daily", "", "", "20"),
        ("oxycodone １０ mg twice daily", "", "", "20"),
        ("oxycodone 10 mg", "", "q 8 hrs", "30"),
        ("oxycodone 10 mg", "1 tablet", "twice daily", "20"),
        ("tramadol 50 mg", "2 tabs", "q6h", "400"),
        ("tramadol 50 mg", "two tablets", "every six hours", "400"),
        ("Xanax 0.5 mg", "1 mg", "b.i.d.", "2"),
        ("Xanax .25 mg", "", "tid", "0.75"),
        ("Xanax 1 mg", "half a tablet", "bid", "1.0"),
        ("Xanax 1 mg", "1/2 tablet", "bid", "1.0"),
        ("Xanax 1 mg", "½ tablet", "daily", "0.5"),
        ("Xanax 1 mg", "1 1/2 tabs", "daily", "1.5"),
        ("temazepam 15 mg at bedtime", "", "", "15"),
        ("temazepam", "15 mg", "every night at bedtime", "15"),
        ("lorazepam 1 mg", "", "morning and night", "2"),
        ("lorazepam 1 mg", "", "twice a day, morning and evening", "2"),
        ("lorazepam 1 mg", "", "once daily", "1"),
        ("lorazepam 1 mg/day", "", "", "1"),
        ("lorazepam 1 mg", "1-2 tablets", "at bedtime", "2"),
        ("lorazepam", "0.5 to 1 mg", "q4-6h", "6"),
        ("lorazepam", "0.5-1 mg", "every 4 to 6 hours", "6"),
        ("oxycodone 5 mg", "", "2-3 times a day", "15"),
        ("oxycodone 5 mg", "", "q6h prn", "20"),
        ("oxycodone 5 mg", "1 tablet", "as needed, max 4 tablets a day", "20"),
        ("oxycodone 5 mg", "", "as needed, no more than 3 times a day", "15"),
        ("oxycodone 5 mg", "", "as needed up to 30 mg a day", "30"),
        ("oxycodone 5 mg", "1-2 tablets", "every 6 hours, maximum 6 tablets per day", "30"),
        ("oxycodone 5 mg", "take 1", "twice daily", "10"),
        ("oxycodona", "5 mg", "dos veces al día", "10"),
        ("lorazepam", "1 mg", "una vez al dia", "1"),
        ("lorazepam", "0,5 mg", "cada 8 horas", "1.5"),
        ("lorazepam 1 mg", "media tableta", "cada noche", "0.5"),
        ("lorazepam 1 mg", "2 pastillas", "por la noche", "2"),
        ("lorazepam 1 mg", "", "si es necesario, hasta 3 veces al día", "3"),
        ("morphine 0.03 g", "", "bid", "60"),
        ("oxycodone 5 mg", "", "qid", "20"),
        ("oxycodone 5 mg", "", "every hour 24 hours", None),
        ("oxycodone 5 mg", "", "q24h", "5"),
        ("oxycodone 5 mg", "", "every 1 hour", "120"),
        ("oxycodone 5 mg", "", "x3 daily", "15"),
        ("oxycodone 5 mg", "", "x 2 a day", "10"),
        ("oxycodone 5 mg", "", "q5h", "25"),
        ("oxycodone 5 mg", "", "qd", "5"),
        ("oxycodone 5 mg", "2 tablets", "3 tablets daily", None),
        ("oxycodone 5 mg", "", "2 daily", "10"),
        ("oxycodone 5 mg", "4 tablets a day", "", "20"),
        ("oxycodone 5 mg 2 tablets", "", "bid", "20"),
        ("oxycodone 5 mg 3 tablets", "2 tablets", "bid", "20"),
        ("oxycodone", "", "up to 30 mg a day", "30"),
        ("morphine", "", "max 0.03 g a day", "30"),
        ("oxycodone 5 mg", "2 tablets", "up to 3 times a day", "30"),
        ("oxycodone 5 mg", "", "up to 2 tablets every 6 hours", "40"),
        ("lorazepam", "1 or 2 mg", "at noon", "2"),
        ("lorazepam 1 mg", "", "every afternoon and evening", "2"),
    ],
)
def test_a_day_in_milligrams(written, dose, frequency, daily):
    assert a_day(written, dose, frequency) == (daily and (Decimal(daily), "mg"))


@pytest.mark.parametrize(
    ("written", "dose", "frequency"),
    [
        ("oxycodone", "", ""),
        ("oxycodone 5 mg", "", ""),
        ("oxycodone", "", "twice daily"),
        ("oxycodone", "1 tablet", "twice daily"),
        ("oxycodone 5 mg", "", "as needed"),
        ("oxycodone 5 mg prn", "", ""),
        ("oxycodone 5 mg", "", "when I need it"),
        ("oxycodone 5 mg", "", "si es necesario"),
        ("Xanax 0.5", "", "bid"),
        ("oxycodone 5 mg in the morning and 10 mg at night", "", ""),
        ("oxycodone 5 mg", "", "twice a week"),
        ("oxycodone 5 mg", "", "every other day"),
        ("oxycodone 5 mg", "", "every 3 days"),
        ("oxycodone 5 mg", "", "every 72 hours"),
        ("oxycodone 5 mg", "", "dos veces por semana"),
        ("oxycodone 5 mg q6h", "", "twice daily"),
        ("oxycodone 5 mg", "", "twice a day and at bedtime"),
        ("oxycodone 5 mg", "", "tapering, twice a day"),
        ("oxycodone 5 mg/5 ml", "", "twice a day"),
        ("oxycodone 5 mg/ml", "1 ml", "twice a day"),
        ("oxycodone 1,000 mg", "", "daily"),
        ("Tylenol #3 30 mg", "", "daily"),
        ("oxycodone 5 mg for 10 days", "", "daily"),
        ("oxycodone 5 mg, ibuprofen 400 mg", "", "daily"),
        ("oxycodone 5 mg", "", "0 times a day"),
        ("oxycodone 5 mg", "", "every 0 hours"),
        ("oxycodone 0 mg", "", "daily"),
        ("oxycodone 1_2_0 mg", "", "daily"),
        ("oxycodone 1e3 mg", "", "daily"),
        ("oxycodone nan mg", "", "daily"),
        ("oxycodone 5 mg", "", "every 8 hours and every 6 hours"),
        ("oxycodone 5 mg", "", "stopped, was twice daily"),
    ],
)
def test_what_is_not_clear_gives_nothing(written, dose, frequency):
    assert a_day(written, dose, frequency) is None


@pytest.mark.parametrize(
    ("written", "dose", "frequency", "rate"),
    [
        ("fentanyl patch 25 mcg/h", "", "", "25"),
        ("fentanyl 12.5 mcg/hr patch", "1 patch", "every 72 hours", "12.5"),
        ("Duragesic 50 mcg per hour", "2 patches", "every 3 days", "100"),
        ("fentanyl", "75 µg/hour", "q72h", "75"),
        ("fentanyl 2 patches 25 mcg/h", "", "", "50"),
        ("fentanyl 25 mcg/h", "25 mcg/h", "every 3 days", "25"),
    ],
)
def test_a_patch_counts_by_its_hourly_rate(written, dose, frequency, rate):
    assert a_day(written, dose, frequency) == (Decimal(rate), "mcg/h")


@pytest.mark.parametrize(
    ("written", "dose", "frequency"),
    [
        ("fentanyl 25 mcg/h and 50 mcg/h", "", ""),
        ("fentanyl 25 mcg/h", "2 patches or 3 patches", ""),
        ("fentanyl 25 mcg/h 100", "", ""),
        ("fentanyl 25 mcg/h", "", "since 2019"),
        ("fentanyl 0 mcg/h", "", ""),
    ],
)
def test_a_patch_that_is_not_clear(written, dose, frequency):
    assert a_day(written, dose, frequency) is None


def test_a_maximum_in_milligrams_says_nothing_of_a_combination():
    assert read_dose("Percocet 5 mg/325 mg", "", "up to 30 mg a day") is None
    assert read_dose("Percocet 5/325", "", "up to 4 tablets a day").first == Decimal(20)
    assert read_dose("Percocet 5-325", "", "bid").amounts == (Decimal(10), Decimal(650))


def test_a_fentanyl_lozenge_keeps_its_own_unit():
    assert a_day("fentanyl 200 mcg", "", "four times a day") == (Decimal(800), "mcg")


def test_a_combination_keeps_its_strengths_apart():
    found = read_dose("Percocet 5/325", "1 tablet", "every 6 hours")
    assert found.amounts == (Decimal(20), Decimal(1300))
    assert (found.first, found.amount) == (Decimal(20), None)
    assert read_dose("Norco 5 mg/325 mg", "", "bid").first == Decimal(10)
    assert read_dose("hydrocodone/apap 5-325", "", "bid").first == Decimal(10)
    assert read_dose("oxycodone 5 mg", "", "bid").first is None
    assert read_dose("oxycodone 5 to 10 mg", "", "bid").first is None
    assert read_dose("oxycodone 5-325 mg", "", "bid").amount is None


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=30))
def test_any_text_is_read_without_a_stumble(written, dose, frequency):
    found = read_dose(written, dose, frequency)
    assert found is None or all(amount > 0 for amount in found.amounts)


@settings(deadline=None)
@given(st.integers(1, 6), st.sampled_from([1, 2.5, 10, 40]), st.integers(1, 3))
def test_the_same_dose_in_three_ways(times, strength, tablets):
    one = read_dose(f"oxycodone {strength} mg", f"{tablets} tablets", f"{times} times a day")
    two = read_dose("oxycodone", f"{strength * tablets:g} mg", f"{times}x daily")
    three = read_dose(f"oxycodone {strength} mg, take {tablets}, {times} times per day", "", "")
    assert one == two == three
