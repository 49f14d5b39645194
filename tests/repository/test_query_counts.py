"""A page that lists asks the database as often for three as for one, and never more than twelve times.

Beginning and ending a transaction is not asking; see ``tests.crawling.NOT_A_QUESTION``.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sojourn.accounts.roles import Role
from sojourn.billing.actions import finish_visit
from sojourn.people.actions import send_message
from sojourn.scheduling import actions as scheduling
from tests.crawling import questions_of
from tests.factories import NOW, a_patient, a_user
from tests.scheduling.clinic_day import Clinic, a_clinic, at

AT_MOST = 12
LISTS = {
    "workspace:today": Role.NURSE,
    "workspace:calendar": Role.FRONT_DESK,
    "workspace:patients": Role.FRONT_DESK,
    "workspace:inbox": Role.PROVIDER,
    "workspace:session_room": Role.NURSE,
    "workspace:groups": Role.FRONT_DESK,
    "workspace:group_room": Role.NURSE,
    "workspace:register": Role.NURSE,
    "workspace:billing": Role.FRONT_DESK,
    "workspace:outcomes": Role.OWNER,
    "workspace:audit": Role.OWNER,
    "workspace:settings": Role.OWNER,
    "portal:appointments": Role.PATIENT,
    "portal:messages": Role.PATIENT,
    "portal:billing": Role.PATIENT,
    "portal:medications": Role.PATIENT,
    "portal:documents": Role.PATIENT,
}


@pytest.mark.django_db
@pytest.mark.parametrize("page", list(LISTS))
def test_a_list_asks_as_often_for_three_as_for_one(page: str) -> None:
    clinic, reader = a_clinic(), a_user(LISTS[page])
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        if LISTS[page] is Role.PATIENT:
            a_patient(user=reader)
        something_happens(clinic, reader, number=0)
        for_one = queries(page, reader)
        for number in (1, 2):
            something_happens(clinic, reader, number=number)
        for_three = queries(page, reader)

    assert for_three <= for_one, f"{for_one} queries for one, {for_three} for three"
    assert for_three <= AT_MOST


def something_happens(clinic: Clinic, reader: object, *, number: int) -> None:
    """A person was seen and charged today, comes again, and writes a message."""
    patient = getattr(reader, "patient", None) or a_patient(user=a_user(Role.PATIENT))
    today = clinic.book(patient=patient, starts_at=NOW + timedelta(hours=number))
    scheduling.arrive(appointment=today, by=clinic.desk, now=NOW)
    scheduling.begin(appointment=today, by=clinic.doctor.user, now=NOW)
    finish_visit(appointment=today, by=clinic.doctor.user, now=NOW + timedelta(hours=number, minutes=50))
    clinic.book("preparation", patient=patient, starts_at=at(f"{10 + number}:00"))
    clinic.book("session", patient=patient, starts_at=at("10:00", (NOW + timedelta(days=2 + number)).date()))
    send_message(patient=patient, sender=patient.user, text="May I bring tea?", now=NOW)


def queries(page: str, reader: object) -> int:
    """How often one request asks."""
    client = Client()
    client.force_login(reader)  # type: ignore[arg-type]
    assert client.get(reverse(page)).status_code == 200
    _, asked = questions_of(client, reverse(page))
    return len(asked)
