"""Who is offered which time: days, hours, person, and first come first offered."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from sojourn.core.periods import Period
from sojourn.scheduling.rules.availability import Opening
from sojourn.scheduling.rules.waiting import Suits, deal_out, suits

PORTLAND = ZoneInfo("America/Los_Angeles")
DOCTOR, OTHER, ROOM, ROOM_TWO, NURSE = (uuid4() for _ in range(5))
TUESDAY = date(2026, 3, 3)


def at(clock: str, day: date = TUESDAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), PORTLAND).astimezone(UTC)


def opening(clock: str, staff: UUID = DOCTOR, room: UUID = ROOM, monitor: UUID | None = None) -> Opening:
    return Opening(at(clock), staff, room, monitor)


def wish(**facts: Any) -> Suits:
    return Suits(**{"first": date(2026, 3, 2), "last": date(2026, 3, 31), **facts})


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, True),
        ({"weekdays": frozenset({1})}, True),
        ({"weekdays": frozenset({0, 2})}, False),
        ({"first": date(2026, 3, 3), "last": date(2026, 3, 3)}, True),
        ({"first": date(2026, 3, 4)}, False),
        ({"last": date(2026, 3, 2)}, False),
        ({"not_before": time(10)}, True),
        ({"not_before": time(10, 1)}, False),
        ({"not_after": time(10, 50)}, True),
        ({"not_after": time(10, 49)}, False),
        ({"staff": DOCTOR}, True),
        ({"staff": OTHER}, False),
        ({"before": at("10:30")}, True),
        ({"before": at("10:00")}, False),
        ({"had": {(DOCTOR, at("10:00"))}}, False),
        ({"had": {(OTHER, at("10:00"))}}, True),
        ({"busy": (Period(at("10:40"), at("11:30")),)}, False),
        ({"busy": (Period(at("10:50"), at("11:30")),)}, True),
    ],
)
def test_what_suits(facts: dict[str, Any], expected: bool) -> None:
    assert suits(wish(**facts), opening("10:00"), minutes=50, zone_of=lambda room: PORTLAND) is expected


def dealt(waiting: list[Suits], openings: list[Opening]) -> list[str]:
    keys = [(uuid4(), each) for each in waiting]
    found = deal_out(keys, openings, minutes=50, occupies=60, zone_of=lambda room: PORTLAND)
    return [f"{found[key].starts_at.astimezone(PORTLAND):%H:%M}" if key in found else "" for key, _ in keys]


def test_first_come_first_offered() -> None:
    assert dealt([wish(), wish()], [opening("10:00")]) == ["10:00", ""]


def test_who_it_does_not_suit_is_passed_over_and_keeps_their_turn() -> None:
    assert dealt([wish(not_before=time(13)), wish()], [opening("10:00"), opening("13:00")]) == [
        "13:00",
        "10:00",
    ]


def test_times_that_meet_are_dealt_once() -> None:
    meeting = [opening("10:00"), opening("10:30"), opening("10:30", OTHER), opening("11:00")]
    assert dealt([wish(), wish()], meeting) == ["10:00", "11:00"]
    assert dealt([wish(), wish()], [opening("10:00"), opening("10:30", OTHER, ROOM_TWO)]) == [
        "10:00",
        "10:30",
    ]
    sharing = [opening("10:00", monitor=NURSE), opening("10:30", OTHER, ROOM_TWO, NURSE)]
    assert dealt([wish(), wish()], sharing) == ["10:00", ""]


def test_hours_and_days_that_suit_are_those_on_the_wall_of_the_room() -> None:
    """A morning in Chicago; half past midnight there is still the day before in Portland."""
    chicago = ZoneInfo("America/Chicago")

    def fits(clock: str, day: date = TUESDAY, **facts: Any) -> bool:
        starts_at = datetime.combine(day, time.fromisoformat(clock), chicago).astimezone(UTC)
        there = Opening(starts_at, DOCTOR, ROOM)
        return suits(wish(**facts), there, minutes=50, zone_of={ROOM: chicago}.__getitem__)

    assert fits("11:00", not_after=time(12)) and not fits("12:30", not_after=time(12))
    assert fits("12:30", not_before=time(12)) and not fits("11:00", not_before=time(12))
    assert fits("00:30", weekdays=frozenset({1})) and not fits("00:30", last=date(2026, 3, 2))
