"""After a no nobody's visits stay booked unnoticed: whoever decided is asked, and the desk finds it in the inbox."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sojourn.comms.models import OutboundMessage
from sojourn.screening import actions as screening
from tests.factories import NOW, a_patient
from tests.forms_on_a_page import carried
from tests.scheduling.clinic_day import Clinic, a_clinic, at, seen_by_a_doctor
from tests.stories import all_seen, an_eligible_patient

pytestmark = pytest.mark.django_db
SAID = {"cause": "clinic-moved-it", "reason": "We do not begin now."}


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clinic() -> Clinic:
    return a_clinic()


@pytest.fixture
def patient(clinic: Clinic) -> Any:
    """A session with its integration visit, and a preparation before them."""
    found = seen_by_a_doctor(clinic)
    clinic.book("preparation", at("10:00"), patient=found)
    session = clinic.book("session", at("13:00"), patient=found)
    clinic.book("integration", at("16:30"), patient=found, follows=session)
    return found


def coming(patient: Any) -> str:
    return reverse("workspace:coming", args=[patient.pk])


def decide(client: Client, patient: Any, outcome: str) -> str:
    page = reverse("workspace:chart_plan", args=[patient.pk])
    told = {"outcome": outcome, "reasons": "The pressure is too high.", "valid_until": ""}
    told |= carried(client.get(page).text, do="decide")
    answer = client.post(page, told)
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def states(patient: Any) -> dict[str, str]:
    return dict(patient.appointments.exclude(state="done").values_list("service", "state"))


@pytest.mark.parametrize("outcome", ["not_now", "declined"])
def test_who_says_no_is_asked_about_the_coming_visits(
    client: Client, clinic: Clinic, patient: Any, outcome: str
) -> None:
    client.force_login(clinic.doctor.user)
    assert decide(client, patient, outcome) == coming(patient)
    page = client.get(coming(patient)).text
    assert "3 booked" in page and page.count(" checked") >= 1
    assert "still booked" in client.get(reverse("workspace:chart_plan", args=[patient.pk])).text


def test_with_nothing_booked_nobody_is_asked(client: Client, clinic: Clinic) -> None:
    client.force_login(clinic.doctor.user)
    assert "coming" not in decide(client, a_patient(), "declined")


def test_the_desk_finds_it_and_cancels_what_needs_a_yes(client: Client, clinic: Clinic, patient: Any) -> None:
    client.force_login(clinic.desk)
    assert coming(patient) not in client.get(reverse("workspace:inbox")).text
    screening.decide(
        patient=patient,
        outcome="declined",
        reasons="No.",
        seen=all_seen(patient),
        by=clinic.doctor.user,
        now=NOW,
    )
    assert coming(patient) in client.get(reverse("workspace:inbox")).text
    ticked = [str(each.pk) for each in patient.appointments.filter(service__in=("session", "integration"))]
    assert client.post(coming(patient), {**SAID, "visits": ticked}).status_code == 302
    assert states(patient) == {"preparation": "booked", "session": "cancelled", "integration": "cancelled"}
    assert OutboundMessage.objects.filter(template="booking-cancelled").count() == 1
    assert coming(patient) not in client.get(reverse("workspace:inbox")).text


def test_a_yes_that_ran_out_is_found_too(client: Client, clinic: Clinic, patient: Any) -> None:
    an_eligible_patient(clinic.doctor.user, patient=patient)
    client.force_login(clinic.desk)
    assert coming(patient) not in client.get(reverse("workspace:inbox")).text
    later = NOW + timedelta(days=400)
    clinic.book("session", later + timedelta(days=1), patient=patient)
    with time_machine.travel(later, tick=False):
        client.force_login(clinic.desk)
        assert coming(patient) in client.get(reverse("workspace:inbox")).text
        assert "eligible, and ran out" in client.get(coming(patient)).text.lower()


def test_nothing_ticked_or_somebody_elses_is_refused(client: Client, clinic: Clinic, patient: Any) -> None:
    client.force_login(clinic.desk)
    foreign = str(clinic.book(starts_at=at("09:00")).pk)
    for visits in ([], [foreign]):
        answer = client.post(coming(patient), {**SAID, "visits": visits})
        assert answer.status_code == 422 and "We do not begin now." in answer.text
    assert set(states(patient).values()) == {"booked"}
