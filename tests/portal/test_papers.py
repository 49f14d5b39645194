"""Reading, signing, taking back, and taking everything along."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from sojourn import content
from sojourn.audit.models import Event
from sojourn.core.ids import new_id
from sojourn.intake.models import ConsentSignature
from sojourn.people.models import Patient
from tests.billing.test_papers import text_of
from tests.portal.people import listed, signed_all, signed_in, somebody, told

pytestmark = pytest.mark.django_db
DRAWN = "M20 90L40 60L60 120L80 70L100 110L120 80L140 100M160 90L200 95"
DOCUMENTS, SIGN = "/portal/documents/", "/portal/consents/ketamine-treatment/"


@pytest.fixture
def patient() -> Patient:
    return somebody()


@pytest.fixture
def browser(patient: Patient) -> Client:
    return signed_in(patient)


def _sent(browser: Client, told: dict[str, Any]) -> Any:
    """Sent from a page that showed the words as they are."""
    return browser.post(SIGN, {"seen": content.pack().consents["ketamine-treatment"].digest, **told})


def _agreed() -> list[str]:
    return [each.id for each in content.pack().consents["ketamine-treatment"].statements]


def test_signed_with_every_statement_and_the_full_name(patient: Patient, browser: Client) -> None:
    page = browser.get(SIGN).content.decode()
    assert "off-label" in page and "I agree freely" in page
    assert _sent(browser, {"agreed": _agreed(), "signed_name": patient.legal_name}).url == DOCUMENTS
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
    answer = _sent(browser, facts)
    page = answer.content.decode()
    assert answer.status_code == 422 and why in page and f'value="{facts["signed_name"]}"' in page
    assert sum(f'id="agreed_{n}" checked' in page for n in range(9)) == len(facts["agreed"])
    assert not ConsentSignature.objects.exists()


def test_drawn_instead_of_typed_it_stands_on_page_and_paper(
    patient: Patient, browser: Client, tmp_path: Path
) -> None:
    page = browser.get(SIGN).content.decode()
    assert 'data-module="signature"' in page and 'data-part="drawn" tabindex="-1" hidden' in page
    drawn = {"agreed": _agreed(), "how": "drawn", "signed_name": "", "strokes": DRAWN}
    assert _sent(browser, drawn).url == DOCUMENTS
    signature = ConsentSignature.objects.get()
    assert (signature.how, signature.signed_name) == ("drawn", patient.legal_name)
    shown = browser.get(reverse("portal:documents_signed", args=[signature.pk])).content.decode()
    assert f'<path d="{DRAWN}"/>' in shown and "its check sum fits" in shown
    paper = browser.get(reverse("portal:documents_signed_pdf", args=[signature.pk])).content
    words = text_of(paper, tmp_path)
    assert "drawn in the patient" in words and signature.text_hash in words.replace("\n", "")


def test_a_second_signature_of_the_same_words_is_answered_and_not_written(
    patient: Patient, browser: Client
) -> None:
    facts = {"agreed": _agreed(), "signed_name": patient.legal_name}
    assert _sent(browser, {**facts, "client_id": str(new_id())}).status_code == 302
    again = _sent(browser, {**facts, "client_id": str(new_id())})
    assert again.status_code == 422 and "already signed this version" in again.content.decode()
    assert ConsentSignature.objects.count() == 1


@pytest.mark.parametrize(
    "strokes", ["", "M1 1L2 2", "M20 90" + "".join(f"L{x} 90" for x in range(30, 400, 9)), '"><script>']
)
def test_a_drawing_that_is_none_is_asked_for_again(patient: Patient, browser: Client, strokes: str) -> None:
    facts = {"agreed": _agreed(), "how": "drawn", "signed_name": "", "strokes": strokes}
    answer = _sent(browser, facts)
    page = answer.content.decode()
    assert answer.status_code == 422 and "type your name" in page and '"><script>' not in page
    assert not ConsentSignature.objects.exists()


def test_a_leftover_drawing_does_not_count_where_the_name_is_typed(patient: Patient, browser: Client) -> None:
    facts = {"agreed": _agreed(), "how": "typed", "signed_name": patient.legal_name, "strokes": DRAWN}
    _sent(browser, facts)
    assert ConsentSignature.objects.get().how == "typed"


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_words_that_changed_since_the_page_was_opened_are_not_signed(
    patient: Patient, browser: Client, seen: str
) -> None:
    facts = {"agreed": _agreed(), "signed_name": patient.legal_name, "seen": seen}
    answer = _sent(browser, facts)
    page = answer.content.decode()
    assert answer.status_code == 422 and "These words have changed since you opened the page." in page
    assert not ConsentSignature.objects.exists()
    assert f'value="{content.pack().consents["ketamine-treatment"].digest}"' in page


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


@pytest.mark.parametrize(("answer", "shown"), [("unknown", True), ("yes", True), ("no", False)])
def test_a_statement_told_otherwise_shows_what_was_told_and_where_to_change_it(
    answer: str, shown: bool
) -> None:
    patient = told(somebody(), could_become_pregnant="yes", pregnant=answer)
    page = signed_in(patient).get(SIGN).text
    assert (reverse("portal:forms_topic", args=["body_and_pregnancy"]) in page) is shown
