"""A patient reads that the clinic called their group off, and how to find another date."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sojourn.scheduling import actions
from sojourn.scheduling.models import GroupSession
from tests.factories import NOW, a_patient, a_user
from tests.scheduling.a_group import DAY, a_group, full, sit, waits
from tests.scheduling.clinic_day import Clinic, a_clinic, at, ready

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
LIST = "portal:appointments"


@pytest.fixture
def clinic() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield a_clinic()


@pytest.fixture
def wren(client: Client, clinic: Clinic) -> Any:
    user = a_user("patient")
    client.force_login(user)
    return ready(clinic, a_patient(user=user))


def called_off(clinic: Clinic, group: GroupSession) -> None:
    actions.call_off_group(group=group, reason="Dr Quill is ill.", by=clinic.desk, now=LATER)


def test_it_is_called_off_and_not_merely_gone(client: Client, clinic: Clinic, wren: Any) -> None:
    group = a_group(clinic)
    seat = sit(clinic, group, wren)
    called_off(clinic, group)
    visit = reverse("portal:appointments_visit", args=[seat.appointment.pk])
    for address in (reverse(LIST), visit):
        page = client.get(address).text
        assert "Called off by us" in page and "Nothing is charged" in page and "Dr Quill is ill" not in page
        assert reverse("portal:messages") in page
    assert "called off by us" in client.get(reverse(LIST)).text
    assert visit in client.get(reverse("portal:next_step")).text


def test_with_another_date_it_is_history(client: Client, clinic: Clinic, wren: Any) -> None:
    group, other = a_group(clinic), a_group(clinic, starts_at=at("13:00", DAY + timedelta(days=7)))
    sit(clinic, group, wren)
    called_off(clinic, group)
    sit(clinic, other, wren, now=LATER + timedelta(minutes=1))
    page = client.get(reverse(LIST)).text
    assert "For another date" not in page and "called off by us" in page
    assert "We had to call off" not in client.get(reverse("portal:next_step")).text


def test_who_gave_the_seat_up_before_reads_that_they_cancelled(
    client: Client, clinic: Clinic, wren: Any
) -> None:
    group = a_group(clinic)
    actions.give_up_seat(seat=sit(clinic, group, wren), reason="Travel", by=wren.user, now=NOW)
    called_off(clinic, group)
    page = client.get(reverse(LIST)).text
    assert "cancelled" in page and "called off by us" not in page


def test_a_place_that_was_kept_says_why_it_cannot_be_taken(client: Client, clinic: Clinic, wren: Any) -> None:
    group = a_group(clinic)
    seats = full(clinic, group)
    entry = waits(clinic, group, patient=wren)
    actions.give_up_seat(seat=seats[0], reason="A cold", by=clinic.desk, now=NOW)
    assert "Take it" in client.get(reverse(LIST)).text
    called_off(clinic, group)
    page = client.get(reverse(LIST)).text
    assert "Take it" not in page and "we had to call this group off" in page
    answer = reverse("portal:appointments_place", args=[entry.pk])
    page = client.post(answer, {"answer": "take"}, follow=True).text
    assert "We had to call off the group on Friday 13 March" in page and "another date" in page
