"""Free time as pure facts: hours, leave, holidays, claims, turnover, and clocks that change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.core.periods import Period
from sojourn.scheduling.rules.availability import Diary, free_openings, opening_periods, without

PORTLAND = ZoneInfo("America/Los_Angeles")
MONDAY = date(2026, 3, 2)


def at(clock: str, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), PORTLAND).astimezone(UTC)


def between(start: str, end: str, day: date = MONDAY) -> Period:
    return Period(at(start, day), at(end, day))


def diary(*spans: tuple[str, str], taken: tuple[str, ...] = ()) -> Diary:
    cells = tuple(Period(at(each), at(each) + timedelta(minutes=10)) for each in taken)
    return Diary(uuid4(), tuple(between(*each) for each in spans), cells)


def starts(people: list[Diary], rooms: list[Diary], minutes: int = 60, every: int = 30) -> list[str]:
    house = [between("08:30", "17:30")]
    found = free_openings(house, people, rooms, minutes=minutes, every=every)
    return [f"{each.starts_at.astimezone(PORTLAND):%H:%M}" for each in found]


ROOM = diary(("08:30", "17:30"))


@pytest.mark.parametrize(
    ("hours", "taken", "minutes", "expected"),
    [
        ((("09:00", "11:00"),), (), 60, ["09:00", "09:30", "10:00"]),
        ((("09:00", "10:50"),), (), 60, ["09:00", "09:30"]),
        ((("08:00", "10:00"),), (), 60, ["08:30", "09:00"]),
        ((("16:00", "19:00"),), (), 60, ["16:00", "16:30"]),
        ((("09:00", "11:00"),), ("10:20",), 60, ["09:00"]),
        ((("09:00", "10:00"), ("10:30", "11:30")), (), 60, ["09:00", "10:30"]),
        ((("13:00", "16:30"),), (), 210, ["13:00"]),
        ((("13:00", "16:20"),), (), 210, []),
    ],
)
def test_a_visit_with_its_turnover_lies_wholly_inside_hours(
    hours: tuple[tuple[str, str], ...], taken: tuple[str, ...], minutes: int, expected: list[str]
) -> None:
    assert starts([diary(*hours, taken=taken)], [ROOM], minutes) == expected


def test_the_next_free_room_is_given_and_none_means_no_time() -> None:
    doctor = diary(("09:00", "10:00"))
    busy = diary(("08:30", "17:30"), taken=("09:30",))
    found = free_openings([between("08:30", "17:30")], [doctor], [busy, ROOM], minutes=60, every=30)
    assert [each.room for each in found] == [ROOM.id]
    assert starts([doctor], [busy]) == []


def test_two_people_are_two_choices_at_one_time() -> None:
    assert starts([diary(("09:00", "10:00")), diary(("09:00", "10:00"))], [ROOM]) == ["09:00", "09:00"]


def test_leave_is_cut_out() -> None:
    day = (between("09:00", "17:00"),)
    assert without(day, [between("12:00", "13:00")]) == (between("09:00", "12:00"), between("13:00", "17:00"))
    assert without(day, [between("08:00", "18:00")]) == ()
    assert without(day, [between("07:00", "09:00")]) == day


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [(date(2026, 3, 7), 17), (date(2026, 3, 8), 16), (date(2026, 10, 31), 16), (date(2026, 11, 1), 17)],
)
def test_nine_stays_nine_when_the_clocks_change(day: date, utc_hour: int) -> None:
    (opened,) = opening_periods([(day, time(9), time(12))], PORTLAND)
    assert (opened.start.hour, opened.length) == (utc_hour, timedelta(hours=3))


hours_of_a_day = st.lists(
    st.tuples(st.integers(0, 140), st.integers(1, 30)).map(
        lambda each: Period(
            at("00:00") + timedelta(minutes=10 * each[0]), at("00:00") + timedelta(minutes=10 * sum(each))
        )
    ),
    max_size=8,
)


@given(hours_of_a_day, hours_of_a_day)
def test_what_remains_is_every_cell_that_is_open_and_not_away(
    periods: list[Period], away: list[Period]
) -> None:
    joined = without(periods[:1], away)
    cells = {cell for period in periods[:1] for cell in period.grains(10)}
    gone = {cell for absence in away for cell in absence.grains(10)}
    assert [cell for part in joined for cell in part.grains(10)] == sorted(cells - gone)


@given(hours_of_a_day, st.integers(0, 140), st.integers(1, 30))
def test_free_is_open_and_meets_nothing_claimed(taken: list[Period], start: int, length: int) -> None:
    wanted = Period(
        at("00:00") + timedelta(minutes=10 * start), at("00:00") + timedelta(minutes=10 * (start + length))
    )
    one = Diary(uuid4(), (between("08:30", "12:00"), between("13:00", "17:30")), tuple(taken))
    expected = one.is_open(wanted) and not any(wanted.overlaps(each) for each in taken)
    assert one.is_free(wanted) is expected


@pytest.mark.parametrize(
    ("monitors", "expected"),
    [
        (None, ["09:00", "09:30", "10:00"]),
        ([], []),
        ([(("09:00", "11:00"),)], ["09:00", "09:30", "10:00"]),
        ([(("09:30", "11:00"),)], ["09:30", "10:00"]),
        ([(("09:00", "10:30"),)], ["09:00", "09:30"]),
        ([(("08:00", "09:50"),), (("10:00", "12:00"),)], ["10:00"]),
    ],
)
def test_somebody_beside_the_leader_keeps_watch_the_whole_time(
    monitors: list[tuple[tuple[str, str], ...]] | None, expected: list[str]
) -> None:
    doctor = diary(("09:00", "11:00"))
    watching = None if monitors is None else [diary(*each) for each in monitors]
    house = [between("08:30", "17:30")]
    found = free_openings(house, [doctor], [ROOM], minutes=60, every=30, monitors=watching)
    assert [f"{each.starts_at.astimezone(PORTLAND):%H:%M}" for each in found] == expected


def test_two_providers_keep_watch_for_each_other_and_nobody_for_themselves() -> None:
    one, other = diary(("09:00", "10:00")), diary(("09:00", "10:00"))
    house = [between("08:30", "17:30")]

    def found(people: list[Diary], monitors: list[Diary]) -> list[tuple[object, object]]:
        openings = free_openings(house, people, [ROOM], minutes=60, every=30, monitors=monitors)
        return [(each.staff, each.monitor) for each in openings]

    assert found([one, other], [one, other]) == [(one.id, other.id), (other.id, one.id)]
    assert found([one], [one]) == []
