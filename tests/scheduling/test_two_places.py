"""Two places in two zones: each keeps the clocks of its own wall, for hours, booking and every word about a visit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from sojourn import content
from sojourn.audit.models import Event
from sojourn.clinic import queries as places
from sojourn.clinic.actions import add_leave, set_hours
from sojourn.clinic.models import DayHours, Location, Room
from sojourn.comms.models import OutboundMessage
from sojourn.content.pack.checks import rooms_are_somewhere
from sojourn.core.decisions import Refused
from sojourn.scheduling import actions, queries
from sojourn.scheduling.queries.rosters import visits_to_move
from tests.factories import NOW, a_patient
from tests.scheduling.clinic_day import TUESDAY, Clinic, a_clinic, at, seen_by_a_doctor
from tests.scheduling.second_place import DENVER, FAR, pack_with

SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)


@pytest.fixture
def clinic(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clinic]:
    pack_with(monkeypatch, "America/Denver")
    yield a_clinic()
    places.forget_zones()


def in_denver(clock: str, day: date = TUESDAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock.zfill(5)), DENVER).astimezone(UTC)


def starts(clinic: Clinic, room: str, day: date = TUESDAY, zone: ZoneInfo = DENVER) -> list[str]:
    free = queries.free_times("intake", from_day=day, days=1, staff=clinic.doctor, room=clinic.room(room))
    return [f"{each.starts_at.astimezone(zone):%H:%M}" for each in free]


def mailed(template: str) -> str:
    sent = OutboundMessage.objects.filter(template=template).latest("created_at")
    return f"{sent.subject} {sent.text}"


def test_a_room_is_in_the_zone_of_its_place_and_others_in_the_pack_s(clinic: Clinic) -> None:
    assert {each.code: each.timezone for each in Location.objects.all()} == {
        "aureo": "America/Los_Angeles",
        "east": "America/Denver",
    }
    assert places.zone_of(clinic.room(FAR).pk) == DENVER
    assert places.zone_of(clinic.room("fern").pk).key == "America/Los_Angeles"


def test_a_clinic_with_one_zone_asks_the_database_for_none(db: None, django_assert_num_queries: Any) -> None:
    room = a_clinic().room("fern").pk
    with django_assert_num_queries(0):
        assert places.zone_of(room) == places.timezone()


def test_a_room_names_a_location_there_is() -> None:
    pack = content.pack()
    lost = {"fern": msgspec.structs.replace(pack.rooms["fern"], location="moon")}
    assert [each[1] for each in rooms_are_somewhere(lost, pack.clinic)] == ["fern.location"]
    assert list(rooms_are_somewhere(pack.rooms, pack.clinic)) == []


def test_hours_and_rosters_are_those_on_the_wall_of_each_place(clinic: Clinic) -> None:
    assert starts(clinic, FAR)[0] == "08:30" and starts(clinic, FAR)[-1] == "16:30"
    assert starts(clinic, "fern", zone=places.timezone())[0] == "08:30"
    assert starts(clinic, "fern")[0] == "09:30", "an hour later in Denver"


def test_free_times_of_both_places_come_in_order_and_each_in_its_hours(clinic: Clinic) -> None:
    free = queries.free_times("intake", from_day=TUESDAY, days=1, staff=clinic.doctor)
    assert [each.starts_at for each in free] == sorted(each.starts_at for each in free)
    assert {each.room.code for each in free} == {FAR, "fern"}
    assert all(time(8, 30) <= each.begins.time() <= time(16, 30) for each in free)
    assert free[0].room.code == FAR and free[0].begins.tzinfo == DENVER


@pytest.mark.parametrize(("place", "room"), [("aureo", "fern"), ("east", FAR)])
def test_who_chooses_a_time_by_itself_chooses_at_one_place(clinic: Clinic, place: str, room: str) -> None:
    """A patient's page names a time and a person; which clock is meant is certain, for one place is offered."""
    free = queries.free_times("intake", from_day=TUESDAY, days=1, place=place)
    assert {each.room.code for each in free} == {room} and places.own_place() == "aureo"


def test_a_visit_is_booked_by_the_hours_of_its_place(clinic: Clinic) -> None:
    far, near = clinic.room(FAR), clinic.room("fern")
    early = in_denver("8:30")
    assert clinic.book("intake", early, room=far).begins.time() == time(8, 30)
    with pytest.raises(Refused, match="not open"):
        clinic.book("intake", early, room=near, staff=clinic.second_doctor)
    late = at("16:30")
    assert clinic.book("intake", late, room=near, staff=clinic.second_doctor)
    with pytest.raises(Refused, match="not open"):
        clinic.book("intake", late, room=far)


def test_nobody_is_in_two_places_at_once(clinic: Clinic) -> None:
    clinic.book("intake", in_denver("10:00"), room=clinic.room(FAR))
    with pytest.raises(Refused, match="just taken"):
        clinic.book("intake", at("9:00"), room=clinic.room("fern"))


