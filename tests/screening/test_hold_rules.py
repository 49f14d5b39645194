"""Hold clocks, by the clock on the wall in Portland."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.core.decisions import Severity
from sojourn.screening.hold_rules import AfterFrom, TimedHold, clock, hold_kept

PORTLAND = ZoneInfo("America/Los_Angeles")
LAMOTRIGINE = TimedHold(drug="lamotrigine", before_hours=6, after_hours=6, source="Clinic protocol")


def at(text, day="2026-11-24"):
    return datetime.fromisoformat(f"{day}T{text}").replace(tzinfo=PORTLAND)


@pytest.mark.parametrize(("taken", "kept"), [("07:00", True), ("07:01", False), ("13:30", False)])
def test_six_hours_before_the_session(taken, kept):
    decision = hold_kept(LAMOTRIGINE, last_taken_at=at(taken), starts_at=at("13:00"))
    assert decision.allowed is kept


def test_not_knowing_when_it_was_taken_keeps_the_gate_closed():
    decision = hold_kept(LAMOTRIGINE, last_taken_at=None, starts_at=at("13:00"))
    assert decision.findings[0].severity is Severity.UNKNOWN
    assert not decision.allowed


@pytest.mark.parametrize(
    ("after_from", "restart"),
    [
        (AfterFrom.LAST_INJECTION, "19:50"),
        (AfterFrom.FIRST_INJECTION, "19:20"),
        (AfterFrom.SESSION_END, "22:05"),
    ],
)
def test_restart_counts_from_what_the_policy_says(after_from, restart):
    hold = TimedHold(drug="lamotrigine", before_hours=6, after_hours=6, after_from=after_from)
    given_at = [at("13:50"), at("13:20")]
    found = clock(hold, planned_start=at("13:00"), injections=given_at, session_ended_at=at("16:05"))
    assert found.restart_at == at(restart)
    assert found.last_allowed_at == at("07:00")
    assert not found.restart_is_planned


def test_before_anything_is_given_the_restart_is_planned():
    found = clock(LAMOTRIGINE, planned_start=at("13:00"))
    assert (found.restart_at, found.restart_is_planned) == (at("19:00"), True)


def test_the_night_the_clocks_change_six_hours_stay_six_hours():
    start = at("05:00", day="2026-11-01")
    assert clock(LAMOTRIGINE, planned_start=start).last_allowed_at == at("00:00", day="2026-11-01")
    assert (start.astimezone(UTC) - clock(LAMOTRIGINE, planned_start=start).last_allowed_at) == timedelta(
        hours=6
    )


@given(st.lists(st.integers(0, 180), min_size=1, max_size=4), st.integers(0, 180))
def test_another_injection_never_brings_the_restart_forward(minutes, more):
    given_at = [at("13:00") + timedelta(minutes=each) for each in minutes]
    later = [*given_at, at("13:00") + timedelta(minutes=more)]
    first = clock(LAMOTRIGINE, planned_start=at("13:00"), injections=given_at)
    second = clock(LAMOTRIGINE, planned_start=at("13:00"), injections=later)
    assert second.restart_at >= first.restart_at
