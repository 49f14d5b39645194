"""Nurse and front desk settle what a rule leaves to them: from the inbox to the sentence, and never beyond it."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sojourn.audit.models import Event
from sojourn.screening import queries
from tests.factories import NOW, a_patient, a_user, the_clinic
from tests.forms_on_a_page import carried
from tests.stories import fill_intake

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DESK, NURSE = "escort:not_answered", "motion_sickness:not_answered"
SAID = {"kind": "ruled_out", "reason": "Her sister Rosa takes her home."}


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def patient() -> Any:
    the_clinic()
    found = a_patient()
    fill_intake(found, escort_available="unknown", motion_sickness="unknown", aneurysm="yes", seizure="yes")
    return found


def page_of(patient: Any) -> str:
    return reverse("workspace:person_findings", args=[patient.pk])


def settle(client: Client, patient: Any, code: str, **changes: str) -> Any:
    shown = carried(client.get(page_of(patient)).text, code=code)
    return client.post(page_of(patient), {**shown, **SAID, **changes})


def settles(patient: Any, code: str) -> bool:
    found = queries.find(patient, code, today=TODAY)
    return found is not None and not found.is_open


def test_the_desk_finds_its_finding_in_the_inbox_and_settles_it(client: Client, patient: Any) -> None:
    client.force_login(a_user("front_desk"))
    assert page_of(patient) in client.get(reverse("workspace:inbox")).text
    assert page_of(patient) in client.get(reverse("workspace:person", args=[patient.pk])).text
    assert "Someone to go home with" in client.get(page_of(patient)).text
    assert settle(client, patient, DESK).status_code == 302
    assert settles(patient, DESK) and "Nothing waits for you here" in client.get(page_of(patient)).text
    assert page_of(patient) not in client.get(reverse("workspace:inbox")).text
    assert Event.objects.filter(kind="record.opened", reason="findings").exists()


def test_the_desk_sees_the_sentence_and_nothing_of_the_chart(client: Client, patient: Any) -> None:
    client.force_login(a_user("front_desk"))
    for page in (client.get(page_of(patient)).text, client.get(reverse("workspace:inbox")).text):
        for word in ("seizure", "aneurysm", "Motion sickness", "escort_available", "Clinic policy"):
            assert word not in page
    assert client.get(reverse("workspace:chart", args=[patient.pk])).status_code == 403
    assert client.get(reverse("workspace:chart_resolve", args=[patient.pk])).status_code == 403


@pytest.mark.parametrize("code", [NURSE, "aneurysm", "seizure", "no_such_thing"])
def test_what_is_not_the_desks_is_not_there_for_it(client: Client, patient: Any, code: str) -> None:
    client.force_login(a_user("front_desk"))
    assert client.post(page_of(patient), {"code": code, **SAID}).status_code == 404
    assert not patient.resolutions.exists()


def test_a_nurse_settles_her_own_and_the_desks_but_no_stop(client: Client, patient: Any) -> None:
    client.force_login(a_user("nurse"))
    assert page_of(patient) in client.get(reverse("workspace:chart", args=[patient.pk])).text
    for code in (NURSE, DESK):
        assert settle(client, patient, code).status_code == 302
        assert settles(patient, code)
    assert client.post(page_of(patient), {"code": "aneurysm", **SAID}).status_code == 404


@pytest.mark.parametrize("changes", [{"reason": ""}, {"kind": ""}, {"kind": "clearance"}])
def test_without_a_word_or_a_reason_it_stays_open(
    client: Client, patient: Any, changes: dict[str, str]
) -> None:
    client.force_login(a_user("front_desk"))
    answer = settle(client, patient, DESK, **changes)
    assert answer.status_code == 422 and "Please look at this again" in answer.text
    assert not settles(patient, DESK)


@pytest.mark.parametrize("role", ["therapist", "owner", "patient"])
def test_other_roles_have_no_such_page(client: Client, patient: Any, role: str) -> None:
    client.force_login(a_user(role))
    assert client.get(page_of(patient)).status_code == 403


def test_a_provider_may_settle_what_is_left_to_others(client: Client, patient: Any) -> None:
    client.force_login(a_user("provider"))
    assert settle(client, patient, DESK).status_code == 302
    assert settles(patient, DESK)


@pytest.mark.parametrize("role", ["front_desk", "nurse", "provider"])
def test_pages_ask_no_more_than_twelve_times(
    client: Client, patient: Any, role: str, django_assert_max_num_queries: Any
) -> None:
    client.force_login(a_user(role))
    for page in (page_of(patient), reverse("workspace:inbox"), reverse("workspace:today")):
        with django_assert_max_num_queries(12):
            assert client.get(page).status_code == 200
