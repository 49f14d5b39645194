"""A page that has grown old settles nothing: it says what has changed, shows it, and keeps what was typed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sojourn.core.ids import new_id
from sojourn.intake import actions as intake
from sojourn.screening import actions, queries
from tests.factories import NOW, a_patient, a_user, the_clinic
from tests.forms_on_a_page import carried
from tests.stories import a_medical_visit, a_prescriber, all_seen, an_eligible_patient, fill_intake

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LATER = NOW + timedelta(hours=1)
CHANGED = "This has changed since you opened the page"


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def provider(client: Client) -> Any:
    the_clinic()
    user = a_prescriber().user
    client.force_login(user)
    return user


def test_a_finding_whose_evidence_has_changed_is_looked_at_again(client: Client, provider: Any) -> None:
    patient = a_patient()
    line = intake.add_medication(patient=patient, as_written="ativan", dose="0.5 mg", by=None, now=NOW)
    code = f"interaction:{line.pk}"
    address = reverse("workspace:chart_resolve", args=[patient.pk]) + f"?code={code}"
    word = {"kind": "accepted", "reason": "Half a milligram now and then"}
    old = carried(client.get(address).text, code=code) | word
    intake.change_medication(medication=line, dose="10 mg", frequency="4 times a day", by=None, now=LATER)
    answer = client.post(address, {**old, "reason": ""})
    assert answer.status_code == 422 and CHANGED not in answer.text
    answer = client.post(address, carried(answer.text, code=code) | word)
    assert answer.status_code == 422 and CHANGED in answer.text
    assert "10 mg, 4 times a day" in answer.text and word["reason"] in answer.text
    assert not patient.resolutions.exists()
    assert client.post(address, carried(answer.text, code=code) | word).status_code == 302


@pytest.mark.parametrize("role", ["front_desk", "nurse"])
def test_the_desk_settles_only_what_stood_on_its_page(client: Client, role: str) -> None:
    the_clinic()
    client.force_login(a_user(role))
    patient, code = a_patient(), "escort:not_answered"
    form = fill_intake(patient, escort_available="unknown")
    address = reverse("workspace:person_findings", args=[patient.pk])
    old = carried(client.get(address).text, code=code)
    word = {"kind": "ruled_out", "reason": "Her sister Rosa takes her home."}
    for minute, said in enumerate(("yes", "unknown")):
        at = LATER + timedelta(minutes=minute)
        intake.save_answer(form=form, key="escort_available", value=said, client_id=new_id(), by=None, now=at)
    answer = client.post(address, old | word)
    assert answer.status_code == 422 and CHANGED in answer.text and word["reason"] in answer.text
    assert client.post(address, carried(answer.text, code=code) | word).status_code == 302


def test_an_old_page_does_not_decide_over_a_decline(client: Client, provider: Any) -> None:
    patient = an_eligible_patient(provider)
    a_medical_visit(patient, provider)
    address = reverse("workspace:chart_plan", args=[patient.pk])
    old = carried(client.get(address).text, do="decide")
    word = {"outcome": "eligible", "evaluated_on": TODAY.isoformat(), "reasons": "All well, I think."}
    actions.decide(
        patient=patient,
        outcome="declined",
        reasons="He told me on the phone of a psychosis.",
        seen=all_seen(patient),
        by=a_prescriber().user,
        now=LATER,
    )
    answer = client.post(address, old | word)
    assert answer.status_code == 422 and CHANGED in answer.text
    assert "He told me on the phone of a psychosis." in answer.text and "All well, I think." in answer.text
    assert not queries.is_eligible(patient, today=TODAY).allowed
    with time_machine.travel(LATER + timedelta(minutes=1), tick=False):
        assert client.post(address, carried(answer.text, do="decide") | word).status_code == 302
    assert patient.decisions.first().outcome == "eligible"


@pytest.mark.parametrize("seen", ["", "forged", None])
def test_a_decision_from_a_page_that_showed_nothing_is_refused(
    client: Client, provider: Any, seen: str | None
) -> None:
    patient = an_eligible_patient(provider)
    address = reverse("workspace:chart_plan", args=[patient.pk])
    word = {"do": "decide", "outcome": "eligible", "evaluated_on": TODAY.isoformat(), "reasons": "All well."}
    answer = client.post(address, word | ({} if seen is None else {"seen": seen}))
    assert answer.status_code == 422 and CHANGED in answer.text
    assert patient.decisions.count() == 1


def test_a_decision_sent_twice_counts_once(client: Client, provider: Any) -> None:
    patient = an_eligible_patient(provider)
    a_medical_visit(patient, provider)
    address = reverse("workspace:chart_plan", args=[patient.pk])
    word = {"outcome": "eligible", "evaluated_on": TODAY.isoformat(), "reasons": "All well."}
    sent = carried(client.get(address).text, do="decide") | word
    assert [client.post(address, sent).status_code for _ in "12"] == [302, 302]
    assert patient.decisions.count() == 2


def test_a_text_written_meanwhile_is_still_to_be_read(client: Client, provider: Any) -> None:
    patient = a_patient()
    form = fill_intake(patient, anything_else="My heart races at night.")
    shown = carried(client.get(reverse("workspace:chart_intake", args=[patient.pk])).text)
    intake.save_answer(
        form=form, key="anything_else", value="It stops, too.", client_id=new_id(), by=None, now=LATER
    )
    client.post(reverse("workspace:chart_intake_review", args=[patient.pk]), shown)
    left = queries.screening_of(patient, today=TODAY).unread
    assert [each.finding.code for each in left] == ["read:anything_else"]


@pytest.mark.parametrize(
    ("service", "state", "answer"),
    [("integration", "done", 422), ("intake", "booked", 422), ("intake", "done", 302)],
)
def test_a_yes_rests_on_a_medical_visit_that_took_place(
    client: Client, provider: Any, service: str, state: str, answer: int
) -> None:
    patient = an_eligible_patient(provider)
    a_medical_visit(patient, provider, service=service, state=state)
    address = reverse("workspace:chart_plan", args=[patient.pk])
    word = {"outcome": "eligible", "evaluated_on": TODAY.isoformat(), "reasons": "All well."}
    said = client.post(address, carried(client.get(address).text, do="decide") | word)
    assert said.status_code == answer
    assert ("holds no medical visit on this day" in said.text and "All well." in said.text) is (answer == 422)
