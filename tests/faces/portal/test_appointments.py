"""A patient's visits and messages: theirs alone, with clock times, changed in good time."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
import time_machine
from django.urls import reverse

from sojourn import content
from sojourn.core.ids import new_id
from sojourn.intake import actions as intake
from sojourn.people import actions as people
from sojourn.people.models import PortalMessage
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import Appointment
from tests.factories import NOW, a_patient, a_user
from tests.scheduling.clinic_day import Clinic, a_clinic, at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
THURSDAY = date(2026, 3, 5)


@pytest.fixture
def monday_morning() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clinic() -> Clinic:
    return a_clinic()


@pytest.fixture
def wren(client: Any) -> Any:
    user = a_user("patient")
    client.force_login(user)
    return a_patient(user=user)


def said(response: Any) -> str:
    return response.content.decode()


def test_nothing_booked_and_then_the_next_visit(client: Any, clinic: Clinic, wren: Any) -> None:
    address = reverse("portal:appointments")
    assert "Nothing is booked" in said(client.get(address))
    clinic.book("intake", at("10:00", THURSDAY), patient=wren)
    page = said(client.get(address))
    assert "Thursday 5 March" in page and "Choose another time" in page and "24 hours" in page


def test_a_session_shows_hold_times_as_clock_times(client: Any, clinic: Clinic, wren: Any) -> None:
    intake.add_medication(patient=wren, as_written="Lamictal 200 mg", by=None, now=NOW)
    clinic.book("intake", NOW, patient=wren)
    session = clinic.book("session", at("13:00", THURSDAY), patient=wren)
    page = said(client.get(reverse("portal:appointments_visit", args=[session.pk])))
    assert "Your lamotrigine on Thursday 5 March" in page and "7:00 am" in page
    assert "Nothing to eat from 9:00 am" in page and "Somebody takes you home" in page
    people.set_contact(patient=wren, kind="escort", name="Rosa", by=None, now=NOW)
    page = said(client.get(reverse("portal:appointments_visit", args=[session.pk])))
    assert "Rosa takes you home" in page and "let us tell them" in page
    told = {"name": "Rosa", "phone": "503 555 0111", "may_write": True}
    people.set_contact(patient=wren, kind="escort", by=None, now=NOW, **told)
    assert "We tell them to come at about" in said(
        client.get(reverse("portal:appointments_visit", args=[session.pk]))
    )


def test_another_persons_visit_is_not_there(client: Any, clinic: Clinic, wren: Any) -> None:
    other = clinic.book("intake", at("10:00", THURSDAY))
    for name in ("visit", "move", "cancel", "calendar"):
        assert client.get(reverse(f"portal:appointments_{name}", args=[other.pk])).status_code == 404
    assert client.post(reverse("portal:appointments_comes", args=[other.pk])).status_code == 404


def test_they_say_in_the_portal_that_they_come_as_by_the_link(client: Any, clinic: Clinic, wren: Any) -> None:
    later = clinic.book("intake", at("10:00", date(2026, 3, 12)), patient=wren)
    address, first_page = reverse("portal:appointments"), reverse("portal:next_step")
    assert "Will you be there" not in said(client.get(address)) + said(client.get(first_page))
    visit = clinic.book("intake", at("10:00", THURSDAY), patient=wren)
    for page, back in ((address, ""), (first_page, "step")):
        assert f'name="back" value="{back}"' in said(client.get(page))
        assert said(client.get(page)).count("Will you be there") == 1
    yes = {"starts_at": visit.starts_at.isoformat(), "back": "step"}
    for _ in range(2):
        answer = client.post(reverse("portal:appointments_comes", args=[visit.pk]), yes, follow=True)
        assert answer.redirect_chain == [(first_page, 302)]
        assert "We expect you on Thursday 5 March" in said(answer)
    kept = visit.answers.get()
    assert (kept.who, kept.comes, kept.by) == ("patient", True, wren.user)
    assert "You told us that you come" in said(client.get(address)) and not later.answers.exists()
    client.force_login(clinic.desk)
    assert "in the portal" in said(client.get(reverse("workspace:visit", args=[visit.pk])))


def test_a_yes_to_a_time_that_moved_meanwhile_does_not_count(client: Any, clinic: Clinic, wren: Any) -> None:
    visit = clinic.book("intake", at("10:00", THURSDAY), patient=wren)
    address = reverse("portal:appointments_comes", args=[visit.pk])
    for stale in (at("9:00", THURSDAY).isoformat(), "soon", ""):
        page = said(client.post(address, {"starts_at": stale}, follow=True))
        assert "has changed since" in page and not visit.answers.exists()


def test_a_no_by_the_link_may_become_a_yes(client: Any, clinic: Clinic, wren: Any) -> None:
    visit = clinic.book("intake", at("10:00", THURSDAY), patient=wren)
    said_no = {"starts_at": visit.starts_at, "who": "patient", "comes": False, "now": NOW}
    actions.answer(appointment=visit, **said_no)
    page = said(client.get(reverse("portal:appointments_visit", args=[visit.pk])))
    assert "I can come after all" in page and "cannot come" in page


def test_booking_what_is_open(client: Any, clinic: Clinic, wren: Any) -> None:
    preparation = reverse("portal:appointments_book", args=["preparation"])
    assert "not open to you yet" in said(client.get(preparation))
    clinic.book("intake", NOW, patient=wren)
    assert "Preparatory visit" in said(client.get(reverse("portal:appointments")))
    value = said(client.get(preparation)).split('name="time" value="')[1].split('"')[0]
    number = str(new_id())
    for _ in range(2):
        page = said(client.post(preparation, {"time": value, "client_id": number}, follow=True))
        assert "Tuesday 3 March" in page and "just taken" not in page
    assert Appointment.objects.filter(service="preparation").count() == 1
    assert client.get(reverse("portal:appointments_book", args=["group"])).status_code == 404
    assert client.get(reverse("portal:appointments_book", args=["haircut"])).status_code == 404


def test_a_time_somebody_else_took(client: Any, clinic: Clinic, wren: Any) -> None:
    clinic.book("intake", NOW, patient=wren)
    address = reverse("portal:appointments_book", args=["preparation"])
    value = said(client.get(address)).split('name="time" value="')[1].split('"')[0]
    free = queries.free_times("preparation", from_day=date(2026, 3, 3), days=1)
    first = next(each for each in free if each.starts_at.isoformat() == value.split("|")[0])
    other = clinic.book("intake", NOW, staff=clinic.second_doctor, room=clinic.room("willow")).patient
    clinic.book("preparation", first.starts_at, patient=other, staff=first.staff, room=first.room)
    page = said(client.post(address, {"time": value}))
    assert "just taken" in page and "Still free" in page
    assert "choose one of the times" in said(client.post(address, {"time": "soon"})).lower()


def test_moving_in_good_time_and_calling_later(client: Any, clinic: Clinic, wren: Any) -> None:
    visit = clinic.book("intake", at("10:00", THURSDAY), patient=wren)
    address = reverse("portal:appointments_move", args=[visit.pk])
    value = said(client.get(address, {"day": "2026-03-06"})).split('name="time" value="')[1].split('"')[0]
    unsaid = client.post(address, {"time": value, "reason": "The bus"})
    page = said(unsaid)
    assert unsaid.status_code == 422 and "The bus" in page and visit.changes.count() == 1
    assert f'<button class="button" name="time" value="{value}"' in page, "the time chosen is marked"
    told = {"time": value, "cause": "rather-not-say", "reason": "The bus"}
    assert "Your time is Friday 6 March" in said(client.post(address, told, follow=True))
    kept = visit.changes.get(move="move")
    assert (kept.cause, kept.reason) == ("rather-not-say", "The bus")
    with time_machine.travel(at("15:00", THURSDAY), tick=False):
        client.force_login(wren.user)
        page = said(client.get(reverse("portal:appointments")))
        assert "Choose another time" not in page and "please call" in page
        other = said(client.get(address, {"day": "2026-03-09"})).split('name="time" value="')[1].split('"')[0]
        assert "Please call us" in said(client.post(address, {**told, "time": other}))
    client.force_login(clinic.desk)
    page = said(client.get(reverse("workspace:visit", args=[visit.pk])))
    assert "I would rather not say. The bus" in page


def test_cancelling_with_a_word(client: Any, clinic: Clinic, wren: Any) -> None:
    visit = clinic.book("intake", at("10:00", THURSDAY), patient=wren)
    address = reverse("portal:appointments_cancel", args=[visit.pk])
    assert "We moved it" not in said(client.get(address))
    unsaid = client.post(address, {"reason": "A cold"})
    assert unsaid.status_code == 422 and "A cold" in said(unsaid)
    sick = {"cause": "illness", "reason": "A cold"}
    assert "is cancelled" in said(client.post(address, sick, follow=True))
    again = client.post(address, sick)
    assert again.status_code == 422 and "no longer be changed" in said(again)


def test_a_late_cancellation_says_before_and_after_what_it_costs(
    client: Any, clinic: Clinic, wren: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = content.pack()
    terms = msgspec.structs.replace(pack.policies.cancellation, fee_cents=4000)
    policies = msgspec.structs.replace(pack.policies, cancellation=terms)
    changed = msgspec.structs.replace(pack, policies=policies)
    monkeypatch.setattr(content, "pack", lambda: changed)
    visit = clinic.book("intake", at("15:00"), patient=wren)
    with time_machine.travel(at("10:00"), tick=False):
        client.force_login(wren.user)
        address = reverse("portal:appointments_cancel", args=[visit.pk])
        page = said(client.get(address))
        assert "The fee for this is $40" in page and page.count("No fee for this.") == 3
        page = said(client.post(address, {"cause": "changed-plans"}, follow=True))
    assert "$40 is added to your bill" in page


def test_the_visit_goes_into_a_calendar(client: Any, clinic: Clinic, wren: Any) -> None:
    visit = clinic.book("intake", at("10:00", THURSDAY), patient=wren)
    answer = client.get(reverse("portal:appointments_calendar", args=[visit.pk]))
    assert "DTSTART:20260305T180000Z" in said(answer) and "intake" not in said(answer).lower()


def test_messages_are_written_once_and_read(client: Any, clinic: Clinic, wren: Any) -> None:
    address, number = reverse("portal:messages"), str(new_id())
    for _ in range(2):
        client.post(address, {"text": "May I eat before?", "client_id": number})
    people.send_message(patient=wren, sender=clinic.desk, text="Only water, please.", now=NOW)
    page = said(client.get(address))
    assert page.count("May I eat before?") == 1 and "Only water" in page
    assert PortalMessage.objects.get(from_patient=False).read
    assert client.post(address, {"text": ""}).status_code == 422


@pytest.mark.parametrize("name", ["appointments", "messages"])
def test_staff_have_no_portal(client: Any, clinic: Clinic, name: str) -> None:
    client.force_login(clinic.desk)
    assert client.get(reverse(f"portal:{name}")).status_code == 403


def test_a_visit_is_offered_only_after_what_must_come_first(client: Any, clinic: Clinic, wren: Any) -> None:
    clinic.book("intake", at("15:00", THURSDAY), patient=wren)
    page = said(client.get(reverse("portal:appointments_book", args=["preparation"])))
    first = page.split('name="time" value="')[1].split("|")[0]
    assert first > at("15:00", THURSDAY).isoformat()
