"""Booking a first visit, from the birth date to the opened account."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit.models import Event
from sojourn.billing.models import Estimate
from sojourn.comms.models import OutboundMessage
from sojourn.core.ids import new_id
from sojourn.faces.website import booking
from sojourn.intake.models import IntakeForm
from sojourn.measures.models import Assignment
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from tests.factories import NOW, PASSWORD, a_patient, a_staff_member, a_user, the_clinic

RIVERBEND = Path(__file__).parents[2] / "content" / "packs" / "riverbend"
BOOK = "/book/"
GROWN = {"month": "3", "day": "17", "year": "1984"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def doctor() -> Any:
    the_clinic()
    return a_staff_member(display_name="Dr Wren Okafor", credentials="MD")


def free_slots(client: Client) -> list[str]:
    html = client.post(BOOK, GROWN).content.decode()
    return re.findall(r'name="slot" value="([^"]+)"', html)


def a_form(slot: str, **changes: str) -> dict[str, str]:
    facts = {
        **GROWN,
        "slot": slot,
        "first_name": "Juniper",
        "last_name": "Ashgrove",
        "email": "juniper@example.test",
        "phone": "(503) 555-0123",
        "contact_agreed": "on",
        "client_id": str(new_id()),
        "finish": "1",
    }
    return {**facts, **changes}


def test_a_first_visit_is_booked_with_everything_that_belongs_to_it(client: Client, doctor: Any) -> None:
    slot = free_slots(client)[0]
    assert "Dr Wren Okafor" in client.post(BOOK, {**GROWN, "slot": slot}).content.decode()
    answer = client.post(BOOK, a_form(slot))
    assert answer["Location"] == reverse("website:book_done")
    patient, visit = Patient.objects.get(), Appointment.objects.get()
    assert patient.phone == "+1 503-555-0123" and patient.user.is_patient
    assert (visit.patient, visit.service, visit.price_cents) == (patient, "intake", 22000)
    assert visit.starts_at == datetime.fromisoformat(slot.partition("|")[2])
    assert IntakeForm.objects.filter(patient=patient).exists()
    assert {"phq-9", "gad-7"} <= set(Assignment.objects.values_list("instrument", flat=True))
    assert Estimate.objects.get().total_cents == 22000
    sent = set(OutboundMessage.objects.filter(to=patient.email).values_list("template", flat=True))
    assert {"account-link", "booking-confirmed"} <= sent
    assert Event.objects.filter(kind="contact.agreed", patient_id=patient.pk).exists()


def test_the_form_of_somebody_else_names_nothing_of_theirs(client: Client, doctor: Any) -> None:
    first, *_, second = free_slots(client)
    sent = a_form(first)
    client.post(BOOK, sent)
    for _ in range(2):
        client.post(BOOK, {**sent, "slot": second, "email": "wren@example.test"})
    assert sorted(Appointment.objects.values_list("patient__email", flat=True)) == [
        "juniper@example.test",
        "wren@example.test",
    ]


def test_the_link_in_the_e_mail_opens_the_account_once(client: Client, doctor: Any) -> None:
    client.post(BOOK, a_form(free_slots(client)[0]))
    text = OutboundMessage.objects.get(template="account-link").text
    link = re.search(r"/welcome/[^\s]+", text)[0]  # type: ignore[index]
    assert "Juniper" in client.get(link).content.decode()
    answer = client.post(link, {"password": PASSWORD})
    assert answer.status_code == 302 and answer["Location"] == reverse("home")
    assert client.session["_auth_user_id"] == str(User.objects.get(email="juniper@example.test").pk)
    assert Client().get(link).status_code == 410


def test_the_age_limit_is_told_kindly_and_nothing_is_stored(client: Client, doctor: Any) -> None:
    before = Event.objects.count(), User.objects.count()
    answer = client.post(BOOK, {"month": "3", "day": "3", "year": "2008"})  # eighteen tomorrow
    html = answer.content.decode()
    assert "from 18 years on" in html and 'href="tel:988"' in html
    assert (Event.objects.count(), User.objects.count()) == before
    assert not Patient.objects.exists() and not Session.objects.exists()
    assert "sessionid" not in client.cookies and "2008" not in html


def test_the_age_limit_holds_at_the_last_step_too(client: Client, doctor: Any) -> None:
    form = a_form(free_slots(client)[0], year="2012")
    assert "not yet" in client.post(BOOK, form).content.decode()
    assert not Patient.objects.exists() and not Appointment.objects.exists()


def test_the_birthday_itself_is_old_enough(client: Client, doctor: Any) -> None:
    answer = client.post(BOOK, {"month": "3", "day": "2", "year": "2008"})
    assert "Choose a time" in answer.content.decode()


def test_another_clinic_has_another_age_limit(client: Client) -> None:
    with content.using(RIVERBEND):
        answer = client.post(BOOK, {"month": "3", "day": "2", "year": "2006"})
    assert "from 21 years on" in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"month": "2", "day": "30", "year": "1990"},
        {"month": "", "day": "", "year": ""},
        {"month": "5", "day": "1", "year": "1812"},
        {"month": "5", "day": "1", "year": "2031"},
        {"month": "5", "day": "<b>", "year": "99999"},
    ],
)
def test_an_impossible_birth_date_is_asked_again(client: Client, typed: dict[str, str]) -> None:
    answer = client.post(BOOK, typed)
    assert answer.status_code == 422
    assert 'id="id_birth_date-error"' in answer.content.decode()


def test_sending_the_form_twice_books_once(client: Client, doctor: Any) -> None:
    form = a_form(free_slots(client)[0])
    answers = [client.post(BOOK, form) for _ in range(2)]
    assert [each["Location"] for each in answers] == [reverse("website:book_done")] * 2
    assert Appointment.objects.count() == Patient.objects.count() == 1
    assert OutboundMessage.objects.filter(template="account-link").count() == 1
    assert not OutboundMessage.objects.filter(template="account-known").exists()


def test_a_time_that_is_gone_offers_the_nearest_and_keeps_what_was_typed(client: Client, doctor: Any) -> None:
    slot = free_slots(client)[0]
    client.post(BOOK, a_form(slot, email="first@example.test"))
    answer = client.post(BOOK, a_form(slot, last_name='Ash"grove & Söhne'))
    html = answer.content.decode()
    assert answer.status_code == 409 and "moment sooner" in html
    assert "The nearest free times" in html and "Ash&#34;grove &amp; Söhne" in html
    assert Patient.objects.count() == 1 and Appointment.objects.count() == 1
    other = re.findall(r'name="slot" value="([^"]+)"', html)[0]
    carried = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', html))
    again = client.post(BOOK, {**carried, "slot": other}).content.decode()
    assert "Söhne" in again and 'value="juniper@example.test"' in again


def test_a_known_address_looks_the_same_and_books_nothing(client: Client, doctor: Any) -> None:
    user = a_user("patient", email="juniper@example.test")
    a_patient(user=user)
    form = a_form(free_slots(client)[0], email="Juniper@Example.test")
    for _ in range(3):
        answer = client.post(BOOK, {**form, "client_id": str(new_id())})
        assert answer.status_code == 302 and answer["Location"] == reverse("website:book_done")
    assert not Appointment.objects.exists() and Patient.objects.count() == 1
    assert OutboundMessage.objects.get().template == "account-known"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("phone", "12", "cannot read this as a phone number"),
        ("email", "juniper@", "does not look like an e-mail"),
        ("first_name", "www.buy.example", "without a web"),
        ("contact_agreed", "", "could not confirm the visit"),
    ],
)
def test_a_slip_stays_beside_its_field(
    client: Client, doctor: Any, field: str, value: str, sentence: str
) -> None:
    form = a_form(free_slots(client)[0], last_name="<i>O’Brien</i>")
    answer = client.post(BOOK, {**form, field: value})
    html = answer.content.decode()
    assert answer.status_code == 422 and sentence in html
    assert "&lt;i&gt;O’Brien&lt;/i&gt;" in html and "<i>O’Brien" not in html
    assert not Patient.objects.exists() and not User.objects.filter(email="juniper@example.test").exists()


@pytest.mark.parametrize("slot", ["", "x|y", "x|2026-03-04T17:00:00+00:00", "|", "0|2026-03-04T17:00:00"])
def test_an_invented_time_leads_back_to_the_times(client: Client, doctor: Any, slot: str) -> None:
    answer = client.post(BOOK, a_form(slot))
    assert "Choose a time" in answer.content.decode()
    assert not Patient.objects.exists()


def test_a_time_too_soon_is_not_offered_and_not_accepted(client: Client, doctor: Any) -> None:
    first = datetime.fromisoformat(free_slots(client)[0].partition("|")[2])
    assert first >= NOW + timedelta(hours=content.pack().policies.booking.earliest_notice_hours)
    soon = (NOW + timedelta(hours=2)).isoformat()
    assert client.post(BOOK, a_form(f"{doctor.pk}|{soon}")).status_code == 409
    assert not Appointment.objects.exists()


def test_half_a_booking_is_no_booking(client: Client, doctor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**facts: Any) -> None:
        raise RuntimeError("the last step fails")

    monkeypatch.setattr(booking, "send_account_link", breaks)
    with pytest.raises(RuntimeError):
        client.post(BOOK, a_form(free_slots(client)[0]))
    assert not Patient.objects.exists() and not Appointment.objects.exists()
    assert not User.objects.filter(email="juniper@example.test").exists()


def test_times_of_two_doctors_take_few_queries(
    client: Client, doctor: Any, django_assert_max_num_queries: Any
) -> None:
    a_staff_member(display_name="Dr Sol Marchetti")
    with django_assert_max_num_queries(12):
        html = client.post(BOOK, GROWN).content.decode()
    assert "Dr Sol Marchetti" in html


def test_no_free_time_says_whom_to_call(client: Client) -> None:
    the_clinic()
    html = client.post(BOOK, GROWN).content.decode()
    assert "Nothing free in these days" in html and content.pack().clinic.phone in html
