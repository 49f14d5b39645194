"""The desk sees who waits and what they were offered, and puts somebody on the list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sojourn.scheduling import actions
from tests.faces.workspace.desk_day import the_desk
from tests.factories import NOW, a_patient
from tests.scheduling.clinic_day import at
from tests.scheduling.test_waiting import THURSDAY, only_at, waits

pytestmark = pytest.mark.django_db


def said(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def clinic(client: Any) -> Any:
    with time_machine.travel(NOW, tick=False):
        clinic = the_desk(client)[0]
        only_at(clinic, "10:00", "11:00")
        yield clinic


def test_the_desk_puts_somebody_on_the_list_and_sees_their_offers(client: Any, clinic: Any) -> None:
    visit = clinic.book("intake", at("10:00", THURSDAY))
    assert "Nobody waits" in said(client.get(reverse("workspace:waiting")))
    patient = a_patient()
    join = reverse("workspace:waiting_join", args=[patient.pk, "intake"])
    booking = said(client.get(reverse("workspace:book"), {"patient": patient.pk, "service": "intake"}))
    assert join in booking
    page = client.post(join, {"from_day": "2026-03-03", "until_day": "2026-03-31"}, follow=True)
    assert f"{patient.called} is on the waiting list" in said(page) and "Any day, until 31 March" in said(
        page
    )
    actions.cancel(appointment=visit, reason="illness", by=clinic.desk, now=NOW)
    actions.offer_times(now=NOW)
    assert "kept until 11:00 am" in said(client.get(reverse("workspace:waiting")))


def test_a_long_list_asks_as_little_as_a_short_one(client: Any, clinic: Any) -> None:
    clinic.book("intake", at("10:00", THURSDAY))

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("workspace:waiting")).status_code == 200
        return len(seen)

    waits()
    one = asked()
    waits(), waits(until_day=date(2026, 4, 3))
    assert asked() <= one <= 12
