"""What waits in the inbox is read, answered, taken and closed."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from sojourn.core.ids import new_id
from sojourn.people import actions as people
from tests.factories import NOW, a_patient, a_user
from tests.scheduling.clinic_day import Clinic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_in_the_morning")]


def test_the_thread_reads_and_answers(client: Any, clinic: Clinic) -> None:
    wren = a_user("patient")
    patient = a_patient(user=wren)
    people.send_message(patient=patient, sender=wren, text="May I eat before?", now=NOW)
    assert "May I eat before?" in client.get(reverse("workspace:inbox")).text
    thread = reverse("workspace:chart_messages", args=[patient.pk])
    number = str(new_id())
    for _ in range(2):
        client.post(thread, {"text": "Only water, please.", "client_id": number})
    page = client.get(thread).text
    assert page.count("Only water, please.") == 1 and "not read yet" in page
    assert client.post(thread, {"text": " "}).status_code == 422
    assert "No unread message" in client.get(reverse("workspace:inbox")).text
    client.force_login(clinic.doctor.user)
    assert "May I eat before?" in client.get(thread).text


def test_a_question_from_the_website_is_answered(client: Any, clinic: Clinic) -> None:
    enquiry = people.ask_question(name="Ida", email="ida@example.test", text="Do you take HSA?", now=NOW)
    assert "Do you take HSA?" in client.get(reverse("workspace:inbox")).text
    address = reverse("workspace:enquiry_answered", args=[enquiry.pk])
    assert "question is answered" in client.post(address, follow=True).text
    assert "already" in client.post(address, follow=True).text


def test_an_alert_is_taken_noted_and_closed(client: Any, clinic: Clinic) -> None:
    from sojourn.measures.actions import raise_alert

    client.force_login(clinic.doctor.user)
    patient = a_patient()
    alert = raise_alert(patient=patient, about="call", sentence="Said it is too much.", by=None, now=NOW)
    assert "Said it is too much." in client.get(reverse("workspace:today")).text
    page = reverse("workspace:alert", args=[alert.pk])
    assert "Take this alert" in client.get(page).text
    early = client.post(page, {"text": "Called her; she is safe with Rosa.", "close": "1"})
    assert "Take this alert before you close it" in early.text
    client.post(reverse("workspace:alert_take", args=[alert.pk]))
    client.post(page, {"text": "Called, no answer.", "note": "1"})
    done = client.post(
        page, {"text": "Called her; she is safe with Rosa tonight.", "close": "1"}, follow=True
    )
    assert "The alert is closed" in done.text and "no answer" in done.text
