"""Hold clocks at their edges: every field of a finding, and what happens before the session has ended."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from sojourn.core.decisions import Finding, Severity
from sojourn.screening.hold_rules import AfterFrom, TimedHold, clock, earliest_start, hold_kept
from tests.screening.test_hold_rules import LAMOTRIGINE, at

TO_THE_END = TimedHold(drug="lamotrigine", before_hours=6, after_hours=6, after_from=AfterFrom.SESSION_END)


def test_a_dose_taken_too_late_says_when_it_is_clear():
    (found,) = hold_kept(LAMOTRIGINE, last_taken_at=at("09:30"), starts_at=at("13:00")).findings
    assert found == Finding(
        code="hold:lamotrigine",
        message="Lamotrigine was taken less than 6 hours before the treatment.",
        severity=Severity.DECIDE,
        source="Clinic protocol",
        evidence="taken 2026-11-24T09:30-08:00, clear from 2026-11-24T23:30+00:00",
        owner="provider",
        field="last_taken_at",
    )


def test_a_dose_nobody_knows_of_says_so():
    (found,) = hold_kept(LAMOTRIGINE, last_taken_at=None, starts_at=at("13:00")).findings
    assert found == Finding(
        code="hold:lamotrigine:not_answered",
        message="When lamotrigine was last taken is not known.",
        severity=Severity.UNKNOWN,
        source="Clinic protocol",
        evidence="",
        owner="provider",
        field="last_taken_at",
    )


@pytest.mark.parametrize(
    ("injections", "ended", "restart", "planned"),
    [
        (["13:20", "13:50"], None, "19:50", True),
        (["13:50", "13:20", "13:30"], None, "19:50", True),
        (["13:20"], None, "19:20", True),
        ([], None, "19:00", True),
        ([], "16:00", "22:00", False),
        (["13:20"], "16:00", "22:00", False),
    ],
)
def test_counted_from_its_end_the_time_is_expected_until_the_session_has_ended(
    injections, ended, restart, planned
):
    found = clock(
        TO_THE_END,
        planned_start=at("13:00"),
        injections=[at(each) for each in injections],
        session_ended_at=at(ended) if ended else None,
    )
    assert (found.restart_at, found.restart_is_planned) == (at(restart), planned)


def test_the_clock_names_its_drug_and_runs_in_utc():
    found = clock(LAMOTRIGINE, planned_start=at("13:00"), injections=[at("13:20")])
    assert found.drug == "lamotrigine"
    assert (found.last_allowed_at.tzinfo, found.restart_at.tzinfo) == (UTC, UTC)
    assert clock(LAMOTRIGINE, planned_start=at("13:00")).restart_at.tzinfo is UTC


@pytest.mark.parametrize("after_from", [AfterFrom.FIRST_INJECTION, AfterFrom.LAST_INJECTION])
def test_the_end_of_the_session_moves_no_injection(after_from):
    hold = TimedHold(drug="lamotrigine", before_hours=6, after_hours=6, after_from=after_from)
    found = clock(hold, planned_start=at("13:00"), session_ended_at=at("16:00"))
    assert (found.restart_at, found.restart_is_planned) == (at("19:00"), True)


def test_half_hours_are_said_as_they_are():
    hold = TimedHold(drug="gabapentin", before_hours=2.5, after_hours=1)
    (found,) = hold_kept(hold, last_taken_at=at("11:00"), starts_at=at("13:00")).findings
    assert found.message == "Gabapentin was taken less than 2.5 hours before the treatment."
    assert found.source == ""


EXPECTED = [
    (AfterFrom.LAST_INJECTION, 50, "16:00", "19:50"),
    (AfterFrom.FIRST_INJECTION, 50, "16:00", "19:50"),
    (AfterFrom.LAST_INJECTION, None, "16:00", "22:00"),
    (AfterFrom.LAST_INJECTION, 50, "13:30", "19:30"),
    (AfterFrom.SESSION_END, 50, "16:00", "22:00"),
    (AfterFrom.LAST_INJECTION, None, None, "19:00"),
]


@pytest.mark.parametrize(("after_from", "minutes", "ends", "restart"), EXPECTED)
def test_what_is_expected_is_never_too_early(after_from, minutes, ends, restart):
    hold = TimedHold(
        drug="lamotrigine",
        before_hours=6,
        after_hours=6,
        after_from=after_from,
        last_injection_minutes=minutes,
    )
    found = clock(hold, planned_start=at("13:00"), planned_end=at(ends) if ends else None)
    assert (found.restart_at, found.restart_is_planned) == (at(restart), True)
    assert found.counted_from == at(restart) - timedelta(hours=6)


def test_a_late_injection_moves_an_expected_end_on():
    found = clock(TO_THE_END, planned_start=at("13:00"), planned_end=at("16:00"), injections=[at("16:10")])
    assert (found.restart_at, found.restart_is_planned) == (at("22:10"), True)


def test_a_dose_taken_too_late_moves_the_start():
    assert earliest_start(LAMOTRIGINE, at("08:30")) == at("14:30")
