"""The geometry of the board: whole columns, turnover, the flag of now, days on which the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sojourn.accounts.roles import Role
from sojourn.faces.workspace.today.board import Frame, cells, frame
from sojourn.faces.workspace.today.free_rooms import free_rooms
from tests.factories import a_user
from tests.scheduling.clinic_day import PORTLAND, TUESDAY, a_clinic, at

TEN = timedelta(minutes=10)
EARLY = datetime(2026, 1, 1, tzinfo=UTC)


def a_frame(opens: datetime, closes: datetime, now: datetime = EARLY) -> Frame:
    return frame(opens, closes, now, every=TEN, zone=PORTLAND)


def a_slot(starts: str, minutes: int, *, turnover: int = 0, room: int = 1, state: str = "") -> Any:
    starts_at = at(starts)
    return SimpleNamespace(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        turnover=timedelta(minutes=turnover),
        is_over=state == "is-over",
        is_in=lambda wanted: wanted == room,
    )


def laid(slots: list[Any], now: datetime = EARLY) -> list[tuple[int, str]]:
    row = cells(a_frame(at("9:00"), at("12:00")), slots, now)
    assert sum(each.span for each in row) == 18
    return [(each.span, each.kind or ("visit" if each.slot else "free")) for each in row]


def test_gaps_visits_and_turnover_fill_the_row() -> None:
    assert laid([a_slot("9:00", 50, turnover=10), a_slot("11:00", 50, turnover=10)]) == [
        (5, "visit"),
        (1, "turnover"),
        (6, "free"),
        (5, "visit"),
        (1, "turnover"),
    ]


def test_turnover_ends_where_the_next_visit_begins() -> None:
    assert laid([a_slot("9:00", 50, turnover=30), a_slot("10:00", 60)]) == [
        (5, "visit"),
        (1, "turnover"),
        (6, "visit"),
        (6, "free"),
    ]


def test_who_runs_over_is_seen_until_now() -> None:
    assert laid([a_slot("9:00", 60, turnover=10, state="is-over")], at("10:25")) == [
        (6, "visit"),
        (3, "over"),
        (9, "free"),
    ]


def test_a_visit_across_the_end_of_the_board_keeps_its_row_whole() -> None:
    assert laid([a_slot("11:30", 180, turnover=30)]) == [(15, "free"), (3, "visit")]


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 7), 24), (date(2026, 3, 8), 23), (date(2026, 11, 1), 25)],
)
def test_a_day_is_as_long_as_it_is(day: date, hours: int) -> None:
    midnight = datetime.combine(day, datetime.min.time(), PORTLAND)
    grid = a_frame(midnight, midnight + timedelta(days=1))
    assert grid.columns == hours * 6
    assert len(grid.lines) == hours and sum(each.span for each in grid.hours) == grid.columns


def test_after_the_clocks_change_visits_stand_under_their_own_hour() -> None:
    day = date(2026, 3, 8)
    grid = a_frame(datetime(2026, 3, 8, 0, 0, tzinfo=PORTLAND), datetime(2026, 3, 8, 12, 0, tzinfo=PORTLAND))
    nine = grid.column(at("9:00", day))
    heads = {
        sum(each.span for each in grid.hours[:number]): each.label for number, each in enumerate(grid.hours)
    }
    assert heads[nine] == "9"


@pytest.mark.parametrize("clock", ["9:00", "10:40", "11:59"])
def test_now_has_a_flag_and_hides_no_hour_it_stands_on(clock: str) -> None:
    grid = a_frame(at("9:00"), at("12:00"), at(clock))
    assert sum(each.is_now for each in grid.hours) == 1
    assert sum(each.span for each in grid.hours) == grid.columns
    near = [each for each in ("9 am", "10", "11") if each in {hour.label for hour in grid.hours}]
    assert near == {"9:00": ["10", "11"], "10:40": ["9 am", "10"], "11:59": ["9 am", "10", "11"]}[clock]


def test_outside_its_hours_the_board_has_no_now() -> None:
    grid = a_frame(at("9:00"), at("12:00"), at("12:00"))
    assert grid.now is None and not any(each.is_now for each in grid.hours)


ROOMS = [SimpleNamespace(pk=number, name=name) for number, name in ((1, "Fern"), (2, "Alder"), (3, "Moss"))]


def test_the_next_free_room_is_the_one_free_soonest_and_longest() -> None:
    slots = [
        a_slot("9:30", 50, turnover=10),
        a_slot("10:50", 60, room=2),
        a_slot("12:00", 60, room=1),
        a_slot("9:00", 420, room=3),
    ]
    found = free_rooms(ROOMS, slots, at("10:00"), at("17:00"))  # type: ignore[arg-type]
    assert [(each.room.name, each.start, each.end, each.is_now) for each in found] == [
        ("Alder", at("10:00"), at("10:50"), True),
        ("Fern", at("10:30"), at("12:00"), False),
        ("Moss", at("16:00"), at("17:00"), False),
    ]


def test_a_visit_that_runs_over_frees_its_room_after_turnover_from_now() -> None:
    late = a_slot("9:00", 60, turnover=10, state="is-over")
    (found,) = free_rooms(ROOMS[:1], [late], at("10:30"), at("17:00"))  # type: ignore[arg-type]
    assert found.start == at("10:40") and found.start.astimezone(PORTLAND).date() == TUESDAY


def test_a_day_that_is_full_has_no_free_room() -> None:
    assert free_rooms(ROOMS[:1], [a_slot("9:00", 480)], at("9:10"), at("17:00")) == []  # type: ignore[arg-type]


@pytest.mark.django_db
def test_no_room_is_offered_on_a_day_on_which_the_clinic_is_closed(client: Client) -> None:
    a_clinic()
    client.force_login(a_user(Role.FRONT_DESK))
    with time_machine.travel(datetime(2026, 11, 26, 18, 0, tzinfo=UTC), tick=False):
        page = client.get(reverse("workspace:today")).text
    assert "Thanksgiving Day, closed" in page and "Free room" not in page and "free until" not in page
