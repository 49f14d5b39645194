"""Time, money and names as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from sojourn.faces.ui import jinja, words

NOW = datetime(2026, 11, 24, 13, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (NOW.replace(hour=13, minute=0), "today 1:00 pm"),
        (NOW.replace(hour=0, minute=5), "today 12:05 am"),
        (NOW.replace(day=25, hour=9, minute=0), "tomorrow 9:00 am"),
        (NOW.replace(day=23, hour=12, minute=0), "yesterday 12:00 pm"),
        (NOW.replace(day=27, hour=9, minute=0), "Friday 9:00 am"),
        (datetime(2026, 12, 1, 9, tzinfo=UTC), "1 Dec, 9:00 am"),
        (datetime(2027, 1, 4, 9, tzinfo=UTC), "4 Jan 2027, 9:00 am"),
    ],
)
def test_when(moment: datetime, said: str) -> None:
    assert words.when(moment, NOW) == said


@pytest.mark.parametrize(("then", "said"), [(date(2026, 8, 6), "6 Aug"), (date(2027, 8, 6), "6 Aug 2027")])
def test_a_day_of_another_year_says_so(then: date, said: str) -> None:
    assert jinja.short_day(then, NOW.date()) == said


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=44), "44 min ago"),
        (timedelta(hours=31), "31 h ago"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(minutes=-12), "in 12 min"),
    ],
)
def test_ago(gap: timedelta, said: str) -> None:
    assert words.ago(NOW - gap, NOW) == said


@pytest.mark.parametrize(
    ("days", "said"), [(0, "today"), (1, "tomorrow"), (3, "in 3 days"), (-1, "yesterday"), (-9, "9 days ago")]
)
def test_in_days(days: int, said: str) -> None:
    assert words.in_days(NOW.date() + timedelta(days=days), NOW.date()) == said


@pytest.mark.parametrize(
    ("born", "years"), [(date(1985, 3, 14), 41), (date(2008, 11, 24), 18), (date(2008, 11, 25), 17)]
)
def test_a_birthday_counts_from_its_morning(born: date, years: int) -> None:
    assert words.age(born, NOW.date()) == years


@pytest.mark.parametrize(
    ("name", "said"), [("Tamsin Brook, RN", "TB"), ("Dr Imogen Sorrel", "IS"), ("Wren", "W")]
)
def test_initials(name: str, said: str) -> None:
    assert words.initials(name) == said


@pytest.mark.parametrize(
    ("minutes", "said"), [(50, "50 min"), (180, "3 h"), (91, "1 h 31 min"), (0, "0 min")]
)
def test_lengths(minutes: int, said: str) -> None:
    assert words.minutes_in_words(minutes) == said


def test_days_are_said_in_words() -> None:
    assert words.day(NOW) == "Tuesday 24 November"
    assert words.full_day(NOW) == "24 November 2026"
    assert words.money(13750) == "$137.50"
    assert words.money(55000, always_cents=True) == "$550.00"
