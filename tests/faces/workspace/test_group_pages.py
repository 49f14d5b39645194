"""Groups at the desk: opened alone or for months, filled, waited for."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from sojourn.core.ids import new_id
from sojourn.scheduling import queries
from tests.faces.workspace.desk_day import MORNING
from tests.scheduling.clinic_day import TUESDAY, Clinic, at, ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_in_the_morning")]


def test_groups_open_fill_and_wait(client: Any, clinic: Clinic) -> None:
    facts = {
        "day": "2026-03-13",
        "time": "13:00",
        "room": clinic.room("grove").pk,
        "provider": clinic.doctor.pk,
        "monitor": clinic.doctor.pk,
        "client_id": str(new_id()),
    }
    address = reverse("workspace:groups")
    assert "second person" in client.post(address, facts).text
    page = client.post(address, {**facts, "monitor": clinic.therapist.pk}, follow=True)
    (standing,) = queries.groups_ahead(MORNING)
    seats = reverse("workspace:group_seats", args=[standing.group.pk])
    assert page.redirect_chain[-1][0] == seats
    take = reverse("workspace:group_take_seat", args=[standing.group.pk])
    for _ in range(6):
        choice = {"patient": ready(clinic).pk, "agreed_cents": 19000, "joins_sharing": "no"}
        assert "has seat" in client.post(take, choice, follow=True).text
    seventh = ready(clinic)
    full = client.post(take, {"patient": seventh.pk, "agreed_cents": 19000})
    assert full.status_code == 422 and "waiting list is open" in full.text
    wait = reverse("workspace:group_wait", args=[standing.group.pk])
    assert (
        "on the waiting list"
        in client.post(wait, {"patient": seventh.pk, "agreed_cents": 19000}, follow=True).text
    )
    first = standing.group.seats.get(number=1)
    give_up = reverse("workspace:group_give_up", args=[standing.group.pk, first.pk])
    assert "has an offer" in client.post(give_up, {"reason": "A cold"}, follow=True).text


def test_a_series_of_groups_is_opened_at_once(client: Any, clinic: Clinic) -> None:
    clinic.book("intake", at("13:00", TUESDAY.replace(month=4, day=10)))
    facts = {
        "day": "2026-03-13",
        "time": "13:00",
        "months": "3",
        "room": clinic.room("grove").pk,
        "provider": clinic.doctor.pk,
        "monitor": clinic.therapist.pk,
    }
    page = client.post(reverse("workspace:groups"), facts, follow=True).text
    assert "2 groups are open" in page and "Not opened on Friday 10 April" in page
