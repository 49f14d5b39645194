"""Conditions of a yes: what may be set, how it is said, and that what is not known is never kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn import content
from sojourn.screening.condition_limit_rules import may_set, only_with_a_yes
from sojourn.screening.condition_rules import (
    Book,
    Condition,
    Kept,
    Known,
    Measured,
    before_booking,
    for_patient,
    in_words,
    stands,
)

LIBRARY = content.library()
BOOK = Book(LIBRARY.conditions, LIBRARY.condition_subjects)
TODAY = date(2026, 3, 2)
NOTHING = Known(today=TODAY)

PRESSURE = Condition(kind="blood_pressure", systolic=140, diastolic=90)
LETTER = Condition(kind="letter", asked_of="Neurology", what="A letter.", due_on=TODAY + timedelta(days=14))
SCORE = Condition(kind="measured", subject="score:phq-9", side="below", limit=20)
ESCORT = Condition(kind="escort")
EVERY = (PRESSURE, LETTER, SCORE, ESCORT)


@pytest.mark.parametrize("case", LIBRARY.conditions.cases, ids=lambda case: case.name)
def test_the_librarys_worked_cases(case):
    condition = replace(
        {each.kind: each for each in EVERY}[case.kind],
        **{
            name: getattr(case, name)
            for name in ("systolic", "diastolic", "subject", "side", "limit", "answered")
        },
    )
    measured = Measured(case.value, TODAY - timedelta(days=case.days)) if case.value is not None else None
    known = Known(
        today=TODAY,
        pressure=case.pressure,
        values={case.subject: measured} if measured else {},
        escort=case.escort,
    )
    assert stands(condition, known, BOOK).kept == case.finds


@pytest.mark.parametrize("condition", EVERY, ids=lambda each: each.kind)
def test_what_nobody_knows_is_never_kept_and_says_whose_it_is(condition):
    stand = stands(condition, NOTHING, BOOK)
    assert stand.kept is Kept.UNKNOWN and stand.as_finding.severity.blocks
    assert stand.owner in {"front_desk", "nurse", "provider"} and stand.sentence.endswith(".")


@pytest.mark.parametrize("condition", EVERY, ids=lambda each: each.kind)
def test_each_may_be_set_and_is_said_to_staff_and_patient(condition):
    assert may_set(condition, BOOK, today=TODAY).allowed
    assert "{" not in in_words(condition, BOOK) + for_patient(condition, BOOK)


def test_the_words_name_the_limit():
    assert in_words(PRESSURE, BOOK) == "Blood pressure at rest below 140/90 on the day"
    assert for_patient(SCORE, BOOK) == "Your latest PHQ-9 is below 20."
    assert in_words(replace(SCORE, subject="reading:spo2", side="at_least", limit=94), BOOK) == (
        "Oxygen saturation at least 94%"
    )


@pytest.mark.parametrize(
    ("condition", "field", "sentence"),
    [
        (replace(PRESSURE, systolic=None), "systolic", "both numbers"),
        (replace(PRESSURE, diastolic=None), "diastolic", "both numbers"),
        (replace(PRESSURE, systolic=90, diastolic=140), "diastolic", "upper number comes first"),
        (replace(PRESSURE, systolic=90, diastolic=90), "diastolic", "upper number comes first"),
        (replace(PRESSURE, systolic=181), "systolic", "between 90/50 and 180/100"),
        (replace(PRESSURE, systolic=89, diastolic=60), "systolic", "hold nobody back"),
        (replace(PRESSURE, systolic=150, diastolic=101), "systolic", "between"),
        (replace(PRESSURE, systolic=90, diastolic=49), "systolic", "between"),
        (replace(LETTER, asked_of=" "), "asked_of", "who is asked"),
        (replace(LETTER, what=""), "what", "what has to come"),
        (replace(LETTER, due_on=None), "due_on", "which day"),
        (replace(LETTER, due_on=TODAY - timedelta(days=1)), "due_on", "over"),
        (replace(SCORE, subject="score:none"), "subject", "of the list"),
        (replace(SCORE, side=""), "side", "below"),
        (replace(SCORE, limit=None), "limit", "limit for PHQ-9"),
        (replace(SCORE, limit=0), "limit", "between 0 and 27"),
        (replace(SCORE, limit=28), "limit", "between 0 and 27"),
        (Condition(kind="weather"), "kind", "no condition of this kind"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(condition, field, sentence):
    decision = may_set(replace(condition, field="c"), BOOK, today=TODAY)
    assert sentence in decision.sentence
    assert [each.field for each in decision.blocking] == [f"c_{field}"]


@pytest.mark.parametrize(
    "condition",
    [
        replace(PRESSURE, systolic=180, diastolic=100),
        replace(PRESSURE, systolic=90, diastolic=50),
        replace(SCORE, limit=27),
        replace(SCORE, limit=1),
        replace(LETTER, due_on=TODAY),
    ],
)
def test_the_outermost_limits_may_be_set(condition):
    assert may_set(condition, BOOK, today=TODAY).allowed


def test_nobody_who_is_not_treated_has_conditions_to_keep():
    assert only_with_a_yes((PRESSURE,), eligible=False)
    assert only_with_a_yes((), eligible=False) is None
    assert only_with_a_yes((PRESSURE,), eligible=True) is None


def test_only_a_letter_keeps_anything_from_being_booked():
    held = before_booking(tuple(stands(each, NOTHING, BOOK) for each in EVERY))
    assert [each.code for each in held.blocking] == ["condition:letter"]
    cleared = stands(replace(LETTER, answered="cleared"), NOTHING, BOOK)
    assert before_booking((cleared,)).allowed
    refused = before_booking((stands(replace(LETTER, answered="not_cleared"), NOTHING, BOOK),))
    assert "did not clear" in refused.sentence


def test_a_value_of_tomorrow_counts_for_nothing_today():
    known = Known(today=TODAY, values={"score:phq-9": Measured(3, TODAY + timedelta(days=1))})
    assert stands(SCORE, known, BOOK).kept is Kept.UNKNOWN


def test_a_subject_that_left_the_library_is_not_known():
    gone = replace(SCORE, subject="score:gone")
    known = Known(today=TODAY, values={"score:gone": Measured(3, TODAY)})
    assert stands(gone, known, BOOK).kept is Kept.UNKNOWN


@given(st.integers(40, 300), st.integers(20, 200), st.integers(90, 180), st.integers(50, 89))
def test_a_pressure_is_kept_only_below_both_numbers(high, low, systolic, diastolic):
    condition = replace(PRESSURE, systolic=systolic, diastolic=diastolic)
    kept = stands(condition, replace(NOTHING, pressure=(high, low)), BOOK).kept
    assert (kept is Kept.MET) == (high < systolic and low < diastolic)
