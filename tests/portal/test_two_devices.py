"""The same form open on two devices: a page leaves alone what it did not change, and asks where both did."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sojourn.intake import queries as intake
from sojourn.people.models import Patient
from tests.portal.people import signed_in, somebody

pytestmark = pytest.mark.django_db
TOPIC = "other_conditions"
ASKED = ("seizure", "raised_brain_pressure", "kidney_disease")


@pytest.fixture
def patient() -> Patient:
    return somebody()


def _opened(browser: Client) -> dict[str, Any]:
    """What a page sends when nobody touches it: its answers, and what it showed."""
    page = browser.get(_page()).content.decode()
    found = re.search(r'name="shown" value="([^"]*)"', page)
    assert found
    shown = html.unescape(found[1])
    return {**json.loads(shown), "shown": shown}


def _page() -> str:
    return reverse("portal:forms_topic", args=[TOPIC])


def _save(browser: Client, key: str, value: str, sent: dict[str, Any]) -> Any:
    return browser.post(
        reverse("portal:forms_save", args=[TOPIC]), {**sent, "autosave": key, key: value, "go": "on"}
    )


def _tells(browser: Client, answer: str) -> None:
    for key in ASKED:
        assert _save(browser, key, answer, {}).status_code == 200


def test_a_page_left_open_takes_no_newer_yes_back(patient: Patient) -> None:
    stale, other = signed_in(patient), signed_in(patient)
    _tells(stale, "no")
    sent = _opened(stale)
    _tells(other, "yes")
    assert stale.post(_page(), {**sent, "go": "on"}).status_code == 302
    assert {intake.answers(patient)[key] for key in ASKED} == {"yes"}


def test_changed_on_both_it_asks_and_keeps_what_is_chosen_then(patient: Patient) -> None:
    stale, other = signed_in(patient), signed_in(patient)
    sent = _opened(stale)
    _tells(other, "yes")
    answer = stale.post(_page(), {**sent, "seizure": "no", "kidney_disease": "unknown", "go": "on"})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "this was answered “Yes” at" in page and "here it says “No”. Which is right?" in page
    assert 'value="no" id="id_seizure_1" checked' in page, "nothing chosen is lost"
    assert 'name="raised_brain_pressure" value="yes" id="id_raised_brain_pressure_0" checked' in page
    assert {intake.answers(patient)[key] for key in ASKED} == {"yes"}
    again = {**_sent(answer), "seizure": "no", "kidney_disease": "yes", "go": "on"}
    assert stale.post(_page(), again).status_code == 302
    told = intake.answers(patient)
    assert [told[key] for key in ASKED] == ["no", "yes", "yes"]


def test_one_answer_saved_at_the_click_asks_as_well(patient: Patient) -> None:
    stale, other = signed_in(patient), signed_in(patient)
    sent = _opened(stale)
    _tells(other, "yes")
    answer = _save(stale, "seizure", "no", sent)
    assert answer.status_code == 422 and "Which is right?" in answer.json()["errors"]["seizure"]
    assert intake.answers(patient)["seizure"] == "yes"
    asked = {**sent, "shown": json.dumps({**json.loads(sent["shown"]), **answer.json()["shown"]})}
    assert _save(stale, "seizure", "no", asked).status_code == 200
    assert intake.answers(patient)["seizure"] == "no"


def _sent(answer: Any) -> dict[str, Any]:
    found = re.search(r'name="shown" value="([^"]*)"', answer.content.decode())
    assert found
    shown = html.unescape(found[1])
    return {**json.loads(shown), "shown": shown}
