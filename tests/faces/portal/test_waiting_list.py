"""A patient waits for a time, takes it with one click, or lets it pass; a lost race is said kindly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from sojourn.scheduling import actions
from sojourn.scheduling.models import Appointment, TimeOffer, TimeWish
from tests.factories import NOW, a_patient, a_user
from tests.scheduling import a_group as groups
from tests.scheduling.clinic_day import Clinic, a_clinic, at, ready
from tests.scheduling.test_waiting import THURSDAY, only_at, waits

pytestmark = pytest.mark.django_db
LIST = "portal:appointments"


@pytest.fixture
def wren(client: Any) -> Any:
    user = a_user("patient")
    client.force_login(user)
    with time_machine.travel(NOW, tick=False):
        yield a_patient(user=user)


@pytest.fixture
def full() -> tuple[Clinic, Appointment]:
    clinic = a_clinic()
    only_at(clinic, "10:00", "11:00")
    return clinic, clinic.book("intake", at("10:00", THURSDAY))


def said(response: Any) -> str:
    return response.content.decode()


def test_from_no_free_time_to_the_list_to_the_visit(
    client: Any, wren: Any, full: tuple[Clinic, Appointment]
) -> None:
    clinic, visit = full
    page = said(client.get(reverse("portal:appointments_book", args=["intake"])))
    wait = reverse("portal:appointments_wait", args=["intake"])
    assert wait in page and client.get(wait).status_code == 200
    wrong = client.post(wait, {"from_day": "2026-03-10", "until_day": "2026-03-03", "hours": "morning"})
    assert wrong.status_code == 422 and "last day comes after" in said(wrong) and "2026-03-10" in said(wrong)
    answers = {"from_day": "2026-03-03", "until_day": "2026-03-31", "weekdays": ["3"], "hours": "morning"}
    page = said(client.post(wait, answers, follow=True))
    assert "You are on the list" in page and "Thursdays, in the morning, until Tuesday 31 March" in page

    actions.cancel(appointment=visit, reason="illness", by=clinic.desk, now=NOW)
    actions.offer_times(now=NOW)
    page = said(client.get(reverse(LIST)))
    assert "Kept for you until" in page and "Take it" in page
    answer = reverse("portal:appointments_offer", args=[TimeOffer.objects.get().pk])
    page = said(client.post(answer, {"answer": "take"}, follow=True))
    assert "It is yours: Thursday 5 March, 10:00 am" in page
    assert said(client.post(answer, {"answer": "take"}, follow=True)).count("Thursday 5 March") > 1
    assert wren.appointments.count() == 1


def test_letting_pass_and_coming_too_late(client: Any, wren: Any, full: tuple[Clinic, Appointment]) -> None:
    clinic, visit = full
    waits(wren)
    actions.cancel(appointment=visit, reason="illness", by=clinic.desk, now=NOW)
    actions.offer_times(now=NOW)
    answer = reverse("portal:appointments_offer", args=[TimeOffer.objects.get().pk])
    assert "You keep your place" in said(client.post(answer, {"answer": "pass"}, follow=True))
    late = said(client.post(answer, {"answer": "take"}, follow=True))
    assert "no longer kept for you" in late and "You keep your place on the list" in late
    stop = reverse("portal:appointments_stop", args=[TimeWish.objects.get().pk])
    assert "no longer on the list" in said(client.post(stop, follow=True))


def test_an_offer_is_answered_by_whom_it_is_for(
    client: Any, wren: Any, full: tuple[Clinic, Appointment]
) -> None:
    clinic, visit = full
    wish = waits()
    actions.cancel(appointment=visit, reason="illness", by=clinic.desk, now=NOW)
    actions.offer_times(now=NOW)
    answer = reverse("portal:appointments_offer", args=[TimeOffer.objects.get().pk])
    assert client.post(answer, {"answer": "take"}).status_code == 404
    assert client.post(reverse("portal:appointments_stop", args=[wish.pk])).status_code == 404


def test_a_place_in_a_group_is_taken_with_one_click(client: Any, wren: Any) -> None:
    clinic = a_clinic()
    group = groups.a_group(clinic)
    seats = groups.full(clinic, group)
    entry = groups.waits(clinic, group, patient=ready(clinic, wren), agreed_cents=20000)
    actions.give_up_seat(seat=seats[0], reason="A cold", by=clinic.desk, now=NOW + timedelta(minutes=1))
    page = said(client.get(reverse(LIST)))
    assert "Kept for you until" in page and "$200" in page
    answer = reverse("portal:appointments_place", args=[entry.pk])
    assert "It is yours: Friday 13 March" in said(client.post(answer, {"answer": "take"}, follow=True))
