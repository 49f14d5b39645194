"""The desk notes leave; nobody is booked then, and what was booked is listed to be moved."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.urls import reverse

from sojourn.scheduling import queries
from tests.faces.workspace.desk_day import the_desk
from tests.factories import NOW
from tests.scheduling.clinic_day import TUESDAY, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(client: Any) -> Any:
    with time_machine.travel(NOW, tick=False):
        yield the_desk(client)[0]


def said(response: Any) -> str:
    return response.content.decode()


def test_leave_is_noted_and_dropped(client: Any, clinic: Any) -> None:
    visit = clinic.book("intake", at("10:00"))
    page, away = reverse("workspace:rosters"), {"staff": clinic.doctor.pk, "reason": "Jury"}
    assert "8:00 am–6:00 pm" in said(client.get(page)) and "Nobody is away" in said(client.get(page))
    wrong = client.post(page, {**away, "first": "2026-03-05", "last": "2026-03-03"})
    assert wrong.status_code == 422 and "Leave ends after it starts" in said(wrong) and "Jury" in said(wrong)
    noted = said(client.post(page, {**away, "first": "2026-03-03", "last": "2026-03-03"}, follow=True))
    assert "is away then" in noted and "To be moved" in noted and visit.patient.name in noted
    assert queries.free_times("intake", from_day=TUESDAY, days=1, staff=clinic.doctor) == []

    drop = reverse("workspace:leave_drop", args=[clinic.doctor.leaves.get().pk])
    back = said(client.post(drop, follow=True))
    assert "is here after all" in back and "To be moved" not in back
    assert client.post(drop).status_code == 404
    assert queries.free_times("intake", from_day=TUESDAY, days=1, staff=clinic.doctor)


def test_part_of_a_day(client: Any, clinic: Any) -> None:
    page = reverse("workspace:rosters")
    client.post(
        page,
        {
            "staff": clinic.doctor.pk,
            "first": "2026-03-03",
            "begins": "12:00",
            "last": "2026-03-03",
            "ends": "14:00",
        },
    )
    leave = clinic.doctor.leaves.get()
    assert (leave.starts_at, leave.ends_at) == (at("12:00"), at("14:00"))