def test_every_word_to_the_patient_is_the_time_where_they_go(clinic: Clinic) -> None:
    visit = clinic.book("intake", in_denver("10:00"), room=clinic.room(FAR))
    assert "10:00 am" in mailed("booking-confirmed") and "9:00 am" not in mailed("booking-confirmed")
    assert "10:00 am" in Event.objects.get(kind="appointment.booked").sentence
    far = {"staff": visit.staff, "room": visit.room, "reason": "", "by": clinic.desk}
    actions.move(appointment=visit, starts_at=in_denver("14:00"), now=NOW + timedelta(hours=1), **far)
    assert "2:00 pm" in mailed("booking-moved")
    sent = OutboundMessage.objects.filter(template="booking-moved").latest("created_at")
    assert re.search(r"DTSTART:20260303T210000Z", sent.calendar), (
        "an instant, which every calendar shows rightly"
    )


def test_it_may_be_another_day_there(clinic: Clinic) -> None:
    """Arriving counts on the day of the place: near midnight the two clocks are on two days."""
    visit = clinic.book("intake", in_denver("8:30"), room=clinic.room(FAR))
    night = datetime(2026, 3, 3, 7, 30, tzinfo=UTC)
    assert night.astimezone(DENVER).date() == TUESDAY != places.local_day(night)
    assert actions.arrive(appointment=visit, by=clinic.desk, now=night)


@pytest.mark.parametrize(
    ("day", "away", "home_hours", "there_hours"),
    [
        (SPRING, "America/Denver", 23, 23),
        (AUTUMN, "America/Denver", 25, 25),
        (SPRING, "America/Phoenix", 23, 24),
    ],
)
def test_a_day_of_23_or_25_hours_is_so_where_clocks_change(
    db: None, monkeypatch: pytest.MonkeyPatch, day: date, away: str, home_hours: int, there_hours: int
) -> None:
    pack_with(monkeypatch, away)
    zones = (places.timezone(), ZoneInfo(away))
    lengths = [end - start for start, end in (places.bounds_of(day, day, zone) for zone in zones)]
    assert lengths == [timedelta(hours=home_hours), timedelta(hours=there_hours)]


@pytest.mark.parametrize(("away", "spring_utc"), [("America/Denver", 15), ("America/Phoenix", 16)])
def test_nine_is_nine_at_both_places_on_the_day_clocks_change(
    db: None, monkeypatch: pytest.MonkeyPatch, away: str, spring_utc: int
) -> None:
    """Phoenix keeps its clocks: on that Sunday it is an hour from Portland that was one from Denver the day before."""
    pack_with(monkeypatch, away)
    clinic, zone = a_clinic(), ZoneInfo(away)
    set_hours(staff=clinic.doctor, hours=[(6, time(8), time(18))], by=None, now=NOW)
    actions.set_hours(
        notes=[DayHours(day=SPRING, opens=time(9), closes=time(17))], seen=(), by=clinic.desk, now=NOW
    )
    assert starts(clinic, FAR, SPRING, zone)[0] == "09:00"
    assert starts(clinic, "fern", SPRING, places.timezone())[0] == "09:00"
    visit = clinic.book("intake", datetime(2026, 3, 8, spring_utc, tzinfo=UTC), room=clinic.room(FAR))
    assert visit.begins.time() == time(9) and "9:00 am" in mailed("booking-confirmed")
    places.forget_zones()


def test_what_has_to_be_moved_is_reckoned_at_its_place(clinic: Clinic) -> None:
    visit = clinic.book("intake", in_denver("8:30"), room=clinic.room(FAR))
    assert visits_to_move(NOW) == []
    noted = DayHours(day=TUESDAY, opens=time(9), closes=time(17))
    actions.set_hours(notes=[noted], seen={visit.pk}, by=clinic.desk, now=NOW)
    assert visits_to_move(NOW) == [visit]


def test_who_keeps_watch_is_found_by_the_hours_of_the_place(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_room = Room.objects.get(code="alder")
    Room.objects.filter(pk=session_room.pk).update(location=Location.objects.get(code="east"))
    places.forget_zones()
    session = clinic.book("session", in_denver("8:30"), patient=seen_by_a_doctor(clinic), room=session_room)
    assert session.monitor == clinic.therapist and session.begins.time() == time(8, 30)
    away = {"starts_at": in_denver("8:00"), "ends_at": in_denver("12:00"), "reason": ""}
    add_leave(staff=clinic.therapist, by=None, now=NOW, **away)
    assert visits_to_move(NOW) == [session]


def test_pages_show_the_time_of_the_place(clinic: Clinic, client: Any) -> None:
    import time_machine
    from django.urls import reverse

    visit = clinic.book("intake", in_denver("10:00"), room=clinic.room(FAR), patient=a_patient())
    client.force_login(clinic.desk)
    with time_machine.travel(NOW, tick=False):
        page = client.get(reverse("workspace:visit", args=[visit.pk])).content.decode()
        week = client.get(reverse("workspace:calendar"), {"day": "2026-03-03", "by": "week"}).content.decode()
    assert "10:00 am to 11:00 am" in page or "10:00 am to" in page
    assert "10:00 am MST</b>" in week and "9:00 am</b>" not in week and "9:00 am MST" not in week


def test_whoever_waits_hears_of_a_free_time_by_the_clock_of_its_place(clinic: Clinic) -> None:
    early = {"not_before": time(8, 30), "not_after": time(9, 30), "staff": clinic.doctor}
    days = {"from_day": date(2026, 3, 4), "until_day": date(2026, 3, 4)}
    with pytest.raises(Refused, match="Wednesday 4 March, 8:30 am. "):
        actions.wait_for_time(
            patient=a_patient(), service="intake", **early, **days, place="east", by=clinic.desk, now=NOW
        )
