"""The medication list in the provider's hands: names asked back, every detail kept, contents named."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sojourn.accounts.models import User
from sojourn.intake import actions, queries
from sojourn.people.models import Patient
from tests.factories import a_patient, a_user

pytestmark = pytest.mark.django_db
TOLD = {
    "as_written": "sertraline",
    "dose": "50 mg",
    "frequency": "daily",
    "last_taken_at": "2026-01-02T08:00",
    "prescriber": "Dr. Fern",
    "reason": "anxiety",
}


@pytest.fixture
def provider(client: Client) -> User:
    user = a_user("provider")
    client.force_login(user)
    return user


@pytest.fixture
def patient() -> Patient:
    return a_patient(now=timezone.now())


def address(name: str, patient: Patient, *line: object) -> str:
    return reverse(f"workspace:{name}", args=[patient.pk, *line])


def test_a_near_miss_is_asked_back_and_never_guessed(
    client: Client, provider: User, patient: Patient
) -> None:
    add = address("chart_medication_add", patient)
    page = client.post(add, {"as_written": "lamotrigin 150 mg", "dose": "one"}).content.decode()
    assert "Did you mean" in page and 'value="one"' in page and "known-names" in page
    assert not patient.medications.exists()
    client.post(add, {"as_written": "lamotrigin 150 mg", "meant": "lamotrigine"})
    assert patient.medications.get().ingredients == ["lamotrigine"]


def test_every_detail_of_a_line_is_told_shown_and_changed(
    client: Client, provider: User, patient: Patient
) -> None:
    client.post(address("chart_medication_add", patient), TOLD)
    line = queries.medications_of(patient).get()
    page = client.get(address("chart_medications", patient)).content.decode()
    assert "50 mg, daily" in page and "from Dr. Fern, for anxiety" in page
    form = client.get(address("chart_medication_change", patient, line.pk)).content.decode()
    assert "Dr. Fern" in form and "2026-01-02T08:00" in form
    client.post(address("chart_medication_change", patient, line.pk), {**TOLD, "prescriber": "Dr. Moss"})
    after = queries.medications_of(patient).get()
    assert (after.prescriber, after.last_taken_at) == ("Dr. Moss", line.last_taken_at)


def test_a_changed_dose_leaves_what_a_provider_found_inside(
    client: Client, provider: User, patient: Patient
) -> None:
    now = timezone.now()
    line = actions.add_medication(patient=patient, as_written="Night Calm herbs", by=None, now=now)
    identify = address("chart_medication_identify", patient, line.pk)
    client.post(identify, {"ingredients": "valerian, hops", "reason": "label"})
    line = queries.medications_of(patient).get()
    change = address("chart_medication_change", patient, line.pk)
    client.post(change, {"as_written": "Night Calm herbs", "dose": "two"})
    after = queries.medications_of(patient).get()
    assert (after.dose, after.status, after.ingredients) == ("two", "checked", ["valerian", "hops"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("valerian, sertaline", "Did you mean sertraline"),
        ("Zoloft", "Did you mean sertraline?"),
        ("moon drops", "“moon drops” is not an ingredient of the drug table."),
    ],
)
def test_an_unknown_ingredient_is_asked_back(
    client: Client, provider: User, patient: Patient, typed: str, said: str
) -> None:
    now = timezone.now()
    line = actions.add_medication(patient=patient, as_written="Night Calm herbs", by=None, now=now)
    identify = address("chart_medication_identify", patient, line.pk)
    assert "known-names" in client.get(identify).content.decode()
    page = client.post(identify, {"ingredients": typed, "reason": "label"}).content.decode()
    assert said in page
    assert queries.medications_of(patient).get().status == "not_checked"


def test_an_ingredient_whose_name_holds_a_comma_can_be_named(
    client: Client, provider: User, patient: Patient
) -> None:
    now = timezone.now()
    line = actions.add_medication(patient=patient, as_written="my hormone tablet", by=None, now=now)
    identify = address("chart_medication_identify", patient, line.pk)
    client.post(identify, {"ingredients": "estrogens, conjugated, zinc", "reason": "label"})
    assert set(queries.medications_of(patient).get().ingredients) == {"estrogens, conjugated", "zinc"}


def test_the_type_ahead_of_the_chart_gives_what_is_inside(client: Client, provider: User) -> None:
    found = client.get(reverse("workspace:medicine_names"), {"q": "perco"}).json()["names"]
    assert found[0]["ingredients"] == ["acetaminophen", "oxycodone"] and not found[0]["near"]
