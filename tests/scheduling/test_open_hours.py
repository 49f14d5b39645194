"""What is free by rosters, leave, holidays, turnover, the two days on which clocks change, and each place's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sojourn.clinic.actions import add_leave, set_hours
from sojourn.content import pack
from sojourn.content.pack.checks import zone_fits_the_grid
from sojourn.core.decisions import Refused
from sojourn.scheduling import queries
from sojourn.scheduling.rules.availability import opening_periods
from tests.factories import NOW
from tests.scheduling.clinic_day import TUESDAY, Clinic, at

PORTLAND = ZoneInfo("America/Los_Angeles")


def starts(clinic: Clinic, day: date = TUESDAY, service: str = "intake", **facts: Any) -> list[str]:
    free = queries.free_times(service, from_day=day, days=1, staff=clinic.leads(service), **facts)
    return [f"{each.starts_at.astimezone(PORTLAND):%H:%M}" for each in free]


@pytest.mark.parametrize(
    ("hours", "day", "first", "last"),
    [
        ([(1, "08:00", "18:00")], TUESDAY, "08:30", "16:30"),
        ([(1, "13:00", "15:00")], TUESDAY, "13:00", "14:00"),
        ([(1, "09:00", "10:00"), (1, "14:00", "15:00")], TUESDAY, "09:00", "14:00"),
        ([(1, "09:00", "09:50")], TUESDAY, None, None),
        ([(5, "08:00", "18:00")], date(2026, 3, 7), "09:00", "13:00"),
        ([(6, "08:00", "18:00")], date(2026, 3, 8), None, None),
        ([(0, "08:00", "18:00")], TUESDAY, None, None),
    ],
)
def test_rosters_inside_opening_hours(
    clinic: Clinic, hours: list[tuple[int, str, str]], day: date, first: str | None, last: str | None
) -> None:
    roster = [(weekday, time.fromisoformat(begin), time.fromisoformat(end)) for weekday, begin, end in hours]
    set_hours(staff=clinic.doctor, hours=roster, by=None, now=NOW)
    found = starts(clinic, day)
    assert (found[:1], found[-1:]) == (([first] if first else []), ([last] if last else []))


@pytest.mark.parametrize(
    ("away", "gone", "kept"),
    [
        (("12:00", "13:00"), ["11:30", "12:00", "12:30"], ["11:00", "13:00"]),
        (("00:00", "23:59"), ["08:30", "16:30"], []),
        (("08:30", "08:31"), ["08:30"], ["09:00"]),
        (("16:59", "17:30"), ["16:00", "16:30"], ["15:30"]),
    ],
)
def test_leave_takes_every_visit_it_touches_turnover_included(
    clinic: Clinic, away: tuple[str, str], gone: list[str], kept: list[str]
) -> None:
    add_leave(staff=clinic.doctor, starts_at=at(away[0]), ends_at=at(away[1]), reason="", by=None, now=NOW)
    found = starts(clinic)
    assert not set(gone) & set(found) and set(kept) <= set(found)


def test_leave_over_several_days_and_months_ends_when_it_ends(clinic: Clinic) -> None:
    add_leave(
        staff=clinic.doctor,
        starts_at=at("12:00", date(2026, 3, 3)),
        ends_at=at("12:00", date(2026, 4, 7)),
        reason="Sabbatical",
        by=None,
        now=NOW,
    )
    assert starts(clinic)[-1] == "11:00" and not starts(clinic, date(2026, 3, 20))
    assert starts(clinic, date(2026, 4, 7))[0] == "12:00"


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 5, 25), False),
        (date(2026, 7, 3), False),
        (date(2026, 11, 26), False),
        (date(2026, 12, 25), False),
        (date(2026, 5, 26), True),
        (date(2026, 12, 24), True),
    ],
)
def test_holidays_are_closed(clinic: Clinic, day: date, is_open: bool) -> None:
    assert bool(starts(clinic, day)) is is_open
    if not is_open:
        with pytest.raises(Refused, match="not open"):
            clinic.book("intake", at("10:00", day))


@pytest.mark.parametrize(
    ("service", "last", "next_free"), [("intake", "16:30", "11:00"), ("session", "14:00", "13:30")]
)
def test_a_visit_ends_with_its_turnover_before_closing_and_before_the_next(
    clinic: Clinic, service: str, last: str, next_free: str
) -> None:
    from tests.scheduling.clinic_day import seen_by_a_doctor

    patient = seen_by_a_doctor(clinic)
    assert starts(clinic, service=service)[-1] == last
    clinic.book(service, at("10:00"), patient=patient)
    after = [each for each in starts(clinic, service=service) if each >= "10:00"]
    assert after[0] == next_free


@pytest.mark.parametrize("day", [date(2026, 3, 7), date(2026, 3, 9), date(2026, 10, 31), date(2026, 11, 2)])
def test_around_the_days_on_which_clocks_change_nine_is_nine(clinic: Clinic, day: date) -> None:
    hours = [(weekday, time(8), time(18)) for weekday in range(7)]
    set_hours(staff=clinic.doctor, hours=hours, by=None, now=NOW)
    assert "09:00" in starts(clinic, day) and clinic.book("intake", at("09:00", day))
    assert "09:00" not in starts(clinic, day)


@pytest.mark.parametrize(
    ("zone", "day", "begin", "end", "expected"),
    [
        ("America/Los_Angeles", date(2026, 3, 8), "01:00", "04:00", timedelta(hours=2)),
        ("America/Los_Angeles", date(2026, 11, 1), "00:00", "03:00", timedelta(hours=4)),
        ("America/Los_Angeles", date(2026, 3, 8), "02:30", "03:15", None),
        ("America/Phoenix", date(2026, 3, 8), "01:00", "04:00", timedelta(hours=3)),
        ("America/New_York", date(2026, 3, 8), "09:00", "17:00", timedelta(hours=8)),
        ("Australia/Lord_Howe", date(2026, 4, 5), "01:00", "03:00", timedelta(hours=2, minutes=30)),
        ("Europe/Dublin", date(2026, 3, 29), "00:00", "02:00", timedelta(hours=1)),
    ],
)
def test_how_long_a_night_s_hours_are_in_each_zone(
    zone: str, day: date, begin: str, end: str, expected: timedelta | None
) -> None:
    found = opening_periods([(day, time.fromisoformat(begin), time.fromisoformat(end))], ZoneInfo(zone))
    assert [each.length for each in found] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        ("America/Los_Angeles", 17),
        ("America/Denver", 16),
        ("America/Phoenix", 16),
        ("America/New_York", 14),
        ("Pacific/Honolulu", 19),
    ],
)
def test_nine_in_the_morning_is_nine_where_the_place_is(zone: str, utc: int) -> None:
    (found,) = opening_periods([(date(2026, 3, 2), time(9), time(10))], ZoneInfo(zone))
    assert found.start == datetime(2026, 3, 2, utc, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "fits"),
    [
        ("America/Los_Angeles", True),
        ("Australia/Adelaide", True),
        ("Australia/Lord_Howe", True),
        ("Asia/Kathmandu", False),
        ("nowhere", True),
    ],
)
def test_a_zone_fits_the_grid_of_cells(zone: str, fits: bool) -> None:
    assert (list(zone_fits_the_grid(zone, pack().hours)) == []) is fits
