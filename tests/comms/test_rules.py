"""Phones stay quiet at night, and an answer means one thing."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from sojourn.comms.rules import (
    Outcome,
    outcome_of_http,
    outcome_of_smtp,
    outside_quiet_hours,
    to_do,
    without_links,
)

PORTLAND = ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("2026-03-02 12:00", "2026-03-02 12:00"),
        ("2026-03-02 20:29", "2026-03-02 20:29"),
        ("2026-03-02 20:30", "2026-03-03 08:30"),
        ("2026-03-03 03:00", "2026-03-03 08:30"),
        ("2026-03-07 23:00", "2026-03-08 08:30"),  # the night the clocks go forward
        ("2026-03-08 01:59", "2026-03-08 08:30"),
        ("2026-10-31 23:30", "2026-11-01 08:30"),  # the night they go back
        ("2026-11-01 08:29", "2026-11-01 08:30"),
        ("2026-11-01 08:30", "2026-11-01 08:30"),
    ],
)
def test_quiet_over_midnight(wanted: str, goes: str) -> None:
    moment = datetime.fromisoformat(wanted).replace(tzinfo=PORTLAND)
    expected = datetime.fromisoformat(goes).replace(tzinfo=PORTLAND)
    assert outside_quiet_hours(moment, time(20, 30), time(8, 30), PORTLAND) == expected


def test_quiet_within_a_day() -> None:
    moment = datetime(2026, 3, 2, 13, 30, tzinfo=PORTLAND)
    assert outside_quiet_hours(moment, time(13), time(14), PORTLAND).hour == 14


@pytest.mark.parametrize("utc", ["2026-11-01 08:30", "2026-11-01 09:30"])
def test_the_hour_that_comes_twice_is_quiet_both_times(utc: str) -> None:
    """Half past one in the morning, once in summer time and once in winter time."""
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    goes = outside_quiet_hours(moment, time(20, 30), time(8, 30), PORTLAND)
    assert goes == datetime(2026, 11, 1, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (421, Outcome.LATER),
        (452, Outcome.LATER),
        (550, Outcome.NEVER),
        (554, Outcome.NEVER),
        (-1, Outcome.UNSURE),
    ],
)
def test_what_a_mail_server_means(code: int, outcome: Outcome) -> None:
    assert outcome_of_smtp(code) == outcome


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.SENT),
        (299, Outcome.SENT),
        (301, Outcome.NEVER),
        (404, Outcome.NEVER),
        (408, Outcome.LATER),
        (429, Outcome.LATER),
        (500, Outcome.UNSURE),
        (503, Outcome.LATER),
    ],
)
def test_what_a_provider_of_texts_means(status: int, outcome: Outcome) -> None:
    assert outcome_of_http(status) == outcome


TASKS = [
    ("unsure", "unsure", "email", "Ask Maren"),
    ("bounced", "bounced", "email", "Call Maren, put the address right"),
    ("failed", "never", "sms", "put the number right"),
    ("failed", "later", "email", "could not be handed over"),
]


@pytest.mark.parametrize(("state", "outcome", "channel", "says"), TASKS)
def test_what_is_to_be_done_names_the_person(state: str, outcome: str, channel: str, says: str) -> None:
    sentence = to_do(state, outcome, channel, "Maren", "maren@example.test")
    assert says in sentence and "Maren" in sentence and "maren@example.test" in sentence


def test_links_are_for_the_reader_alone() -> None:
    assert without_links("Open https://a.example/welcome/x/ now") == "Open [link] now"
