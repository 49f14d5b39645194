"""The problem list and the allergies in the chart."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sojourn.accounts.models import User
from sojourn.intake import actions, queries
from sojourn.people.models import Patient
from tests.factories import NOW, a_patient, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(client: Client) -> User:
    user = a_user("provider")
    client.force_login(user)
    return user


@pytest.fixture
def patient() -> Patient:
    return a_patient()


def address(name: str, patient: Patient, *parts: object) -> str:
    return reverse(f"workspace:{name}", args=[patient.pk, *parts])


def test_a_provider_sees_corrects_takes_off_and_puts_back_what_the_patient_listed(
    client: Client, provider: User, patient: Patient
) -> None:
    line = actions.add_allergy(patient=patient, as_written="the pink stuff", harm="unknown", by=None, now=NOW)
    page = client.get(address("chart_intake", patient)).content.decode()
    assert "the pink stuff" in page and "not checked" in page
    told = {"as_written": "Penicillin V", "harm": "severe", "reaction": "hives"}
    assert client.post(address("chart_history_line", patient, "allergies", line.pk), told).status_code == 302
    corrected = queries.history_of(patient).allergies.current[0]
    assert corrected.status == "checked" and corrected.supersedes == line and corrected.by == provider
    client.post(address("chart_history_line_off", patient, "allergies", corrected.pk))
    assert not queries.history_of(patient).allergies.current
    off = queries.history_of(patient).allergies.taken_off[0]
    client.post(address("chart_history_line_back", patient, "allergies", off.pk))
    assert "Penicillin V" in client.get(address("chart", patient)).content.decode()


def test_a_provider_adds_a_condition_with_its_code(client: Client, provider: User, patient: Patient) -> None:
    told = {"name": "Epilepsy", "state": "past", "since": "2004"}
    assert client.post(address("chart_history_line_add", patient, "problems"), told).status_code == 302
    page = client.get(address("chart_intake", patient)).content.decode()
    assert "G40.909" in page and "since 2004" in page


def test_a_provider_codes_what_a_patient_said_in_own_words(
    client: Client, provider: User, patient: Patient
) -> None:
    words = "had a stroke in June"
    line = actions.add_problem(patient=patient, name=words, state="past", by=None, now=NOW)
    where = address("chart_history_line", patient, "problems", line.pk)
    page = client.get(where).content.decode()
    assert "Is it one of these?" in page and 'value="Stroke"' in page
    told = {"name": words, "since": "June 2026", "state": "past", "meant": "Stroke"}
    assert client.post(where, told).status_code == 302
    coded = queries.history_of(patient).problems.current[0]
    assert (coded.code, coded.by, coded.supersedes) == ("I63.9", provider, line)
    assert client.post(where, {**told, "meant": ""}).status_code != 302


def test_a_near_name_is_asked_back(client: Client, provider: User, patient: Patient) -> None:
    page = client.post(
        address("chart_history_line_add", patient, "problems"), {"name": "bad migraines", "state": "past"}
    )
    assert "Is it one of these?" in page.content.decode()
    assert not queries.history_of(patient).problems.every
