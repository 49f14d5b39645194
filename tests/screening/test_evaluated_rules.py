"""On which day a doctor saw somebody who is called eligible: a day of the calendar, and not an invented one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sojourn.core.decisions import Finding
from sojourn.screening.evaluated_rules import evaluated

TODAY = date(2026, 11, 26)


def on(day, *, visits=(TODAY,), days=180):
    return evaluated(day, today=TODAY, visits=visits, days=days)


@pytest.mark.parametrize(
    ("day", "visits", "words"),
    [
        (None, [TODAY], "Say on which day the medical intake took place; nobody is treated before it."),
        (
            TODAY + timedelta(1),
            [TODAY + timedelta(1)],
            "The medical intake cannot have taken place on a day to come.",
        ),
        (
            TODAY - timedelta(181),
            [TODAY - timedelta(181)],
            "The medical intake is more than 180 days old. See the patient again first.",
        ),
        (
            TODAY,
            [],
            "The calendar holds no medical visit on this day that took place or is under way.",
        ),
        (
            TODAY - timedelta(1),
            [TODAY],
            "The calendar holds no medical visit on this day that took place or is under way.",
        ),
    ],
)
def test_why_it_is_no_day_of_an_intake(day, visits, words):
    expected = Finding(code="not_evaluated", field="evaluated_on", message=words, source="P6")
    assert on(day, visits=visits) == expected


@pytest.mark.parametrize("ago", [0, 1, 180])
def test_a_day_on_which_they_were_here(ago):
    day = TODAY - timedelta(ago)
    assert on(day, visits={day, TODAY}) is None


def test_how_old_it_may_be_is_the_clinics():
    day = TODAY - timedelta(31)
    assert on(day, visits=[day], days=31) is None
    assert "more than 30 days old" in on(day, visits=[day], days=30).message
