"""Reading, signing, taking back, and taking everything along."""

from __future__ import annotations

import io
import json
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from sojourn import content
from sojourn.audit.models import Event
from sojourn.intake.models import ConsentSignature
from sojourn.people.models import Patient
from tests.portal.people import listed, signed_all, signed_in, somebody, told

pytestmark = pytest.mark.django_db
DOCUMENTS, SIGN = "/portal/documents/", "/portal/consents/ketamine-treatment/"


@pytest.fixture
def patient() -> Patient:
    return somebody()


@pytest.fixture
def browser(patient: Patient) -> Client:
    return signed_in(patient)


def _agreed() -> list[str]:
    return [each.id for each in content.pack().consents["ketamine-treatment"].statements]


def test_signed_with_every_statement_and_the_full_name(patient: Patient, browser: Client) -> None:
    page = browser.get(SIGN).content.decode()
    assert "off-label" in page and "I agree freely" in page
    assert browser.post(SIGN, {"agreed": _agreed(), "signed_name": patient.legal_name}).url == DOCUMENTS
    signature = ConsentSignature.objects.get()
    assert (
        patient.legal_name
        in browser.get(reverse("portal:documents_signed", args=[signature.pk])).content.decode()
    )
    paper = browser.get(reverse("portal:documents_signed_pdf", args=[signature.pk]))
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("posted", "why"),
    [
        ({"signed_name": "Somebody Else"}, "your full name"),
        ({"agreed": ["off-label"]}, "tick each statement"),
    ],
)
def test_not_signed_otherwise_and_the_ticks_stay(
    posted: dict[str, Any], why: str, patient: Patient, browser: Client
) -> None:
    facts = {"agreed": _agreed(), "signed_name": patient.legal_name, **posted}
    answer = browser.post(SIGN, facts)
    page = answer.content.decode()
    assert answer.status_code == 422 and why in page and f'value="{facts["signed_name"]}"' in page
    assert page.count(" checked") == len(facts["agreed"])
    assert not ConsentSignature.objects.exists()


def test_taken_back_it_is_to_sign_again(patient: Patient, browser: Client) -> None:
    signed_all(patient)
    assert "To read and sign" not in browser.get(DOCUMENTS).content.decode()
    signature = patient.consents.get(consent="ketamine-treatment")
    withdraw = reverse("portal:documents_withdraw", args=[signature.pk])
    assert browser.post(withdraw, {"reason": ""}).url == DOCUMENTS
    page = browser.get(DOCUMENTS).content.decode()
    assert "To read and sign" in page and "Taken back" in page
    assert browser.post(withdraw, {"reason": ""}).status_code == 422


def test_no_such_document(browser: Client) -> None:
    assert browser.get("/portal/consents/nothing/").status_code == 404


def test_the_whole_record_as_data_and_to_read_and_the_trail_says_so(
    patient: Patient, browser: Client
) -> None:
    listed(told(patient), "sertraline <b>50</b>")
    data = json.loads(browser.get(reverse("portal:my_data_json")).content)
    assert data["patient"]["first_name"] == patient.first_name
    assert data["intake"]["medications"][0]["as_written"].startswith("sertraline")
    packed = ZipFile(io.BytesIO(browser.get(reverse("portal:my_data_zip")).content))
    assert packed.namelist() == ["my-record.html", "my-record.json"]
    page = packed.read("my-record.html").decode()
    assert "Intake form sent" in page and "<b>50</b>" not in page
    assert Event.objects.filter(kind="record.downloaded", patient_id=str(patient.pk)).count() == 2


def test_documents_cost_the_same_however_many(
    patient: Patient, browser: Client, django_assert_max_num_queries: Any
) -> None:
    signed_all(patient)
    with django_assert_max_num_queries(20) as seen:
        browser.get(DOCUMENTS)
    assert len([each for each in seen.captured_queries if each["sql"].startswith("SELECT")]) <= 12
