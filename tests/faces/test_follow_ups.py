"""The visit after a journey is proposed in the portal and asked for at the desk."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sojourn.scheduling.models import Appointment
from tests.factories import a_patient, a_user
from tests.scheduling.clinic_day import Clinic, a_clinic, at, seen_by_a_doctor

pytestmark = pytest.mark.django_db
EVENING = at("17:00")


@pytest.fixture
def story() -> Any:
    """A session on Tuesday is over, the next is booked, and nothing between them."""
    clinic = a_clinic()
    wren = a_patient(user=a_user("patient"))
    session = clinic.book("session", at("09:00"), patient=seen_by_a_doctor(clinic, patient=wren))
    Appointment.objects.filter(pk=session.pk).update(state="done")
    following = clinic.book("session", at("09:00", date(2026, 3, 10)), patient=wren)
    with time_machine.travel(EVENING, tick=False):
        yield clinic, wren, following


def said(response: Any) -> str:
    return response.content.decode()


def test_the_portal_proposes_times_and_one_click_books(client: Any, story: tuple[Clinic, Any, Any]) -> None:
    _, wren, following = story
    client.force_login(wren.user)
    assert "is missing" in said(client.get(reverse("portal:appointments_visit", args=[following.pk])))
    with CaptureQueriesContext(connection) as seen:
        page = said(client.get(reverse("portal:appointments")))
    assert len(seen) <= 12, len(seen)
    assert "A time to talk about Tuesday 3 March" in page
    value = page.split('name="time" value="')[1].split('"')[0]
    book = reverse("portal:appointments_book", args=["integration"])
    assert "Your time is" in said(client.post(book, {"time": value}, follow=True))
    assert "A time to talk about" not in said(client.get(reverse("portal:appointments")))
    assert "is missing" not in said(client.get(reverse("portal:appointments_visit", args=[following.pk])))


def test_the_desk_is_asked_today_and_before_the_next(client: Any, story: tuple[Clinic, Any, Any]) -> None:
    clinic, wren, following = story
    client.force_login(clinic.desk)
    today = said(client.get(reverse("workspace:today")))
    assert f"Book {wren.called}’s integration" in today and "nothing is booked after Tuesday 3 March" in today
    visit = said(client.get(reverse("workspace:visit", args=[following.pk])))
    assert "is missing. It belongs before the next one" in visit and "Book it" in visit
    booking = client.get(reverse("workspace:book"), {"patient": wren.pk, "service": "session"})
    assert "Book that first" in said(booking)
    client.force_login(clinic.therapist.user)
    ready = said(client.get(reverse("workspace:visit_readiness", args=[following.pk])))
    assert "Caution" in ready and "is missing" in ready
