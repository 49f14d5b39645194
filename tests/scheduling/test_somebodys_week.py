"""Somebody's week from a date on: their first week holds before it, a later note wins, and nothing is rewritten."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import Error, IntegrityError, connection, transaction

from sojourn.audit.models import Event
from sojourn.clinic.actions import add_leave, set_hours
from sojourn.clinic.hour_queries import hour_notes
from sojourn.clinic.models import DayHours, OpeningDay, RosterDay
from sojourn.core.decisions import Refused
from sojourn.scheduling import actions, queries
from sojourn.scheduling.queries.rosters import visits_to_move
from tests.factories import NOW, a_user
from tests.scheduling.clinic_day import PORTLAND, TUESDAY, Clinic, at, seen_by_a_doctor
from tests.scheduling.test_hours_of_a_date import hours, keep, starts

WEEK = timedelta(days=7)
IN_TWO_WEEKS = TUESDAY + 2 * WEEK
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)


def tuesdays(clinic: Clinic, *stretches: str, first: date = IN_TWO_WEEKS, **changes: Any) -> RosterDay:
    facts = {"staff": clinic.doctor, "weekday": 1, "from_date": first, **hours(*stretches), **changes}
    return RosterDay(**facts)


def test_the_first_week_holds_before_the_date_and_the_new_one_from_it_on(clinic: Clinic) -> None:
    usual = starts(clinic)
    keep(clinic, tuesdays(clinic, "9:00-10:00", "15:00-16:00"))
    assert starts(clinic) == starts(clinic, IN_TWO_WEEKS - WEEK) == usual
    assert starts(clinic, IN_TWO_WEEKS) == starts(clinic, IN_TWO_WEEKS + 8 * WEEK) == ["09:00", "15:00"]
    assert starts(clinic, IN_TWO_WEEKS + timedelta(days=1)) == usual, "other weekdays stay"
    assert starts(clinic, IN_TWO_WEEKS, staff=clinic.second_doctor) == usual, "and so do other people"
    with pytest.raises(Refused, match="does not work"):
        clinic.book("intake", at("11:00", IN_TWO_WEEKS))
    assert clinic.book("intake", at("15:00", IN_TWO_WEEKS))


def test_free_times_over_the_date_change_in_the_middle(clinic: Clinic) -> None:
    keep(clinic, tuesdays(clinic))
    free = queries.free_times("intake", from_day=TUESDAY, days=22, staff=clinic.doctor)
    found = {each.starts_at.astimezone(PORTLAND).date() for each in free}
    assert {TUESDAY, TUESDAY + WEEK} <= found and not {IN_TWO_WEEKS, IN_TWO_WEEKS + WEEK} & found


def test_a_day_off_becomes_a_day_of_work(clinic: Clinic) -> None:
    saturday = date(2026, 3, 7)
    assert starts(clinic, saturday) == []
    keep(clinic, tuesdays(clinic, "9:00-12:00", weekday=5, first=TUESDAY))
    assert starts(clinic, saturday)[0] == "09:00" and starts(clinic, saturday + WEEK)[-1] == "11:00"


def test_of_two_notes_for_one_date_the_later_wins_and_a_later_date_holds_whenever_it_was_noted(
    clinic: Clinic,
) -> None:
    keep(clinic, tuesdays(clinic, "13:00-14:00", first=IN_TWO_WEEKS + WEEK))
    keep(clinic, tuesdays(clinic, "10:00-11:00"), now=NOW + timedelta(minutes=1))
    assert starts(clinic, IN_TWO_WEEKS) == ["10:00"] and starts(clinic, IN_TWO_WEEKS + WEEK) == ["13:00"]
    keep(clinic, tuesdays(clinic), now=NOW + timedelta(minutes=2))
    assert starts(clinic, IN_TWO_WEEKS) == [] and starts(clinic, IN_TWO_WEEKS + WEEK) == ["13:00"]
    assert RosterDay.objects.count() == 3


def test_a_date_of_its_own_and_leave_go_before_the_week(clinic: Clinic) -> None:
    keep(clinic, tuesdays(clinic, "9:00-12:00"))
    keep(clinic, DayHours(staff=clinic.doctor, day=IN_TWO_WEEKS, **hours("14:00-15:00")))
    assert starts(clinic, IN_TWO_WEEKS) == ["14:00"] and starts(clinic, IN_TWO_WEEKS + WEEK)[-1] == "11:00"
    later = NOW + timedelta(minutes=1)
    keep(clinic, DayHours(staff=clinic.doctor, day=IN_TWO_WEEKS, as_usual=True), now=later)
    assert starts(clinic, IN_TWO_WEEKS)[-1] == "11:00", "as usual is as the new week"
    away = {"starts_at": at("9:00", IN_TWO_WEEKS), "ends_at": at("11:00", IN_TWO_WEEKS), "reason": ""}
    add_leave(staff=clinic.doctor, by=None, now=NOW, **away)
    assert starts(clinic, IN_TWO_WEEKS) == ["11:00"]


def test_a_new_first_week_does_not_undo_what_was_noted(clinic: Clinic) -> None:
    keep(clinic, tuesdays(clinic, "9:00-10:00"))
    set_hours(staff=clinic.doctor, hours=[(1, time(13), time(15))], by=None, now=NOW)
    assert starts(clinic)[0] == "13:00" and starts(clinic, IN_TWO_WEEKS) == ["09:00"]


def test_the_person_s_hours_do_not_open_the_clinic(clinic: Clinic) -> None:
    keep(clinic, tuesdays(clinic, "6:00-22:00", first=TUESDAY))
    assert (starts(clinic)[0], starts(clinic)[-1]) == ("08:30", "16:30")


@pytest.mark.parametrize(
    ("day", "said", "free"),
    [(SPRING, "1:00-4:00", ["01:00", "03:00", 3]), (AUTUMN, "0:30-2:00", ["00:30", "01:00", 4])],
)
def test_on_the_days_on_which_clocks_change_the_week_is_that_on_the_wall(
    clinic: Clinic, day: date, said: str, free: list[Any]
) -> None:
    """From one until four is two hours in spring; from half past midnight until two is two and a half in autumn."""
    keep(clinic, DayHours(day=day, **hours(said)))
    keep(clinic, tuesdays(clinic, said, weekday=6, first=day - timedelta(days=3)))
    found = starts(clinic, day)
    assert [found[0], found[-1], len(found)] == free


def test_nine_stays_nine_in_the_week_in_which_clocks_change(clinic: Clinic) -> None:
    keep(clinic, *(tuesdays(clinic, "9:00-10:00", weekday=each, first=TUESDAY) for each in (0, 4)))
    before, after = SPRING - timedelta(days=2), SPRING + timedelta(days=1)
    assert starts(clinic, before) == starts(clinic, after) == ["09:00"]
    utc = [clinic.book("intake", at("9:00", day)).starts_at.hour for day in (before, after)]
    assert utc == [17, 16]


def test_nothing_is_kept_before_somebody_has_seen_what_falls_outside(clinic: Clinic) -> None:
    before, after = clinic.book("intake", at("14:00")), clinic.book("intake", at("14:00", IN_TWO_WEEKS))
    with pytest.raises(actions.LeavesOutside, match="1 coming visit would") as refused:
        keep(clinic, tuesdays(clinic, "9:00-12:00"))
    assert refused.value.visits == (after,) and not RosterDay.objects.exists()
    assert not Event.objects.filter(kind="clinic.roster").exists()
    assert keep(clinic, tuesdays(clinic, "9:00-12:00"), seen={after.pk}) == [after]
    assert visits_to_move(NOW) == [after] and before not in visits_to_move(NOW)


def test_a_visit_further_ahead_than_patients_book_is_seen_too(clinic: Clinic) -> None:
    far = TUESDAY + 60 * WEEK
    visit = clinic.book("intake", at("10:00", far))
    with pytest.raises(actions.LeavesOutside, match="1 coming visit would"):
        keep(clinic, tuesdays(clinic, first=far - timedelta(days=1)))
    assert visits_to_move(NOW) == []
    away = {"starts_at": at("9:00", far), "ends_at": at("12:00", far), "reason": ""}
    add_leave(staff=clinic.doctor, by=None, now=NOW, **away)
    assert visits_to_move(NOW) == [visit]


def test_a_monitor_s_week_counts_as_well(clinic: Clinic) -> None:
    session = clinic.book("session", at("9:00", IN_TWO_WEEKS), patient=seen_by_a_doctor(clinic))
    keep(clinic, tuesdays(clinic, staff=session.monitor), seen={session.pk})
    assert visits_to_move(NOW) == [session]


def test_what_has_to_be_moved_still_costs_two_queries(clinic: Clinic, django_assert_num_queries: Any) -> None:
    clinic.book("intake", at("9:00"))
    keep(clinic, *(tuesdays(clinic, weekday=each) for each in range(7)))
    with django_assert_num_queries(2):
        assert visits_to_move(NOW) == []


def test_the_same_form_twice_notes_once(clinic: Clinic) -> None:
    number = uuid4()
    for _ in range(2):
        keep(clinic, *(tuesdays(clinic, "9:00-17:00", weekday=each) for each in (1, 2)), client_id=number)
    assert RosterDay.objects.count() == Event.objects.filter(kind="clinic.roster").count() == 2


def test_the_trail_says_whose_hours_from_when_and_why(clinic: Clinic) -> None:
    note = tuesdays(clinic, "9:00-12:00", "13:00-17:00", reason="School")
    keep(clinic, note, tuesdays(clinic, weekday=4))
    first, second = Event.objects.filter(kind="clinic.roster").order_by("pk")
    assert first.sentence == (
        f"Hours of {clinic.doctor} on Tuesdays from 17 March 2026 on: "
        "9:00 am to 12:00 pm and 1:00 pm to 5:00 pm"
    )
    assert first.reason == "School" and second.sentence.endswith("Fridays from 17 March 2026 on: none")
    assert (note.by, note.noted_at) == (clinic.desk, NOW)


@pytest.mark.parametrize(
    ("stretches", "first", "code", "field"),
    [
        (("12:00-9:00",), TUESDAY, "hours_backwards", "tuesday_closes"),
        (("9:00-12:00", "14:00-13:00"), TUESDAY, "hours_backwards", "tuesday_closes_again"),
        (("9:00-12:00", "12:00-14:00"), TUESDAY, "no_break", "tuesday_opens_again"),
        (("9:05-12:00",), TUESDAY, "off_grid", "tuesday_opens"),
        (("9:00-12:00",), date(2026, 3, 1), "past", "day"),
    ],
)
def test_hours_that_cannot_be_are_refused_once_and_at_their_weekday(
    clinic: Clinic, stretches: tuple[str, ...], first: date, code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        keep(clinic, tuesdays(clinic, *stretches, first=first), tuesdays(clinic, weekday=3, first=first))
    assert [(each.code, each.field) for each in refused.value.decision.blocking] == [(code, field)]
    assert not RosterDay.objects.exists()


@pytest.mark.parametrize("role", ["front_desk", "nurse", "therapist", "provider"])
def test_who_books_visits_sets_somebody_s_week(clinic: Clinic, role: str) -> None:
    assert keep(clinic, tuesdays(clinic), by=a_user(role)) == []


def test_a_patient_does_not(clinic: Clinic) -> None:
    with pytest.raises(Refused, match="whoever books visits"):
        keep(clinic, tuesdays(clinic), by=a_user("patient"))
    with pytest.raises(Refused, match="whoever books visits"):
        keep(clinic, DayHours(staff=clinic.doctor, day=TUESDAY), by=a_user("patient"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"opens": time(9)},
        {"opens": time(12), "closes": time(9)},
        {**hours("9:00-12:00", "11:00-14:00")},
        {"opens_again": time(13), "closes_again": time(14)},
        {"weekday": 7},
        {"staff": None},
    ],
)
def test_the_database_takes_no_hours_that_cannot_be(clinic: Clinic, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        facts = {"staff": clinic.doctor, "weekday": 1, "from_date": TUESDAY, "noted_at": NOW, **wrong}
        RosterDay.objects.create(**facts)


@pytest.mark.parametrize(
    "change", ["UPDATE clinic_rosterday SET reason = 'x'", "DELETE FROM clinic_rosterday"]
)
def test_a_note_is_never_rewritten(clinic: Clinic, change: str) -> None:
    keep(clinic, tuesdays(clinic))
    with pytest.raises(Error, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_what_is_coming_is_the_latest_word_on_each_weekday_and_date(clinic: Clinic) -> None:
    keep(clinic, tuesdays(clinic, "9:00-10:00"), tuesdays(clinic, weekday=0))
    keep(clinic, tuesdays(clinic, "13:00-14:00"), now=NOW + timedelta(minutes=1))
    keep(clinic, tuesdays(clinic, first=NOW.date()), OpeningDay(weekday=1, from_date=IN_TWO_WEEKS))
    coming = hour_notes(NOW.date(), IN_TWO_WEEKS).weeks_after(NOW.date())
    assert [(each.weekday, each.stretches) for each in coming] == [(0, ()), (1, ((time(13), time(14)),))]
