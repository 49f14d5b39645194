"""The chart: every tab shows, the header never lies, forms keep what was typed and give every reason."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from sojourn.audit.models import Event
from sojourn.core.ids import new_id
from sojourn.core.spoken import full_day
from sojourn.intake import actions as intake
from sojourn.screening.queries import find
from sojourn.screening.resolution_rules import evidence_hash
from tests.factories import a_patient, a_user, the_clinic
from tests.stories import (
    a_patient_with_a_plan,
    a_prescriber,
    answer_questionnaire,
    fill_intake,
    settle_findings,
    texts_seen,
)

pytestmark = pytest.mark.django_db
TABS = [
    "chart",
    "chart_intake",
    "chart_medications",
    "chart_plan",
    "chart_outcomes",
    "chart_documents",
    "chart_history",
]


@pytest.fixture
def provider(client):
    the_clinic(now=timezone.now())
    user = a_prescriber(now=timezone.now()).user
    client.force_login(user)
    return user


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_shows_a_new_patient(client, provider, tab):
    patient = a_patient(now=timezone.now())
    page = client.get(reverse(f"workspace:{tab}", args=[patient.pk]))
    assert page.status_code == 200
    assert patient.name in page.content.decode()


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_shows_a_patient_in_treatment(client, provider, tab):
    now = timezone.now()
    patient = a_patient_with_a_plan(provider, now=now)
    answer_questionnaire(patient, "phq-9", 2, now=now, q9=0, difficulty=1)
    intake.add_medication(patient=patient, as_written="Lamictal 200 mg", by=None, now=now)
    intake.add_medication(patient=patient, as_written="Night Calm herbs", by=None, now=now)
    assert client.get(reverse(f"workspace:{tab}", args=[patient.pk])).status_code == 200


def test_the_strip_calls_nobody_eligible_whose_decision_no_longer_stands(client, provider):
    now = timezone.now()
    patient = a_patient_with_a_plan(provider, now=now)
    page = reverse("workspace:chart", args=[patient.pk])
    assert "to look at again" not in client.get(page).text
    intake.add_medication(patient=patient, as_written="Night Calm herbs", by=None, now=now)
    assert "to look at again" in client.get(page).text


def test_allergies_not_asked_are_not_none(client, provider):
    page = client.get(reverse("workspace:chart", args=[a_patient(now=timezone.now()).pk])).content.decode()
    assert "not asked" in page
    assert "none known" not in page


def test_opening_a_chart_is_a_logged_read(client, provider):
    patient = a_patient(now=timezone.now())
    client.get(reverse("workspace:chart", args=[patient.pk]))
    event = Event.objects.filter(kind="record.opened", patient_id=str(patient.pk)).get()
    assert event.actor_id == str(provider.pk)


def test_a_stranger_and_nobody_look_the_same(client, provider):
    assert (
        client.get(reverse("workspace:chart", args=["00000000-0000-0000-0000-000000000000"])).status_code
        == 404
    )


@pytest.mark.parametrize("role", ["patient", "front_desk", "owner"])
def test_the_chart_is_for_clinicians(client, role):
    client.force_login(a_user(role))
    patient = a_patient()
    assert client.get(reverse("workspace:chart", args=[patient.pk])).status_code == 403


def test_a_medicine_is_added_and_heard_by_three_voices(client, provider):
    patient = a_patient(now=timezone.now())
    answer = client.post(
        reverse("workspace:chart_medication_add", args=[patient.pk]),
        {"as_written": "Lamictal 200 mg", "dose": "at night"},
    )
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "Lamictal 200 mg" in page
    assert "Keep 6&nbsp;h free before, 6&nbsp;h after" in page


def test_an_unrecognised_medicine_reads_not_checked(client, provider):
    patient = a_patient(now=timezone.now())
    intake.add_medication(patient=patient, as_written="xyzol", by=None, now=timezone.now())
    page = client.get(reverse("workspace:chart_medications", args=[patient.pk])).content.decode()
    assert "Not checked" in page
    assert "Name what is inside" in page


def test_a_daily_opioid_dose_stands_under_its_drug(client, provider):
    patient, now = a_patient(now=timezone.now()), timezone.now()
    dose = {"dose": "10 mg", "frequency": "three times a day"}
    intake.add_medication(patient=patient, as_written="oxycodone", **dose, by=None, now=now)
    intake.add_medication(patient=patient, as_written="Norco", by=None, now=now)
    page = client.get(reverse("workspace:chart_medications", args=[patient.pk])).content.decode()
    assert "About 45 MME a day." in page
    assert "Not computed: the dose is not given, or not clear." in page
    assert "Not counted: Norco." in page


def test_a_refused_decision_keeps_what_was_typed_and_says_why(client, provider):
    patient = a_patient(now=timezone.now())
    fill_intake(patient, now=timezone.now(), seizure="yes", seizure_details="one in 2010")
    page = client.post(
        reverse("workspace:chart_plan", args=[patient.pk]),
        {
            "do": "decide",
            "outcome": "eligible",
            "reasons": "Looks well to me.",
            "evaluated_on": timezone.localdate().isoformat(),
        },
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert "Looks well to me." in text
    assert "seizure" in text.lower()
    assert not patient.decisions.exists()


@pytest.mark.parametrize("mg_per_kg", ["500", "-1", "abc", "2.5"])
def test_an_impossible_dose_is_refused_beside_its_field(client, provider, mg_per_kg):
    patient = a_patient_with_a_plan(provider, now=timezone.now())
    orders = patient.dose_orders.count()
    page = client.post(
        reverse("workspace:chart_plan", args=[patient.pk]),
        {"do": "order", "mg_per_kg": mg_per_kg, "strength_mg_per_ml": "100", "booster_mg": "0"},
    )
    assert page.status_code == 422
    assert f'value="{mg_per_kg}"' in page.content.decode()
    assert patient.dose_orders.count() == orders


def test_the_prescription_prints(client, provider):
    patient = a_patient_with_a_plan(provider, now=timezone.now())
    paper = client.get(reverse("workspace:prescription_paper", args=[patient.prescriptions.get().pk]))
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


def test_the_letter_and_the_consent_print(client, provider):
    patient = a_patient_with_a_plan(provider, now=timezone.now())
    letter = client.get(reverse("workspace:decision_letter", args=[patient.decisions.get().pk]))
    consent = client.get(reverse("workspace:consent_paper", args=[patient.consents.first().pk]))
    assert letter.content.startswith(b"%PDF")
    assert consent.content.startswith(b"%PDF")


def test_the_intake_page_keeps_both_values_and_leads_to_the_word_about_them(client, provider):
    now = timezone.now()
    patient = a_patient_with_a_plan(provider, now=now)
    for value in ("positive", "negative"):
        intake.record_readings(
            patient=patient,
            values={"pregnancy_test": value},
            taken_at=now,
            source="Here",
            client_id=new_id(),
            by=provider,
            now=now,
        )
    page = client.get(reverse("workspace:chart_intake", args=[patient.pk])).text
    assert "<b>negative</b>" in page and "before: positive" in page
    assert "Measured as a stop on" in page and "code=pregnancy%3Aovertaken&amp;back=intake" in page
    resolve = reverse("workspace:chart_resolve", args=[patient.pk]) + "?code=pregnancy:overtaken&back=intake"
    form = client.get(resolve)
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', form.text)[1]
    said = {"code": "pregnancy:overtaken", "seen": seen, "kind": "ruled_out", "reason": "Tested twice more."}
    kept = client.post(resolve, said)
    assert kept.url == reverse("workspace:chart_intake", args=[patient.pk])
    page = client.get(reverse("workspace:chart_intake", args=[patient.pk])).text
    assert "Measured as a stop on" not in page and "before: positive" in page


def test_mark_as_read_leaves_a_withdrawn_stop_open_and_the_overview_keeps_it_when_settled(client, provider):
    now = timezone.now()
    patient = a_patient_with_a_plan(provider, now=now)
    for value in ("yes", "no"):
        intake.save_answer(
            form=patient.intake, key="aneurysm", value=value, client_id=new_id(), by=None, now=timezone.now()
        )
    page = reverse("workspace:chart_intake", args=[patient.pk])
    assert "It would be a stop; ask what changed." in client.get(page).text
    judged = find(patient, "taken_off:answer:aneurysm", today=timezone.localdate())
    seen = " ".join({*texts_seen(patient, now=timezone.now()), evidence_hash(judged.finding)})
    client.post(reverse("workspace:chart_intake_review", args=[patient.pk]), {"seen": seen})
    assert "It would be a stop; ask what changed." in client.get(page).text
    overview = reverse("workspace:chart", args=[patient.pk])
    assert "It would be a stop" in client.get(overview).text
    settle_findings(patient, provider, now=timezone.now())
    assert "It would be a stop" not in client.get(page).text
    assert "It would be a stop" in client.get(overview).text


def test_a_finding_says_when_it_was_answered(client, provider):
    now = timezone.now()
    patient = a_patient(now=now)
    fill_intake(patient, now=now, seizure="yes", seizure_details="one in 2010")
    page = client.get(reverse("workspace:chart", args=[patient.pk])).text
    assert f"Answered on {full_day(timezone.localdate(now))}, " in page


def test_a_caution_that_was_taken_back_stands_on_the_overview_until_it_is_read(client, provider):
    patient = a_patient_with_a_plan(provider, now=timezone.now())
    for value in ("yes", "no"):
        intake.save_answer(
            form=patient.intake,
            key="head_injury",
            value=value,
            client_id=new_id(),
            by=None,
            now=timezone.now(),
        )
    overview, page = (reverse(f"workspace:{each}", args=[patient.pk]) for each in ("chart", "chart_intake"))
    assert "It would be a caution; ask what changed." in client.get(overview).text
    seen = " ".join(texts_seen(patient, now=timezone.now()))
    assert (
        client.post(reverse("workspace:chart_intake_review", args=[patient.pk]), {"seen": seen}).status_code
        == 302
    )
    for each in (overview, page):
        assert (
            "It would be a caution; ask what changed."
            not in client.get(each).text.split("Since the decision")[0]
        )
