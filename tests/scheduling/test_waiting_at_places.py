"""With several places, a time is waited for at one of them: an offer never names another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.urls import reverse

from sojourn.clinic import queries as places
from sojourn.clinic.models import Leave, Room
from sojourn.scheduling.models import Appointment, GroupSession, TimeOffer, TimeWish
from tests.factories import NOW, a_patient, a_user
from tests.scheduling.clinic_day import TUESDAY, Clinic, a_clinic
from tests.scheduling.second_place import DENVER, FAR, pack_with
from tests.scheduling.test_waiting import cancel, only_at, waits

THURSDAY = date(2026, 3, 5)


@pytest.fixture
def clinic(db: None, monkeypatch: pytest.MonkeyPatch, time_machine: Any) -> Iterator[Clinic]:
    time_machine.move_to(NOW, tick=False)
    pack_with(monkeypatch, "America/Denver")
    places.forget_zones()
    yield a_clinic()
    places.forget_zones()


def in_denver(clock: str, day: date = THURSDAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), DENVER).astimezone(UTC)


@pytest.fixture
def full(clinic: Clinic) -> Any:
    """Both places are full; the visit is in the far room."""
    only_at(clinic, "10:00", "11:00")
    return clinic.book("intake", in_denver("11:00"), room=clinic.room(FAR))


def only_far_comes_free(clinic: Clinic, full: Any) -> None:
    """The near rooms are closed for good, so that only the far one can be offered."""
    Room.objects.exclude(code=FAR).update(is_active=False)
    cancel(full, clinic)


def test_somebody_who_waits_here_is_not_offered_a_time_there(clinic: Clinic, full: Any) -> None:
    here = waits()
    only_far_comes_free(clinic, full)
    assert here.place == "aureo" and not TimeOffer.objects.exists()


def test_somebody_who_waits_there_is(clinic: Clinic, full: Any) -> None:
    here, there = waits(), waits(place="east")
    only_far_comes_free(clinic, full)
    offer = TimeOffer.objects.get()
    assert offer.wish == there != here and offer.room.code == FAR


def test_an_earlier_time_is_waited_for_where_the_visit_is(clinic: Clinic) -> None:
    patient = a_patient()
    later = clinic.book(
        "intake", in_denver("11:00", date(2026, 3, 12)), room=clinic.room(FAR), patient=patient
    )
    only_at(clinic, "10:00", "10:10")
    assert waits(patient, instead_of=later).place == "east"


def test_a_wish_from_before_waits_at_the_clinic_s_own(clinic: Clinic, full: Any) -> None:
    wish = waits()
    TimeWish.objects.update(place="")
    only_far_comes_free(clinic, full)
    assert not TimeOffer.objects.filter(wish=wish).exists()


def test_the_desk_is_asked_where_and_the_list_says_it(client: Any, clinic: Clinic, full: Any) -> None:
    client.force_login(clinic.desk)
    join = reverse("workspace:waiting_join", args=[a_patient().pk, "intake"])
    assert "Where?" in client.get(join).text
    sent = {"from_day": "2026-03-03", "until_day": "2026-03-31", "place": "east"}
    assert "at East, until" in client.post(join, sent, follow=True).text
    assert client.post(join, {**sent, "place": "moon"}).status_code == 422


def test_patients_are_not_asked(client: Any, clinic: Clinic, full: Any) -> None:
    wren = a_user("patient")
    a_patient(user=wren)
    client.force_login(wren)
    page = reverse("portal:appointments_wait", args=["intake"])
    assert "Where?" not in client.get(page).text
    client.post(page, {"from_day": "2026-03-03", "until_day": "2026-03-31", "place": "east"})
    assert TimeWish.objects.get().place == "aureo"


@pytest.mark.parametrize("months", [1, 3])
def test_a_group_opens_by_the_clock_in_its_room(
    client: Any, clinic: Clinic, monkeypatch: pytest.MonkeyPatch, months: int
) -> None:
    """Three months from February lead over the day on which the clocks change."""
    room = Room.objects.filter(kind="group")[0]
    pack_with(monkeypatch, "America/Phoenix", room.code)
    Room.objects.filter(pk=room.pk).update(location=clinic.room(FAR).location)
    clinic.room(FAR).location.__class__.objects.filter(code="east").update(timezone="America/Phoenix")
    places.forget_zones()
    client.force_login(clinic.desk)
    page = reverse("workspace:groups")
    assert "By the clock where the room is" in client.get(page).text
    facts = {"room": room.pk, "provider": clinic.doctor.pk, "monitor": clinic.therapist.pk}
    sent = client.post(page, {"day": "2026-03-05", "time": "09:00", "months": months, **facts}, follow=True)
    assert sent.status_code == 200
    assert [each.begins.strftime("%H:%M %Z") for each in GroupSession.objects.all()] == ["09:00 MST"] * months


def test_leave_is_noted_by_the_clock_that_is_named(client: Any, clinic: Clinic) -> None:
    client.force_login(clinic.desk)
    page, day = reverse("workspace:rosters"), TUESDAY.isoformat()
    assert "East, MST" in client.get(page).text
    away = {"staff": clinic.doctor.pk, "first": day, "begins": "09:00", "last": day, "ends": "12:00"}
    client.post(page, {**away, "clock": "America/Denver"})
    leave = Leave.objects.get()
    assert (leave.starts_at, leave.ends_at) == (in_denver("09:00", TUESDAY), in_denver("12:00", TUESDAY))
    assert client.post(page, {**away, "clock": "Mars/Olympus"}).status_code == 422


def test_when_to_stop_eating_is_said_by_the_clock_of_the_place(client: Any, clinic: Clinic) -> None:
    """Nine o'clock in Denver, and nothing to eat from five there; it is four in Portland then."""
    wren = a_user("patient")
    visit = clinic.book("intake", in_denver("09:00"), room=clinic.room(FAR), patient=a_patient(user=wren))
    Appointment.objects.filter(pk=visit.pk).update(service="session")
    client.force_login(wren)
    page = client.get(reverse("portal:appointments_visit", args=[visit.pk])).text
    assert "Nothing to eat from 5:00 am." in page and "Clear drinks until 7:00 am" in page
    sent = {"starts_at": visit.starts_at.isoformat()}
    said = client.post(reverse("portal:appointments_comes", args=[visit.pk]), sent, follow=True).text
    assert "We expect you on Thursday 5 March, 9:00 am" in said
