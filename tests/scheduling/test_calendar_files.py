"""Calendar files: strict iCalendar, right across the change of clocks, revised by number, and silent about health."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from sojourn import content
from sojourn.comms.models import OutboundMessage
from sojourn.core.decisions import Refused
from sojourn.scheduling import actions, queries
from sojourn.scheduling.calendar_file import calendar_of, staff_calendar
from sojourn.scheduling.models import CalendarFeed
from sojourn.scheduling.rules.feeds import hash_of, window
from tests.factories import NOW, a_patient
from tests.scheduling.clinic_day import TUESDAY, Clinic, at, seen_by_a_doctor

pytestmark = pytest.mark.django_db
ABOUT_HEALTH = re.compile(
    r"ketamine|session|intake|integration|preparation|therap|treat|medic|depress|dose|journey|psych|clinic",
    re.I,
)


def read(text: str) -> list[Any]:
    """The events of a file that is exactly what RFC 5545 asks for."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    calendar = Calendar.from_ical(text)
    assert str(calendar["version"]) == "2.0" and calendar["prodid"] and not calendar.errors
    events = list(calendar.walk("VEVENT"))
    for event in events:
        assert not event.errors and {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE"} <= set(event)
        for name in ("DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED"):
            assert re.fullmatch(r"\d{8}T\d{6}Z", event[name].to_ical().decode()), name
    assert len({str(each["uid"]) for each in events}) == len(events)
    return events


def feed(clinic: Clinic, staff: Any = None, today: date = TUESDAY) -> str:
    of = staff or clinic.doctor
    return staff_calendar(of, queries.diary_of(of, today)).decode()


def method(text: str) -> str:
    return str(Calendar.from_ical(text)["method"])


def mailed(template: str) -> str:
    return OutboundMessage.objects.filter(template=template).latest("created_at").calendar


def test_a_visit_in_the_feed_is_initials_and_a_room(clinic: Clinic) -> None:
    patient = a_patient(first_name="Wren", last_name="Halloway")
    visit = clinic.book("intake", at("10:00"), patient=patient)
    (event,) = read(feed(clinic))
    assert str(event["summary"]) == f"Visit · W.H. · {visit.room}"
    assert event.decoded("dtstart") == visit.starts_at and event.decoded("dtend") == visit.ends_at
    assert str(event["status"]) == "CONFIRMED" and event["sequence"] == 0


def test_nothing_in_the_feed_speaks_of_health_or_names(clinic: Clinic) -> None:
    patient = a_patient(first_name="Wren", last_name="Halloway", email="wren@example.test")
    for service in content.pack().services:
        if service not in {"group", "intake"}:
            clinic.book("intake", at("8:30", date(2026, 3, 3)), patient=a_patient())
            break
    visit = clinic.book("intake", at("10:00"), patient=patient)
    actions.cancel(appointment=visit, reason="Her depression is worse", by=clinic.desk, now=NOW)
    text = feed(clinic).replace(str(content.pack().clinic.code), "")
    assert not ABOUT_HEALTH.search(text)
    assert not re.search(r"wren|halloway|example\.test|depression", text, re.I)


@pytest.mark.parametrize("day", [date(2026, 3, 6), date(2026, 3, 9), date(2026, 10, 30), date(2026, 11, 2)])
def test_nine_is_nine_on_both_sides_of_the_change_of_clocks(clinic: Clinic, day: date) -> None:
    now = at("9:00", day - timedelta(days=7))
    clinic.book("intake", at("9:00", day), now=now)
    (event,) = read(feed(clinic, today=day - timedelta(days=7)))
    hour = 17 if date(2026, 3, 8) > day or day > date(2026, 11, 1) else 16
    assert event.decoded("dtstart") == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_an_entry_keeps_its_id_and_counts_its_revisions(clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:00"))
    (first,) = read(feed(clinic))
    place = {"staff": visit.staff, "room": visit.room, "reason": "", "by": clinic.desk}
    actions.move(appointment=visit, starts_at=at("11:00"), now=NOW + timedelta(hours=1), **place)
    (second,) = read(feed(clinic))
    actions.cancel(appointment=visit, reason="ill", by=clinic.desk, now=NOW + timedelta(hours=2))
    (third,) = read(feed(clinic))
    assert first["uid"] == second["uid"] == third["uid"]
    assert [each["sequence"] for each in (first, second, third)] == [0, 1, 2]
    assert second.decoded("dtstart") == at("11:00") and str(third["status"]) == "CANCELLED"
    assert third.decoded("last-modified") == NOW + timedelta(hours=2)


def given_to(visit: Any, staff: Any, clinic: Clinic, hours: int, starts_at: datetime | None = None) -> None:
    """Moved to somebody, so many hours from now."""
    place = {"staff": staff, "room": visit.room, "starts_at": starts_at or visit.starts_at, "reason": ""}
    actions.move(appointment=visit, by=clinic.desk, now=NOW + timedelta(hours=hours), **place)


def test_a_visit_that_became_a_colleague_s_leaves_the_calendar_it_was_in(clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:00"))
    (known,) = read(feed(clinic))
    given_to(visit, clinic.second_doctor, clinic, 1, at("14:00"))
    (gone,), (theirs,) = read(feed(clinic)), read(feed(clinic, clinic.second_doctor))
    assert gone["uid"] == known["uid"] == theirs["uid"] and gone["sequence"] > known["sequence"]
    assert str(gone["status"]) == "CANCELLED" and str(theirs["status"]) == "CONFIRMED"
    assert gone.decoded("dtstart") == at("10:00"), "their calendar learns no more of where it went"
    assert theirs.decoded("dtstart") == at("14:00") and "LOCATION" not in gone


def test_a_visit_that_comes_back_is_confirmed_again_under_a_higher_number(clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:00"))
    given_to(visit, clinic.second_doctor, clinic, 1)
    (gone,) = read(feed(clinic))
    given_to(visit, clinic.doctor, clinic, 2)
    (again,), (other,) = read(feed(clinic)), read(feed(clinic, clinic.second_doctor))
    assert str(again["status"]) == "CONFIRMED" and again["sequence"] > gone["sequence"]
    assert str(other["status"]) == "CANCELLED"


def test_what_was_given_away_stays_called_off_when_it_is_cancelled_and_ends_with_the_window(
    clinic: Clinic,
) -> None:
    visit = clinic.book("intake", at("10:00"))
    given_to(visit, clinic.second_doctor, clinic, 1, at("10:00", date(2026, 4, 21)))
    actions.cancel(appointment=visit, reason="ill", by=clinic.desk, now=NOW + timedelta(hours=2))
    assert [str(each["status"]) for each in read(feed(clinic))] == ["CANCELLED"]
    assert read(feed(clinic, today=date(2026, 3, 18))) == []


def test_who_no_longer_keeps_watch_has_the_session_called_off(clinic: Clinic) -> None:
    session = clinic.book("session", at("10:00"), patient=seen_by_a_doctor(clinic))
    assert session.monitor == clinic.therapist
    (known,) = read(feed(clinic, clinic.therapist))
    later = {"by": clinic.desk, "now": NOW + timedelta(hours=1)}
    actions.name_monitor(appointment=session, monitor=clinic.second_doctor, reason="", **later)
    (gone,) = read(feed(clinic, clinic.therapist))
    assert (str(gone["status"]), gone["uid"]) == ("CANCELLED", known["uid"])
    assert gone["sequence"] > known["sequence"]
    statuses = {str(each["status"]) for each in read(feed(clinic, clinic.second_doctor))}
    assert statuses == {"CONFIRMED"}


def test_the_feed_is_one_question(clinic: Clinic, django_assert_num_queries: Any) -> None:
    given_to(clinic.book("intake", at("10:00")), clinic.second_doctor, clinic, 1)
    with django_assert_num_queries(1):
        assert len(queries.diary_of(clinic.doctor, TUESDAY).given_away) == 1


def test_arriving_revises_nothing(clinic: Clinic) -> None:
    visit = clinic.book("intake", NOW)
    actions.arrive(appointment=visit, by=clinic.desk, now=NOW)
    assert read(feed(clinic))[0]["sequence"] == 0


def test_the_same_days_are_the_same_bytes(clinic: Clinic) -> None:
    clinic.book("intake", at("10:00"))
    assert feed(clinic) == feed(clinic)


def test_a_group_is_one_entry_for_who_leads_and_who_monitors(clinic: Clinic) -> None:
    people = {"provider": clinic.doctor, "monitor": clinic.therapist}
    facts = {"service": "group", "room": clinic.room_for("group"), "starts_at": at("13:00"), **people}
    actions.open_group(by=clinic.desk, now=NOW, **facts)
    for staff in people.values():
        (event,) = read(feed(clinic, staff))
        assert str(event["summary"]).startswith("Group · 0 people")
    assert read(feed(clinic, clinic.second_doctor)) == []


def test_the_feed_has_an_end_on_both_sides(clinic: Clinic) -> None:
    clinic.book("intake", at("10:00"))
    assert len(read(feed(clinic, today=TUESDAY + timedelta(days=14)))) == 1
    assert read(feed(clinic, today=TUESDAY + timedelta(days=15))) == []
    assert read(feed(clinic, today=TUESDAY - timedelta(days=400))) == []
    assert window(TUESDAY, days_ahead=60) == (date(2026, 2, 17), date(2026, 5, 2))


def test_names_cannot_break_out_of_their_line(clinic: Clinic) -> None:
    evil = a_patient(first_name="\r\nATTENDEE:mailto:x@example.test", last_name=";,\\n")
    clinic.book("intake", at("10:00"), patient=evil)
    (event,) = read(feed(clinic))
    assert "ATTENDEE" not in event


def test_the_secret_is_kept_nowhere_and_only_its_newest_opens(clinic: Clinic) -> None:
    mine = {"staff": clinic.doctor, "by": clinic.doctor.user}
    first = actions.make_feed(now=NOW, **mine)
    second = actions.make_feed(now=NOW, **mine)
    assert len(second) >= 43 and first != second
    assert queries.feed_behind(first) is None and queries.feed_behind("") is None
    found = queries.feed_behind(second)
    assert found and found.staff == clinic.doctor and found.secret_hash == hash_of(second)
    stored = str(list(CalendarFeed.objects.values()))
    assert second not in stored and CalendarFeed.objects.filter(revoked_at=None).count() == 1


def test_a_link_that_was_taken_back_opens_nothing(clinic: Clinic) -> None:
    mine = {"staff": clinic.doctor, "by": clinic.doctor.user, "now": NOW}
    secret = actions.make_feed(**mine)
    assert actions.revoke_feed(**mine) is True
    assert queries.feed_behind(secret) is None and actions.revoke_feed(**mine) is False


@pytest.mark.parametrize("gone", ["staff", "user"])
def test_who_works_here_no_more_has_no_feed(clinic: Clinic, gone: str) -> None:
    secret = actions.make_feed(staff=clinic.doctor, by=clinic.doctor.user, now=NOW)
    left = clinic.doctor if gone == "staff" else clinic.doctor.user
    left.is_active = False
    left.save()
    assert queries.feed_behind(secret) is None


def test_nobody_makes_a_link_for_somebody_else(clinic: Clinic) -> None:
    with pytest.raises(Refused):
        actions.make_feed(staff=clinic.doctor, by=clinic.desk, now=NOW)
    with pytest.raises(Refused):
        actions.revoke_feed(staff=clinic.doctor, by=clinic.therapist.user, now=NOW)


def test_the_letters_of_a_visit_carry_one_entry_through_its_life(clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:00"))
    (booked,) = read(mailed("booking-confirmed"))
    place = {"staff": visit.staff, "room": visit.room, "reason": "", "by": clinic.desk}
    actions.move(appointment=visit, starts_at=at("11:00"), now=NOW + timedelta(hours=1), **place)
    (moved,) = read(mailed("booking-moved"))
    actions.cancel(appointment=visit, reason="ill", by=clinic.desk, now=NOW + timedelta(hours=2))
    (cancelled,) = read(mailed("booking-cancelled"))
    told = (booked, moved, cancelled)
    assert len({str(each["uid"]) for each in told}) == 1
    assert [each["sequence"] for each in told] == [0, 1, 2]
    assert [str(each["status"]) for each in told] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert method(mailed("booking-confirmed")) == method(mailed("booking-moved")) == "PUBLISH"
    assert method(mailed("booking-cancelled")) == "CANCEL"
    assert all(str(each["organizer"]) == f"mailto:{content.pack().clinic.email}" for each in told)


def test_a_cancelled_visit_takes_those_that_followed_it_along(clinic: Clinic) -> None:
    patient = a_patient()
    clinic.book("intake", at("8:30"), patient=patient)
    session = clinic.book("session", at("10:00", date(2026, 3, 4)), patient=patient)
    clinic.book("integration", at("10:00", date(2026, 3, 6)), patient=patient, follows=session)
    actions.cancel(appointment=session, reason="ill", by=clinic.desk, now=NOW)
    text = mailed("booking-cancelled")
    assert [str(each["status"]) for each in read(text)] == ["CANCELLED", "CANCELLED"]
    assert method(text) == "PUBLISH", "CANCEL speaks of one entry alone"


def test_a_patients_file_says_not_what_for(clinic: Clinic) -> None:
    visit = clinic.book("intake", at("10:00"))
    (event,) = read(calendar_of([visit], now=NOW))
    assert str(event["summary"]) == content.pack().clinic.name
    assert not re.search(
        r"ketamine|intake|session", str(event["summary"]) + str(event.get("description", "")), re.I
    )
