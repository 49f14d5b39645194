"""What a page of the chart sends twice is written once: a prescription, a plan, an order, a word about a finding."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sojourn.clinic import queries as clinic
from sojourn.clinic.queries import local_day
from sojourn.core.ids import new_id
from sojourn.people import actions as people
from tests.factories import a_patient, the_clinic
from tests.stories import (
    a_medical_visit,
    a_patient_with_a_plan,
    a_prescriber,
    an_eligible_patient,
    fill_intake,
    seen,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(client: Client) -> Any:
    the_clinic(now=timezone.now())
    user = a_prescriber(now=timezone.now()).user
    client.force_login(user)
    return user


def test_one_prescription(client: Client, provider: Any) -> None:
    patient, today = an_eligible_patient(provider, now=timezone.now()), local_day(timezone.now())
    a_medical_visit(patient, provider, at=timezone.now(), state="in_room")
    looked = timezone.localtime(timezone=clinic.timezone()) - timedelta(minutes=20)
    told = {
        "do": "prescription",
        "setting": "office",
        "preparation": "vial-100",
        "quantity": "1",
        "directions": "By the order of the day.",
        "refills": "0",
        "issued_on": today.isoformat(),
        "seen_on": today.isoformat(),
        "seen_by": provider.staff.pk,
        "pdmp_checked_at": f"{looked:%Y-%m-%dT%H:%M}",
        "pdmp_finding": "Nothing unexpected.",
    }
    send_twice(client, plan_of(patient), told)
    assert patient.prescriptions.count() == 1
    send(client, plan_of(patient), told)
    assert patient.prescriptions.count() == 2


def test_one_revision_of_the_plan(client: Client, provider: Any) -> None:
    patient = an_eligible_patient(provider, now=timezone.now())
    told = {
        "do": "plan",
        "kind": "series",
        "sessions": "4",
        "per_week": "1",
        "route": "IM",
        "preparation_visits": "1",
        "reason": "To begin with.",
    }
    send_twice(client, plan_of(patient), told)
    assert patient.plan_revisions.count() == 1


def test_one_order(client: Client, provider: Any) -> None:
    patient = a_patient_with_a_plan(provider, now=timezone.now())
    people.note_weight(patient=patient, kg=Decimal("79.5"), by=provider, now=timezone.now())
    told = {"do": "order", "mg_per_kg": "0.6", "strength_mg_per_ml": "100", "booster_mg": "0"}
    send_twice(client, plan_of(patient), told)
    assert patient.dose_orders.count() == 2


def test_a_booster_beyond_its_limit_is_refused_with_a_sentence(client: Client, provider: Any) -> None:
    patient = a_patient_with_a_plan(provider, now=timezone.now())
    people.note_weight(patient=patient, kg=Decimal("150"), confirmed=True, by=provider, now=timezone.now())
    told = {"do": "order", "mg_per_kg": "0.1", "strength_mg_per_ml": "100", "booster_mg": "160"}
    page = client.post(plan_of(patient), told)
    assert page.status_code == 422 and "A booster is at most 150 mg." in page.text
    assert patient.dose_orders.count() == 1


def test_one_word_about_a_finding(client: Client, provider: Any) -> None:
    patient = a_patient(now=timezone.now())
    fill_intake(patient, now=timezone.now(), recent_stroke="yes")
    page = f"{reverse('workspace:chart_resolve', args=[patient.pk])}?code=stroke"
    told = {
        "code": "stroke",
        "seen": seen(patient, "stroke", now=timezone.now()),
        "kind": "ruled_out",
        "reason": "It was eight years ago.",
    }
    send_twice(client, page, told)
    assert patient.resolutions.count() == 1


def plan_of(patient: Any) -> str:
    return reverse("workspace:chart_plan", args=[patient.pk])


def send(client: Client, page: str, told: dict[str, Any]) -> None:
    answer = client.post(page, {**told, "client_id": str(new_id())})
    assert answer.status_code == 302


def send_twice(client: Client, page: str, told: dict[str, Any]) -> None:
    sent = {**told, "client_id": str(new_id())}
    assert [client.post(page, sent).status_code for _ in range(2)] == [302, 302]
