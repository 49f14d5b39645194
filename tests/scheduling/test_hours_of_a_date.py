"""Hours that differ from the week: a person's or the clinic's on one date, the clinic's week from a date on."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import Error, IntegrityError, transaction

from sojourn.audit.models import Event
from sojourn.clinic.actions import add_leave
from sojourn.clinic.models import DayHours, OpeningDay
from sojourn.clinic.rules import check_hours
from sojourn.core.decisions import Refused
from sojourn.scheduling import actions, queries
from sojourn.scheduling.queries.rosters import visits_to_move
from tests.factories import NOW, a_user
from tests.scheduling.clinic_day import TUESDAY, Clinic, at, seen_by_a_doctor

PORTLAND = ZoneInfo("America/Los_Angeles")
SATURDAY, SUNDAY = date(2026, 3, 7), date(2026, 3, 8)
MEMORIAL_DAY = date(2026, 5, 25)


def hours(*stretches: str) -> dict[str, time]:
    """The fields of a note: "9:00-12:00"."""
    names = (("opens", "closes"), ("opens_again", "closes_again"))
    said = [[time.fromisoformat(each.zfill(5)) for each in both.split("-")] for both in stretches]
    return {
        name: each
        for pair, both in zip(names, said, strict=False)
        for name, each in zip(pair, both, strict=True)
    }


def keep(clinic: Clinic, *notes: Any, seen: Any = (), **changes: Any) -> Any:
    return actions.set_hours(notes=notes, seen=seen, **{"by": clinic.desk, "now": NOW, **changes})


def starts(clinic: Clinic, day: date = TUESDAY, **facts: Any) -> list[str]:
    free = queries.free_times("intake", from_day=day, days=1, **{"staff": clinic.doctor, **facts})
    return [f"{each.starts_at.astimezone(PORTLAND):%H:%M}" for each in free]


@pytest.mark.parametrize(
    ("stretches", "first", "wrong"),
    [
        ((("09:00", "12:00"),), TUESDAY, []),
        ((), TUESDAY, []),
        ((("09:00", "12:00"), ("13:00", "17:00")), TUESDAY, []),
        ((("12:00", "09:00"),), TUESDAY, ["hours_backwards"]),
        ((("09:00", "09:00"),), TUESDAY, ["hours_backwards"]),
        ((("09:00", "12:00"), ("12:00", "17:00")), TUESDAY, ["no_break"]),
        ((("09:00", "12:00"),) * 3, TUESDAY, ["no_break"]),
        ((("09:05", "12:00"),), TUESDAY, ["off_grid"]),
        ((("09:00", "12:00"),), date(2026, 3, 1), ["past"]),
    ],
)
def test_which_hours_may_be_noted(stretches: Any, first: date, wrong: list[str]) -> None:
    said = [(time.fromisoformat(begin), time.fromisoformat(end)) for begin, end in stretches]
    found = check_hours(said, first=first, today=date(2026, 3, 2), grain=10)
    assert [each.code for each in found.blocking] == wrong


def test_an_extra_day_and_other_hours_on_one_day(clinic: Clinic) -> None:
    assert starts(clinic, SATURDAY) == [], "nobody's week has a Saturday"
    keep(clinic, DayHours(staff=clinic.doctor, day=SATURDAY, **hours("9:00-12:00")))
    keep(clinic, DayHours(staff=clinic.doctor, day=TUESDAY, **hours("9:00-10:00", "15:00-16:00")))
    assert starts(clinic, SATURDAY)[0] == "09:00" and starts(clinic, SATURDAY)[-1] == "11:00"
    assert starts(clinic) == ["09:00", "15:00"]
    assert starts(clinic, SATURDAY + timedelta(days=7)) == [] and "08:30" in starts(clinic, date(2026, 3, 10))
    assert clinic.book("intake", at("9:00", SATURDAY))
    with pytest.raises(Refused, match="does not work"):
        clinic.book("intake", at("11:00"))


def test_the_latest_note_of_a_date_counts_and_may_take_the_others_back(clinic: Clinic) -> None:
    usual = starts(clinic)
    keep(clinic, DayHours(staff=clinic.doctor, day=TUESDAY, **hours("9:00-10:00")))
    keep(clinic, DayHours(staff=clinic.doctor, day=TUESDAY), now=NOW + timedelta(minutes=1))
    assert starts(clinic) == []
    keep(clinic, DayHours(staff=clinic.doctor, day=TUESDAY, as_usual=True), now=NOW + timedelta(minutes=2))
    assert starts(clinic) == usual and DayHours.objects.count() == 3


def test_leave_is_taken_out_of_an_extra_day(clinic: Clinic) -> None:
    keep(clinic, DayHours(staff=clinic.doctor, day=SATURDAY, **hours("9:00-14:00")))
    away = {"starts_at": at("9:00", SATURDAY), "ends_at": at("12:00", SATURDAY), "reason": ""}
    add_leave(staff=clinic.doctor, by=None, now=NOW, **away)
    assert starts(clinic, SATURDAY)[0] == "12:00"


def test_who_keeps_watch_is_looked_for_among_those_here_that_day(clinic: Clinic) -> None:
    patient = seen_by_a_doctor(clinic)
    for staff in (clinic.therapist, clinic.second_doctor):
        keep(clinic, DayHours(staff=staff, day=TUESDAY))
    with pytest.raises(Refused, match="Nobody is free to keep watch"):
        clinic.book("session", at("9:00"), patient=patient)


def test_the_clinic_is_closed_on_a_date_and_open_on_a_holiday(clinic: Clinic) -> None:
    keep(clinic, DayHours(day=TUESDAY, reason="Painters"))
    keep(clinic, DayHours(day=MEMORIAL_DAY, **hours("10:00-12:00")))
    assert starts(clinic) == [] and starts(clinic, MEMORIAL_DAY) == ["10:00", "10:30", "11:00"]
    with pytest.raises(Refused, match="not open"):
        clinic.book("intake", at("10:00"))
    keep(clinic, DayHours(day=MEMORIAL_DAY, as_usual=True))
    assert starts(clinic, MEMORIAL_DAY) == [], "as usual a holiday is closed"


def test_the_week_changes_from_a_date_on_and_once_more_from_a_later_one(clinic: Clinic) -> None:
    later, second = TUESDAY + timedelta(days=14), TUESDAY + timedelta(days=28)
    keep(clinic, OpeningDay(weekday=1, from_date=second, **hours("13:00-14:00")))
    keep(clinic, OpeningDay(weekday=1, from_date=later, **hours("10:00-11:00")))
    assert starts(clinic)[0] == "08:30" and starts(clinic, TUESDAY + timedelta(days=7))[0] == "08:30"
    assert starts(clinic, later) == starts(clinic, later + timedelta(days=7)) == ["10:00"]
    assert starts(clinic, second) == ["13:00"], "the later date holds although it was noted first"
    assert starts(clinic, later + timedelta(days=1))[0] == "08:30", "other weekdays stay"
    keep(clinic, OpeningDay(weekday=1, from_date=second), now=NOW + timedelta(hours=1))
    assert starts(clinic, second) == []


@pytest.mark.parametrize(
    ("day", "free"), [(SUNDAY, ["01:00", "03:00"]), (date(2026, 11, 1), ["00:30", "01:30"])]
)
def test_on_the_days_on_which_clocks_change_the_hours_are_those_on_the_wall(
    clinic: Clinic, day: date, free: list[str]
) -> None:
    """From one until four is two hours in spring; from half past midnight until two is two and a half in autumn."""
    spring = day == SUNDAY
    said = hours("1:00-4:00") if spring else hours("0:30-2:00")
    keep(clinic, DayHours(day=day, **said), DayHours(staff=clinic.doctor, day=day, **said))
    found = starts(clinic, day)
    assert found[0] == free[0] and found[-1] == ("03:00" if spring else "01:00")
    assert len(found) == (3 if spring else 4)


def test_nothing_is_kept_before_somebody_has_seen_what_falls_outside(clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:00"))
    closed = {"day": TUESDAY, "reason": "Painters"}
    with pytest.raises(actions.LeavesOutside, match="1 coming visit would") as refused:
        keep(clinic, DayHours(**closed))
    assert refused.value.visits == (visit,) and not DayHours.objects.exists()
    assert not Event.objects.filter(kind="clinic.day_hours").exists()
    other = clinic.book("intake", at("14:00"))
    with pytest.raises(actions.LeavesOutside, match="2 coming visits would"):
        keep(clinic, DayHours(**closed), seen={visit.pk})
    assert keep(clinic, DayHours(**closed), seen={visit.pk, other.pk}) == [visit, other]
    assert visits_to_move(NOW) == [visit, other]
    keep(clinic, DayHours(day=TUESDAY, as_usual=True), now=NOW + timedelta(minutes=1))
    assert visits_to_move(NOW) == []


def test_what_is_outside_already_is_not_told_again(clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:00"))
    keep(clinic, DayHours(day=TUESDAY), seen={visit.pk})
    assert keep(clinic, DayHours(staff=clinic.doctor, day=TUESDAY)) == []


def test_a_session_is_to_be_moved_when_its_monitor_is_not_here(clinic: Clinic) -> None:
    session = clinic.book("session", at("9:00"), patient=seen_by_a_doctor(clinic))
    assert session.monitor is not None
    keep(clinic, DayHours(staff=session.monitor, day=TUESDAY, **hours("9:00-10:00")), seen={session.pk})
    assert visits_to_move(NOW) == [session]


def test_the_same_form_twice_notes_once(clinic: Clinic) -> None:
    number = uuid4()
    for _ in range(2):
        week = [OpeningDay(weekday=each, from_date=TUESDAY, **hours("9:00-17:00")) for each in (1, 2)]
        keep(clinic, *week, client_id=number)
    assert OpeningDay.objects.count() == 2
    assert Event.objects.filter(kind="clinic.opening").count() == 2


@pytest.mark.parametrize("role", ["nurse", "therapist", "provider", "patient"])
def test_opening_hours_are_set_by_desk_and_owner_alone(clinic: Clinic, role: str) -> None:
    for note in (DayHours(day=TUESDAY), OpeningDay(weekday=1, from_date=TUESDAY)):
        with pytest.raises(Refused, match="owner or the front desk"):
            keep(clinic, note, by=a_user(role))
        assert keep(clinic, note, by=a_user("owner")) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"opens": time(9)},
        {"closes": time(9)},
        {"opens": time(12), "closes": time(9)},
        {**hours("9:00-12:00", "11:00-14:00")},
        {**hours("9:00-12:00"), "opens_again": time(13)},
        {"opens_again": time(13), "closes_again": time(14)},
        {**hours("9:00-12:00"), "as_usual": True},
    ],
)
def test_the_database_takes_no_hours_that_cannot_be(clinic: Clinic, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DayHours.objects.create(day=TUESDAY, noted_at=NOW, **wrong)


@pytest.mark.parametrize("kind", ["day", "week"])
def test_a_note_is_never_rewritten(clinic: Clinic, kind: str) -> None:
    note = DayHours(day=SUNDAY) if kind == "day" else OpeningDay(weekday=6, from_date=SUNDAY)
    keep(clinic, note)
    table = "clinic_dayhours" if kind == "day" else "clinic_openingday"
    from django.db import connection

    with pytest.raises(Error, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET reason = 'x'")


def test_what_has_to_be_moved_costs_two_queries_however_many(
    clinic: Clinic, django_assert_num_queries: Any
) -> None:
    for clock in ("9:00", "11:00", "13:00"):
        clinic.book("intake", at(clock))
    with django_assert_num_queries(2):
        assert visits_to_move(NOW) == []
