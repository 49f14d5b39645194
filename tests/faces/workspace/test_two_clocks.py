"""The board, the day lists and the week of a clinic with a place in another zone: each by the clock on its own wall."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from sojourn.clinic import queries as places
from sojourn.clinic.actions import set_hours
from sojourn.clinic.models import DayHours
from sojourn.faces.workspace.today.day import Board, boards, booked
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import Appointment
from tests.crawling import questions_of
from tests.faces.workspace.desk_day import MORNING
from tests.factories import NOW
from tests.scheduling.clinic_day import PORTLAND, TUESDAY, Clinic, a_clinic, at
from tests.scheduling.second_place import CHICAGO, FAR, PHOENIX, pack_with

WEDNESDAY, SPRING = date(2026, 3, 4), date(2026, 3, 8)
pytestmark = pytest.mark.django_db


def at_east(clock: str, day: date = TUESDAY, zone: ZoneInfo = CHICAGO) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock.zfill(5)), zone).astimezone(UTC)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Clinic]]:
    """A clinic whose second place is in the zone that is named; its own is in Portland."""

    def made(zone: ZoneInfo = CHICAGO) -> Clinic:
        pack_with(monkeypatch, zone.key)
        places.forget_zones()
        return a_clinic()

    yield made
    places.forget_zones()


def laid(day: date, now: datetime = NOW, people: Any = None) -> list[Board]:
    days = booked(places.days_everywhere(day, day))
    return boards(days, days.slots(now), now, people)


def heads(board: Board) -> dict[int, str]:
    """What is said over each column."""
    starts = [sum(each.span for each in board.grid.hours[:number]) for number in range(len(board.grid.hours))]
    return dict(zip(starts, (each.label for each in board.grid.hours), strict=True))


def drawn_at(board: Board, visit: Appointment) -> int | None:
    """The column in which a visit stands on a board, or None."""
    for row in board.rows:
        column = 0
        for cell in row.cells:
            if cell.slot and cell.slot.visit == visit and not cell.kind:
                return column
            column += cell.span
    return None


def page(client: Any, clinic: Clinic, **query: str) -> str:
    client.force_login(clinic.desk)
    with time_machine.travel(MORNING, tick=False):
        return client.get(reverse("workspace:calendar"), {"day": TUESDAY.isoformat(), **query}).text


def put_at(visit: Appointment, starts_at: datetime) -> Appointment:
    """Moved past the rules: no hours of this clinic reach midnight."""
    visit.starts_at, visit.ends_at = starts_at, starts_at + timedelta(minutes=50)
    visit.save(update_fields=["starts_at", "ends_at"])
    return visit


def test_each_place_has_a_board_by_its_own_clock(opened: Callable[..., Clinic]) -> None:
    clinic = opened()
    near = clinic.book("intake", at("10:00"), room=clinic.room("fern"), staff=clinic.second_doctor)
    far = clinic.book("intake", at_east("10:00"), room=clinic.room(FAR))
    home, east = laid(TUESDAY)
    assert (home.grid.zone, east.grid.zone) == (PORTLAND, CHICAGO)
    assert home.clock.endswith(", PST") and east.clock == "East, CST"
    assert {each.name for each in east.rows} == {"Willow"} and "Willow" not in {e.name for e in home.rows}
    for board, visit in ((home, near), (east, far)):
        assert heads(board)[drawn_at(board, visit) or 0] == "10"
    assert drawn_at(home, far) is None and drawn_at(east, near) is None
    assert home.grid.columns == east.grid.columns, "nothing two hours away stretches a day"


def test_a_clinic_of_one_zone_has_one_board_and_no_word_of_clocks(client: Any) -> None:
    clinic = a_clinic()
    clinic.book("intake", at("10:00"))
    (board,) = laid(TUESDAY)
    assert board.clock == "" and places.zones() == (PORTLAND,)
    for by in ("rooms", "people", "week"):
        said = page(client, clinic, by=by)
        assert "PST" not in said and "board-clock" not in said and "board-America" not in said


def test_the_pages_say_whose_clock_it_is(client: Any, opened: Callable[..., Clinic]) -> None:
    clinic = opened()
    clinic.book("intake", at_east("10:00"), room=clinic.room(FAR))
    rooms, week = page(client, clinic), page(client, clinic, by="week")
    assert "East, CST" in rooms and "10:00 am to 10:50 am CST" in rooms
    assert rooms.count('class="board-clock"') == 2 and 'data-live="board-America/Chicago"' in rooms
    assert "Rooms on this day, East, CST, 8:30 am to 5:30 pm" in rooms, "the hours of the table, there"
    assert "10:00 am CST</b>" in week


@pytest.mark.parametrize("day", [date(2026, 3, 6), date(2026, 3, 9)])
def test_where_clocks_do_not_change_nine_stays_under_nine(opened: Callable[..., Clinic], day: date) -> None:
    """Phoenix is an hour from Portland until that Sunday, and on the same clock from then on."""
    clinic = opened(PHOENIX)
    visit = clinic.book("intake", at_east("9:00", day, PHOENIX), room=clinic.room(FAR))
    home, east = laid(day)
    assert heads(east)[drawn_at(east, visit) or 0] == "9 am" and east.clock == "East, MST"
    assert home.clock[-3:] == ("PST" if day < SPRING else "PDT")
    assert (home.grid.opens == east.grid.opens) == (day > SPRING)


def test_the_day_on_which_clocks_change_here_alone(opened: Callable[..., Clinic]) -> None:
    clinic = opened(PHOENIX)
    set_hours(staff=clinic.doctor, hours=[(6, time(0), time(18))], by=None, now=NOW)
    note = DayHours(day=SPRING, opens=time(0), closes=time(17))
    actions.set_hours(notes=[note], seen=(), by=clinic.desk, now=NOW)
    home, east = laid(SPRING)
    assert (home.grid.columns, east.grid.columns) == (16 * 6, 17 * 6)


def test_a_visit_near_midnight_is_on_the_day_of_its_place(client: Any, opened: Callable[..., Clinic]) -> None:
    """Half past midnight in Chicago is half past ten in the evening before in Portland."""
    clinic = opened()
    visit = put_at(clinic.book("intake", at_east("10:00"), room=clinic.room(FAR)), at_east("0:30", WEDNESDAY))
    assert visit.starts_at.astimezone(PORTLAND).date() == TUESDAY
    assert [*queries.visits_between(TUESDAY, TUESDAY)] == []
    assert [*queries.visits_between(WEDNESDAY, WEDNESDAY)] == [visit]
    _, east = laid(WEDNESDAY)
    assert drawn_at(east, visit) == 0 and heads(east)[3] == "1 am"
    for by in ("rooms", "people"):
        assert visit.patient.name not in page(client, clinic, by=by)
        assert visit.patient.name in page(client, clinic, by=by, day=WEDNESDAY.isoformat())
    week = page(client, clinic, by="week")
    assert (
        week.index('id="d-2026-03-04"') < week.index(visit.patient.short_name) < week.index('"d-2026-03-05"')
    )


def test_today_is_the_day_it_is_at_each_place(client: Any, opened: Callable[..., Clinic]) -> None:
    clinic = opened()
    near = clinic.book("intake", at("16:00"), room=clinic.room("fern"), staff=clinic.second_doctor)
    far = clinic.book("intake", at_east("9:00", WEDNESDAY), room=clinic.room(FAR))
    gone = clinic.book("intake", at_east("9:00"), room=clinic.room(FAR))
    client.force_login(clinic.desk)
    with time_machine.travel(at("22:30"), tick=False):
        said = client.get(reverse("workspace:today")).text
    assert near.patient.name in said and far.patient.name in said, "it is Wednesday already in Chicago"
    assert gone.patient.name not in said
    assert "East, CST, Wednesday 4 March" in said and "PST, Tuesday" not in said
    with time_machine.travel(at("12:00"), tick=False):
        said = client.get(reverse("workspace:today")).text
    assert gone.patient.name in said and far.patient.name not in said
    assert "9:00 am CST" in said and "East, CST</p>" in said


def test_free_rooms_are_told_by_the_clock_of_their_place(client: Any, opened: Callable[..., Clinic]) -> None:
    clinic = opened()
    client.force_login(clinic.desk)
    with time_machine.travel(at("12:00"), tick=False):
        said = client.get(reverse("workspace:today")).text
    assert re.search(r"Willow<small>free until 5:30 pm", said) and "free until 3:30 pm" not in said
    with time_machine.travel(at("16:30"), tick=False):
        said = client.get(reverse("workspace:today")).text
    assert re.search(r"Willow<small>consulting", said), "closed there, open here"
    assert re.search(r"Fern<small>free until 5:30 pm", said)


def test_who_is_at_another_place_is_not_free_here(client: Any, opened: Callable[..., Clinic]) -> None:
    clinic = opened()
    visit = clinic.book("intake", at_east("11:00"), room=clinic.room(FAR))
    home, east = laid(TUESDAY, people=[clinic.doctor])
    assert (
        heads(home)[drawn_at(home, visit) or 0] in ("9", "9 am")
        and heads(east)[drawn_at(east, visit) or 0] == "11"
    )
    said = page(client, clinic, by="people")
    assert said.count(f'data-who="{visit.patient.name}"') == 1, "moved from the board of its place alone"
    assert said.count("is-elsewhere") == 1 and "11:00 am CST, Willow" in said


def test_in_the_week_each_zone_counts_from_its_own_noon(client: Any, opened: Callable[..., Clinic]) -> None:
    clinic = opened(PHOENIX)
    visit = clinic.book("intake", at_east("9:00", date(2026, 3, 6), PHOENIX), room=clinic.room(FAR))
    said = page(client, clinic, by="week", day="2026-03-06")
    noons = [json.loads(html.unescape(each)) for each in re.findall(r'data-noons="([^"]*)"', said)]
    assert {datetime.fromisoformat(each["America/Phoenix"]).hour for each in noons} == {12}
    assert f'data-starts="{visit.starts_at.isoformat()}" data-zone="America/Phoenix"' in said


@pytest.mark.parametrize("by", ["rooms", "people", "week"])
def test_two_clocks_ask_no_more_of_the_database(client: Any, opened: Callable[..., Clinic], by: str) -> None:
    clinic = opened()
    clinic.book("intake", at_east("10:00"), room=clinic.room(FAR))
    client.force_login(clinic.desk)
    address = f"{reverse('workspace:calendar')}?day={TUESDAY.isoformat()}&by={by}"
    client.get(address)
    assert len(questions_of(client, address)[1]) <= 6
