"""One step on the first page, and nothing louder."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sojourn.accounts.roles import Role
from sojourn.audit.models import Event
from sojourn.people.models import Patient
from tests.factories import a_user
from tests.portal.people import asked, listed, signed_all, signed_in, somebody, told, visiting

pytestmark = pytest.mark.django_db
NEXT = "/portal/"


def _page(patient: Patient) -> str:
    answer = signed_in(patient).get(NEXT)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count("card-now") == 1 and "988" in page
    return page


def test_somebody_new_is_asked_to_tell_about_themselves() -> None:
    assert "Tell us about you" in _page(somebody())


def test_each_step_has_its_words() -> None:
    patient = told(somebody())
    assert "List what you take" in _page(patient)
    listed(patient)
    assert "Start the questions" in _page(patient)
    patient.assignments.update(state="lapsed")
    assert "Read and sign" in _page(patient)
    signed_all(patient)
    assert "Choose a time for your first visit" in _page(patient)
    visiting(patient, timezone.now() + timedelta(days=3), "intake")
    assert "Your first visit is" in _page(patient)


def test_a_session_ahead_says_when_the_medicine_is_held_and_who_takes_them_home() -> None:
    patient = listed(told(somebody(), escort_available="yes", escort_name="Rosa Fern"), "lamotrigine 150 mg")
    patient.assignments.update(state="lapsed")
    signed_all(patient)
    visiting(patient, timezone.now() + timedelta(days=3))
    page = _page(patient)
    assert "Your session is" in page and "Lamotrigine by" in page and "Rosa Fern takes you home" in page


def test_staff_and_strangers_have_no_portal() -> None:
    nurse = a_user(Role.NURSE)
    assert signed_in(type("P", (), {"user": nurse})()).get(NEXT).status_code == 403
    assert signed_in(type("P", (), {"user": a_user(Role.PATIENT)})()).get(NEXT).status_code == 404


PAGES = (
    "next_step",
    "more",
    "forms",
    "forms_review",
    "medications",
    "medications_add",
    "documents",
    "my_data",
    "progress",
    "care_team",
    "care_team_add",
    "details",
)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_logs_the_read_and_carries_the_crisis_line(name: str) -> None:
    patient = somebody()
    answer = signed_in(patient).get(reverse(f"portal:{name}"))
    assert answer.status_code == 200 and "988" in answer.content.decode()
    assert Event.objects.filter(kind="record.opened", patient_id=str(patient.pk)).exists()


def test_another_patients_things_are_not_there() -> None:
    mine, other = somebody(), listed(told(somebody()), "sertraline")
    signed_all(other)
    browser, theirs = signed_in(mine), asked(other)
    medicine, signature = other.medications.get().pk, other.consents.first().pk
    for address in (
        reverse("portal:questionnaire", args=[theirs.pk]),
        reverse("portal:questionnaire_item", args=[theirs.pk, "q1"]),
        reverse("portal:medications_change", args=[medicine]),
        reverse("portal:medications_stop", args=[medicine]),
        reverse("portal:documents_signed", args=[signature]),
        reverse("portal:documents_signed_pdf", args=[signature]),
        reverse("portal:documents_withdraw", args=[signature]),
        reverse("portal:documents_decision", args=[theirs.pk]),
        reverse("portal:documents_going_home", args=[theirs.pk]),
    ):
        assert browser.get(address).status_code == 404, address
    saved = browser.post(reverse("portal:questionnaire_save", args=[theirs.pk, "q9"]), {"value": "1"})
    assert saved.status_code == 404 and not other.alerts.exists()
