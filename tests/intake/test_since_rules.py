"""When something began, in the words of the person: the latest day they can mean, never an earlier one."""

from __future__ import annotations

from datetime import date

import pytest

from sojourn.intake.since_rules import latest_day

TOLD = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2019", date(2019, 12, 31)),
        ("since 2019", date(2019, 12, 31)),
        ("around  2003", date(2003, 12, 31)),
        ("2026", TOLD),
        ("June 2026", date(2026, 6, 30)),
        ("Sept. 2025", date(2025, 9, 30)),
        ("Feb 2024", date(2024, 2, 29)),
        ("in June", date(2026, 6, 30)),
        ("last December", date(2025, 12, 31)),
        ("November", TOLD),
        ("6/2026", date(2026, 6, 30)),
        ("2026-06", date(2026, 6, 30)),
        ("2026-06-12", date(2026, 6, 12)),
        ("6/12/2026", date(2026, 6, 12)),
        ("June 12, 2026", date(2026, 6, 12)),
        ("2 years ago", date(2025, 5, 25)),
        ("about two months ago", date(2026, 10, 9)),
        ("a week ago", date(2026, 11, 20)),
    ],
)
def test_the_latest_day_the_words_can_mean(words, day):
    assert latest_day(words, TOLD) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("7/12/2025", date(2025, 12, 7)),
        ("12/7/2025", date(2025, 12, 7)),
        ("on 07/12/2025", date(2025, 12, 7)),
        ("7/7/2025", date(2025, 7, 7)),
        ("13/7/2025", date(2025, 7, 13)),
        ("7/12/2026", date(2026, 7, 12)),
        ("12/11/2026", date(2026, 11, 12)),
        ("2/30/2026", None),
        ("12/30/2026", None),
    ],
)
def test_where_nobody_says_whether_day_or_month_came_first_it_is_the_later_day_that_has_been(words, day):
    assert latest_day(words, TOLD) == day


@pytest.mark.parametrize(
    "words",
    [
        "",
        "since childhood",
        "I don’t know",
        "2019, and again last month",
        "2019 or 2024",
        "marble",
        "before 2010",
        "not 2019",
        "age 40",
        "13/2025",
        "2025-02-30",
        "2027",
        "December 2026",
        "some months ago",
    ],
)
def test_words_that_name_no_day_or_more_than_one_are_not_read(words):
    assert latest_day(words, TOLD) is None


@pytest.mark.parametrize("words", ["99 years ago", "two months ago", "march", "December"])
def test_a_day_before_the_calendar_begins_is_no_day(words):
    assert latest_day(words, date(1, 1, 5)) is None
