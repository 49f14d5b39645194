"""What a newcomer stumbled over on the desk: names asked where they are missing, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sojourn.people import actions as people
from sojourn.screening import actions
from sojourn.screening.condition_rules import Condition
from sojourn.screening.models import PrescriberLetter
from tests.factories import NOW, a_patient, a_user, the_clinic
from tests.forms_on_a_page import carried
from tests.screening.asking import a_colleague, on_the_list
from tests.stories import a_prescriber, all_seen, an_eligible_patient, fill_intake, seen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def provider(client: Client) -> Any:
    the_clinic()
    user = a_prescriber().user
    client.force_login(user)
    return user


def test_the_desk_reads_that_a_yes_asks_for_a_name_and_gives_it(client: Client, provider: Any) -> None:
    patient = an_eligible_patient(provider, escort_available="unknown")
    actions.decide(
        patient=patient,
        outcome="eligible",
        reasons="Nothing speaks against it.",
        evaluated_on=NOW.date(),
        visits={NOW.date()},
        set_conditions=(Condition(kind="escort"),),
        seen=all_seen(patient),
        by=provider,
        now=NOW + timedelta(minutes=5),
    )
    page, desk = reverse("workspace:person_findings", args=[patient.pk]), a_user("front_desk")
    client.force_login(desk)
    assert "Nobody is named yet" in client.get(reverse("workspace:inbox")).text
    assert "?name=escort#stands-by" in client.get(page).text
    people.set_contact(
        patient=patient, kind="escort", name="Rosa", relationship="", phone="", by=desk, now=NOW
    )
    assert "Nobody is named yet" not in client.get(reverse("workspace:inbox")).text
    assert "?name=escort#stands-by" not in client.get(page).text


def test_a_letter_without_an_address_asks_for_it_and_keeps_the_draft(client: Client, provider: Any) -> None:
    member = a_colleague(address="")
    page = reverse("workspace:chart_letter_write", args=[member.patient_id])
    typed = {
        "member": member.pk,
        "question": "May it be kept?",
        "how": "post",
        "due_on": "2026-04-01",
        "text": "Dear Dr Ode, may it be kept?",
        "keep": "1",
    }
    refused = client.post(page, typed)
    assert refused.status_code == 422 and 'name="reach"' in refused.text and typed["text"] in refused.text
    assert client.post(page, {**typed, "reach": "4 Elm Way"}).status_code == 302
    assert PrescriberLetter.objects.get().member.address == "4 Elm Way"


def test_a_herb_that_is_ruled_out_waits_no_more_until_it_changes(client: Client, provider: Any) -> None:
    patient = a_patient()
    line = on_the_list(patient, "Moonpetal root tea")
    inbox = reverse("workspace:inbox")
    assert "Moonpetal" in client.get(inbox).text
    inside = client.get(reverse("workspace:chart_medication_identify", args=[patient.pk, line.pk])).text
    assert "On the list: “Moonpetal root tea”" in inside and 'list="known-names"' in inside
    actions.resolve_finding(
        patient=patient,
        code=f"interaction:{line.pk}",
        kind="ruled_out",
        reason="A tea of linden flowers.",
        seen=seen(patient, f"interaction:{line.pk}"),
        by=provider,
        now=NOW,
    )
    assert "Moonpetal" not in client.get(inbox).text


def test_a_clearance_is_not_offered_for_what_the_patient_has_not_answered(
    client: Client, provider: Any
) -> None:
    patient = a_patient()
    fill_intake(patient, aneurysm="unknown")
    page = reverse("workspace:chart_resolve", args=[patient.pk])
    offered = client.get(page, {"code": "aneurysm:not_answered"}).text
    assert 'value="ruled_out"' in offered and 'value="clearance"' not in offered
    assert "needed when you ask for a clearance" in offered


def test_diagnoses_are_typed_as_codes_or_names_and_asked_back(client: Client, provider: Any) -> None:
    patient = an_eligible_patient(provider)
    page = reverse("workspace:chart_plan", args=[patient.pk])
    typed = carried(client.get(page).text, do="decide")
    typed |= {"do": "decide", "outcome": "not_now", "reasons": "Not yet.", "next_step": "Later."}
    refused = client.post(page, {**typed, "diagnoses": "F33.1, sadness"})
    assert refused.status_code == 422
    assert "“sadness” is no diagnosis of the list" in refused.text and "F33.1, sadness" in refused.text
    assert client.post(page, {**typed, "diagnoses": "f33.1, F33.1"}).status_code == 302
    assert patient.decisions.first().diagnoses == ["F33.1"]
    found = client.get(reverse("workspace:diagnosis_names"), {"q": "F33"}).json()["names"]
    assert {"F33.1"} <= {each["name"] for each in found}


def test_the_longest_period_is_said_before_signing(client: Client, provider: Any) -> None:
    patient = an_eligible_patient(provider)
    assert "At most until" in client.get(reverse("workspace:chart_plan", args=[patient.pk])).text
