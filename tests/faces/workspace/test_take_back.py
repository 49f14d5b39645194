"""A prescription is taken back on its page, and papers that no longer count say so on every page."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sojourn.audit.models import Event
from sojourn.core.ids import new_id
from sojourn.prescribing import actions
from sojourn.prescribing.models import PrescriptionVoid
from sojourn.screening import actions as screening
from tests.billing.test_papers import text_of
from tests.factories import a_user, the_clinic
from tests.stories import a_patient_with_a_plan, a_prescriber, all_seen

pytestmark = pytest.mark.django_db
WHY = "Written for the wrong strength."


@pytest.fixture
def provider(client: Client) -> Any:
    the_clinic(now=timezone.now())
    user = a_prescriber(now=timezone.now()).user
    client.force_login(user)
    return user


@pytest.fixture
def patient(provider: Any) -> Any:
    return a_patient_with_a_plan(provider, now=timezone.now())


def take_back(patient: Any) -> str:
    found = patient.prescriptions.get()
    return reverse("workspace:chart_prescription_take_back", args=[patient.pk, found.pk])


def plan(patient: Any) -> str:
    return reverse("workspace:chart_plan", args=[patient.pk])


def paper(client: Client, kind: str, row: Any, folder: Path) -> str:
    answer = client.get(reverse(f"workspace:{kind}_paper", args=[row.pk]))
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    return text_of(answer.content, folder)


def test_it_is_taken_back_with_a_reason_said_twice(client: Client, patient: Any) -> None:
    assert take_back(patient) in client.get(plan(patient)).text
    assert client.get(take_back(patient)).status_code == 200
    for said in ({"reason": "", "meant": "on"}, {"reason": WHY}):
        answer = client.post(take_back(patient), said)
        assert answer.status_code == 422 and said["reason"] in answer.text
    assert not PrescriptionVoid.objects.exists()
    sent = {"reason": WHY, "meant": "on", "client_id": str(new_id())}
    for _ in range(2):
        assert client.post(take_back(patient), sent).status_code == 302
    assert PrescriptionVoid.objects.get().reason == WHY
    assert Event.objects.filter(kind="prescription.voided").count() == 1
    page = client.get(plan(patient)).text
    assert "Taken back" in page and WHY in page and take_back(patient) not in page
    again = client.post(take_back(patient), {"reason": "Once more", "meant": "on"})
    assert again.status_code == 422 and "already void" in again.text


@pytest.mark.parametrize("role", ["nurse", "front_desk", "therapist", "owner"])
def test_a_provider_alone_takes_it_back(client: Client, patient: Any, role: str) -> None:
    client.force_login(a_user(role))
    assert client.post(take_back(patient), {"reason": WHY, "meant": "on"}).status_code in (403, 404)
    assert not PrescriptionVoid.objects.exists()


def test_somebody_elses_prescription_is_not_there(client: Client, provider: Any, patient: Any) -> None:
    other = a_patient_with_a_plan(provider, now=timezone.now())
    where = reverse("workspace:chart_prescription_take_back", args=[patient.pk, other.prescriptions.get().pk])
    assert client.post(where, {"reason": WHY, "meant": "on"}).status_code == 404


def test_the_papers_of_one_that_is_taken_back_say_void(
    client: Client, patient: Any, provider: Any, tmp_path: Path
) -> None:
    written, order = patient.prescriptions.get(), patient.dose_orders.get()
    for kind, row in (("prescription", written), ("order", order)):
        assert "Void" not in paper(client, kind, row, tmp_path)
    assert "To be signed by hand" in paper(client, "prescription", written, tmp_path)
    actions.void_prescription(prescription=written, reason=WHY, by=provider, now=timezone.now())
    for kind, row in (("prescription", written), ("order", order)):
        text = paper(client, kind, row, tmp_path)
        assert "VOID" in text and "taken back on" in text and WHY in text
        assert "MD Date" not in text and "To be signed by hand" not in text


def test_an_older_order_says_which_came_after_it(
    client: Client, patient: Any, provider: Any, tmp_path: Path
) -> None:
    first = patient.dose_orders.get()
    actions.order_dose(
        patient=patient,
        mg_per_kg=Decimal("0.6"),
        strength_mg_per_ml=100,
        reason="More.",
        by=provider,
        now=timezone.now() + timedelta(seconds=1),
    )
    latest = patient.dose_orders.exclude(pk=first.pk).get()
    assert "Superseded by order no. 2" in paper(client, "order", first, tmp_path)
    assert "Superseded" not in paper(client, "order", latest, tmp_path)


def test_after_a_no_nothing_is_signed(client: Client, patient: Any, provider: Any, tmp_path: Path) -> None:
    written, order = patient.prescriptions.get(), patient.dose_orders.get()
    screening.decide(
        patient=patient,
        outcome="declined",
        reasons="No longer safe.",
        seen=all_seen(patient, now=timezone.now()),
        by=provider,
        now=timezone.now(),
    )
    for kind, row in (("prescription", written), ("order", order)):
        text = paper(client, kind, row, tmp_path)
        assert "VOID" in text and "declined" in text and "MD Date" not in text
