"""Progress, care team, details."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sojourn import content
from sojourn.faces.portal.person.progress_views import in_words
from sojourn.measures import rules
from sojourn.people.models import Patient
from sojourn.people.queries import care_team_of
from tests.factories import NOW
from tests.portal.people import answered, signed_in, somebody

pytestmark = pytest.mark.django_db
DETAILS = "/portal/my-details/"


@pytest.fixture
def patient() -> Patient:
    return somebody()


@pytest.fixture
def browser(patient: Patient) -> Client:
    return signed_in(patient)


@pytest.mark.parametrize(
    ("first", "latest", "said"),
    [
        (20, 10, "fallen by half or more"),
        (12, 4, "lightest range"),
        (20, 14, "fallen noticeably"),
        (20, 18, "about where it was"),
        (10, 16, "worth a talk"),
    ],
)
def test_change_in_kind_and_true_words(first: int, latest: int, said: str) -> None:
    sheet = content.library().instruments["phq-9"]
    words = in_words("depression", rules.change(sheet, first, latest), sheet)
    assert said in words and "diagnos" not in words and "cure" not in words


def test_thirty_per_cent_of_pain_is_not_called_half() -> None:
    sheet = content.library().instruments["peg"]
    assert "30 %" in in_words("pain", rules.change(sheet, 8, 5), sheet)


def test_one_number_and_its_line(patient: Patient, browser: Client) -> None:
    for week, value in enumerate((2, 1)):
        answered(patient, "phq-9", value, f"week-{week}", NOW + timedelta(weeks=week))
        answered(patient, "gad-7", value, f"week-{week}", NOW + timedelta(weeks=week))
    page = browser.get("/portal/progress/").content.decode()
    assert (
        "fallen by half" in page and "<svg" in page and "Also measured" in page and "not a diagnosis" in page
    )


def test_a_clinician_is_named_and_removed(patient: Patient, browser: Client) -> None:
    add = reverse("portal:care_team_add")
    refused = browser.post(add, {"kind": "counsellor", "name": "H. Vale", "phone": "ring me"})
    assert refused.status_code == 422 and 'value="H. Vale"' in refused.content.decode()
    told = {"kind": "counsellor", "name": "H. Vale", "phone": "503 555 0190", "may_contact": "on"}
    assert browser.post(add, told).status_code == 302
    member = patient.care_team.get()
    assert (
        member.may_contact and "We may speak with them" in browser.get("/portal/care-team/").content.decode()
    )
    remove = reverse("portal:care_team_remove", args=[member.pk])
    assert signed_in(somebody()).post(remove).status_code == 404
    assert browser.post(remove).status_code == 302 and not care_team_of(patient).exists()


def test_contact_is_given_and_taken_back_in_plain_words(patient: Patient, browser: Client) -> None:
    browser.post(reverse("portal:care_team_add"), {"kind": "prescriber", "name": "Dr <b>Ode</b>"})
    page = browser.get("/portal/care-team/").content.decode()
    assert "you have not said yet" in page and "<b>Ode" not in page
    member = patient.care_team.get()
    choose = reverse("portal:care_team_contact", args=[member.pk])
    assert "does not depend on it" in browser.get(choose).content.decode()
    assert browser.post(choose, {}).status_code == 422
    assert browser.post(choose, {"scope": "medicines"}).status_code == 302
    assert "about your medicines, and nothing else" in browser.get("/portal/care-team/").content.decode()
    assert browser.post(choose, {"scope": "nothing"}).status_code == 302
    assert not patient.care_team.get().may_contact
    assert signed_in(somebody()).post(choose, {"scope": "treatment"}).status_code == 404


def test_details_are_kept_and_a_phone_number_is_one(patient: Patient, browser: Client) -> None:
    told = {"preferred_name": "Wren", "phone": "503 555 0111", "address": "1 Alder Lane"}
    told |= {"channel": "both", "language": "es"}
    assert browser.post(DETAILS, told).url == DETAILS
    patient.refresh_from_db()
    assert (patient.called, patient.channel, patient.language) == ("Wren", "both", "es")
    silent = browser.post(DETAILS, {**told, "phone": ""})
    assert silent.status_code == 422 and "Text messages need a phone number" in silent.content.decode()
    refused = browser.post(DETAILS, {**told, "phone": "nowhere"})
    assert refused.status_code == 422 and 'value="nowhere"' in refused.content.decode()


def test_who_takes_somebody_home_is_written_to_only_after_a_yes(patient: Patient, browser: Client) -> None:
    way_home = reverse("portal:escort")
    assert "never what your visit is for" in browser.get(way_home).content.decode()
    refused = browser.post(way_home, {"name": "Rosa Hale", "may_write": "on"})
    assert refused.status_code == 422 and "telephone number or e-mail address" in refused.content.decode()
    assert browser.post(way_home, {"name": "Rosa Hale", "phone": "503 555 0111"}).status_code == 302
    assert not patient.contacts.get(kind="escort").may_write
    browser.post(way_home, {"name": "Rosa Hale", "phone": "503 555 0111", "may_write": "on"})
    assert patient.contacts.get(kind="escort").may_write
    assert "checked" in browser.get(way_home).content.decode()
