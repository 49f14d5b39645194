"""Notice, who books what, and reminders."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sojourn.scheduling.rules.booking import Wish, cancellation_terms, may_book, reminder_due
from sojourn.scheduling.states import MOVES, AppointmentState, next_state
from tests.factories import NOW

HOUR = timedelta(hours=1)


def wish(**changes: Any) -> Wish:
    facts = {
        "service_name": "Integration",
        "bookable_by": "patient",
        "booker": "patient",
        "starts_at": NOW + 48 * HOUR,
        "now": NOW,
        "earliest_notice_hours": 24,
        "furthest_ahead_days": 90,
    }
    return Wish(**{**facts, **changes})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, ""),
        ({"starts_at": NOW + 24 * HOUR}, ""),
        ({"starts_at": NOW + 23 * HOUR}, "too_soon"),
        ({"starts_at": NOW - HOUR}, "past"),
        ({"starts_at": NOW + timedelta(days=91)}, "too_far"),
        ({"booker": "staff", "starts_at": NOW}, ""),
        ({"booker": "staff", "starts_at": NOW - HOUR}, "past"),
        ({"booker": "staff", "starts_at": NOW + timedelta(days=200)}, ""),
        ({"booker": "public"}, "ask_the_office"),
        ({"bookable_by": "public", "booker": "public"}, ""),
        ({"bookable_by": "staff"}, "ask_the_office"),
    ],
)
def test_who_may_book_what_and_when(changes: dict[str, Any], code: str) -> None:
    assert [each.code for each in may_book(wish(**changes)).blocking] == ([code] if code else [])


@pytest.mark.parametrize(("hours", "late", "fee"), [(25, False, 0), (24, False, 0), (23, True, 5000)])
def test_cancelling_late(hours: int, late: bool, fee: int) -> None:
    terms = cancellation_terms(NOW + hours * HOUR, NOW, notice_hours=24, fee_cents=5000)
    assert (terms.is_late, terms.fee_cents) == (late, fee)
    assert ("$50" in terms.sentence) is late


@pytest.mark.parametrize(
    ("hours_to_go", "booked_hours_ahead", "due"),
    [
        (200, 400, None),
        (168, 400, 168),
        (100, 400, 168),
        (48, 400, 48),
        (24, 400, 24),
        (1, 400, 24),
        (0, 400, None),
        (20, 30, 24),
        (20, 22, None),
        (40, 47, None),
    ],
)
def test_the_latest_reminder_whose_time_has_come(
    hours_to_go: int, booked_hours_ahead: int, due: int | None
) -> None:
    starts_at = NOW + hours_to_go * HOUR
    assert reminder_due(starts_at, starts_at - booked_hours_ahead * HOUR, NOW, (168, 48, 24)) == due


def test_every_state_and_move_has_a_known_outcome() -> None:
    open_moves = {(state, move) for move, table in MOVES.items() for state in table}
    for state in AppointmentState:
        for move in MOVES:
            assert (next_state(state, move) is not None) is ((state, move) in open_moves)
