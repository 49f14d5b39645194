"""The strip of a hold: right through midnight and through the nights in which the clocks change."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sojourn.core.periods import Period
from sojourn.faces.ui.charts import HoldDay, hold_strip
from sojourn.faces.ui.charts.hold import in_words

PORTLAND = ZoneInfo("America/Los_Angeles")


def a_day(starts: str, *, before: float = 6, after: float = 6, is_exact: bool = False) -> HoldDay:
    """Around a session of three hours that starts then, by the clock on the wall."""
    start = datetime.fromisoformat(starts).replace(tzinfo=PORTLAND).astimezone(UTC)
    session = _local(start, start + timedelta(hours=3))
    hold = _local(start - timedelta(hours=before), start + timedelta(minutes=50, hours=after))
    whole = _local(
        min(hold.start, session.start).astimezone(UTC) - timedelta(hours=2),
        max(hold.end, session.end).astimezone(UTC) + timedelta(hours=2),
    )
    return HoldDay("lamotrigine", whole, hold, session, is_exact=is_exact)


def _local(start: datetime, end: datetime) -> Period:
    return Period(start.astimezone(PORTLAND), end.astimezone(PORTLAND))


def words(day: HoldDay, name: str = "wide") -> list[str]:
    """What is written in one of the two drawings, from top to bottom."""
    wide, phone = re.findall(r"<svg.*?</svg>", hold_strip(day), re.S)
    return re.findall(r"<text[^>]*>([^<]+)</text>", wide if name == "wide" else phone)


DAYS = [
    ("2026-11-24T13:00", ["7:00 am", "7:50 pm", "session", "9 am", "11 am", "1 pm", "4 pm", "7 pm"]),
    ("2026-11-24T05:00", ["Mon 11:00 pm", "11:50 am", "session", "1 am", "3 am", "5 am", "8 am", "11 am"]),
    ("2026-11-24T19:00", ["1:00 pm", "Wed 1:50 am", "session", "3 pm", "5 pm", "7 pm", "10 pm", "1 am"]),
    ("2026-03-08T05:00", ["Sat 10:00 pm", "11:50 am", "session", "12 am", "3 am", "5 am", "8 am", "11 am"]),
    ("2026-11-01T05:00", ["12:00 am", "11:50 am", "session", "1 am", "3 am", "5 am", "8 am", "11 am"]),
]


@pytest.mark.parametrize(("starts", "expected"), DAYS)
def test_the_strip_shows_the_clock_on_the_wall(starts: str, expected: list[str]) -> None:
    assert sorted(words(a_day(starts))) == sorted(expected)


@pytest.mark.parametrize("starts", [starts for starts, _ in DAYS])
def test_on_a_phone_nothing_is_written_twice_and_the_hold_has_its_length(starts: str) -> None:
    said = words(a_day(starts), "phone")
    assert len(said) == len(set(said))
    left, right = re.findall(
        r'class="hold-span" x="([\d.]+)"[^>]*width="([\d.]+)"', hold_strip(a_day(starts))
    )
    assert float(left[1]) > 0 and float(right[1]) > 0


def test_a_session_beside_the_edge_gives_its_word_up() -> None:
    assert "session" not in words(a_day("2026-11-24T13:00", before=1, after=12), "phone")


def test_the_sentence_says_about_until_it_has_been_counted() -> None:
    assert "and about 7:50 pm" in in_words(a_day("2026-11-24T13:00"))
    assert "and 7:50 pm" in in_words(a_day("2026-11-24T13:00", is_exact=True))
    assert "between Mon 11:00 pm and about 11:50 am" in in_words(a_day("2026-11-24T05:00"))
