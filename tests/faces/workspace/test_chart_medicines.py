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


def test_a_checked_medicine_is_not_named_anew_on_the_page(
    client: Client, provider: User, patient: Patient
) -> None:
    line = actions.add_medication(patient=patient, as_written="theophylline", by=None, now=timezone.now())
    identify = address("chart_medication_identify", patient, line.pk)
    page = client.post(identify, {"ingredients": "valerian", "reason": "label"}).content.decode()
    assert "checked as theophylline already" in page
    assert queries.medications_of(patient).get().ingredients == ["theophylline"]


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


def shown(client: Client, patient: Patient, *texts: str) -> str:
    for text in texts:
        actions.add_medication(patient=patient, as_written=text, by=None, now=timezone.now())
    return client.get(address("chart_medications", patient)).content.decode()


def test_three_voices_stand_with_level_source_date_and_who_disagrees(
    client: Client, provider: User, patient: Patient
) -> None:
    page = shown(client, patient, "oxycodone")
    label = page.split('aria-label="Drug label"')[1].split("</div>")[0]
    assert "Decide" in label and "profound sedation" in label
    assert 'href="https://dailymed.nlm.nih.gov/' in label and 'rel="noopener noreferrer"' in label
    assert 'Ketalar label, section 7.3</a>, <span class="nowrap">Oct 2024</span>' in label
    clinic = page.split('aria-label="Clinic protocol"')[1].split("</div>")[0]
    assert "Caution" in clinic and "date not given" in clinic and "<a" not in clinic
    assert (
        "They do not agree: clinic protocol says caution, drug label says decide, literature says information."
        in page
    )


def test_a_silent_voice_says_so_in_grey_and_is_no_green_light(
    client: Client, provider: User, patient: Patient
) -> None:
    page = shown(client, patient, "Theo-24")
    clinic = page.split('aria-label="Clinic protocol"')[1].split("</div>")[0]
    assert "Silent" in clinic and "The clinic&#39;s protocol does not name these." in clinic
    assert "is-good" not in clinic and "Ready" not in clinic
    assert "They do not agree" not in page


def test_a_slight_difference_is_told_without_alarm(client: Client, provider: User, patient: Patient) -> None:
    page = shown(client, patient, "Zoloft")
    assert 'class="disagree is-slight"' in page
    assert "They do not agree: clinic protocol says no objection, literature says information." in page
    assert "leads until" not in page


def test_a_clinic_that_objects_to_nothing_clears_nothing(
    client: Client, provider: User, patient: Patient
) -> None:
    row = shown(client, patient, "ibuprofen", "omeprazole").split('class="voice-table"')[1]
    assert "No objection" in row and "No rule names it" in row
    assert "is-good" not in row.split("</section>\n{% if")[0].split("disclose")[0]


def test_a_rule_nobody_reviewed_is_seen_as_such(client: Client, provider: User, patient: Patient) -> None:
    assert "Not yet reviewed by a clinician." in shown(client, patient, "oxycodone")


def test_two_rules_about_one_product_stand_apart_the_heavier_first(
    client: Client, provider: User, patient: Patient
) -> None:
    page = shown(client, patient, "Percocet")
    assert page.index('aria-label="Opioids"') < page.index('aria-label="Anti-inflammatory drugs')


def test_who_decides_reads_the_three_voices_beside_the_form(
    client: Client, provider: User, patient: Patient
) -> None:
    shown(client, patient, "oxycodone")
    line = queries.medications_of(patient).get()
    resolve = f"{address('chart_resolve', patient)}?code=interaction:{line.pk}"
    page = client.get(resolve).content.decode()
    assert "They do not agree" in page and "Ketalar label, section 7.3" in page


def test_what_is_off_the_list_stays_in_the_check_until_a_provider_says_it_was_never_taken(
    client: Client, provider: User, patient: Patient
) -> None:
    now = timezone.now()
    line = actions.add_medication(patient=patient, as_written="oxycodone 5 mg", by=None, now=now)
    client.post(address("chart_medication_stop", patient, line.pk), {"reason": "used up"})
    page = client.get(address("chart_medications", patient)).content.decode()
    assert "Off the list. May have been taken until" in page
    off = line.superseded_by
    never = address("chart_medication_set_aside", patient, off.pk)
    assert client.post(never, {"reason": ""}).status_code in (200, 422)
    client.post(never, {"reason": "It is her mother’s."})
    assert "Off the list." not in client.get(address("chart_medications", patient)).content.decode()
    assert client.get(address("chart_medication_set_aside", patient, line.pk)).status_code == 200
    assert (
        client.post(address("chart_medication_set_aside", patient, line.pk), {"reason": "x"}).status_code
        == 404
    )


def test_a_drug_in_the_dose_is_not_checked_and_the_page_names_it(
    client: Client, provider: User, patient: Patient
) -> None:
    told = {"as_written": "Vitamin D", "dose": "1000 IU + oxycodone 80 mg", "frequency": "xanax at night"}
    client.post(address("chart_medication_add", patient), told)
    line = queries.medications_of(patient).get()
    assert line.status == "not_checked"
    page = client.get(address("chart_medications", patient)).content.decode()
    assert "may be another medicine: “oxycodone”, “Xanax”" in page
    client.post(
        address("chart_medication_identify", patient, line.pk),
        {"ingredients": "oxycodone", "reason": "Asked on the phone"},
    )
    named = queries.medications_of(patient).get()
    assert named.status == "checked" and set(named.ingredients) > {"oxycodone", "alprazolam"}
    assert "may be another medicine" not in client.get(address("chart_medications", patient)).content.decode()
