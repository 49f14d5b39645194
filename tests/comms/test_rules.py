"""Phones stay quiet at night."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from sojourn.comms.rules import outside_quiet_hours

PORTLAND = ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("2026-03-02 12:00", "2026-03-02 12:00"),
        ("2026-03-02 20:29", "2026-03-02 20:29"),
        ("2026-03-02 20:30", "2026-03-03 08:30"),
        ("2026-03-03 03:00", "2026-03-03 08:30"),
        ("2026-03-07 23:00", "2026-03-08 08:30"),
    ],
)
def test_quiet_over_midnight(wanted: str, goes: str) -> None:
    moment = datetime.fromisoformat(wanted).replace(tzinfo=PORTLAND)
    expected = datetime.fromisoformat(goes).replace(tzinfo=PORTLAND)
    assert outside_quiet_hours(moment, time(20, 30), time(8, 30), PORTLAND) == expected


def test_quiet_within_a_day() -> None:
    moment = datetime(2026, 3, 2, 13, 30, tzinfo=PORTLAND)
    assert outside_quiet_hours(moment, time(13), time(14), PORTLAND).hour == 14
