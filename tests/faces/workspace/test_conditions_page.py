"""The decision with its conditions on the screen: set in plain fields, refused with a sentence, seen as they stand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sojourn.screening.condition_rules import Condition
from tests.factories import NOW, the_clinic
from tests.forms_on_a_page import carried
from tests.stories import a_medical_visit, a_patient_with_a_plan, a_prescriber
from tests.treatment.stage import a_stage, after, checked_in, readings
from tests.treatment.test_conditions_of_the_day import STRICT, decided

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DUE = (TODAY + timedelta(days=14)).isoformat()
USUAL = {
    "do": "decide",
    "outcome": "eligible",
    "reasons": "Nothing speaks against it.",
    "evaluated_on": TODAY.isoformat(),
    "pressure_systolic": "140",
    "pressure_diastolic": "90",
    "value_1_side": "below",
    "value_2_side": "below",
    "letter_1_due_on": DUE,
    "letter_2_due_on": DUE,
}


@pytest.fixture
def provider(client: Client) -> Any:
    the_clinic()
    user = a_prescriber().user
    client.force_login(user)
    return user


@pytest.fixture
def patient(provider: Any) -> Any:
    patient = a_patient_with_a_plan(provider)
    a_medical_visit(patient, provider)
    return patient


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        yield


def page_of(patient: Any) -> str:
    return reverse("workspace:chart_plan", args=[patient.pk])


def sent(client: Client, patient: Any, **changes: str) -> Any:
    shown = carried(client.get(page_of(patient)).text, do="decide")
    return client.post(page_of(patient), {**shown, **USUAL, **changes})


def test_what_is_left_alone_is_no_condition(client: Client, patient: Any) -> None:
    page = client.get(page_of(patient)).text
    assert 'value="140"' in page and 'value="90"' in page and f'value="{DUE}"' in page
    assert sent(client, patient).status_code == 302
    assert not patient.decisions.first().set_conditions.exists()


@pytest.mark.parametrize("name", ["pressure_systolic", "pressure_diastolic"])
def test_a_limit_without_its_box_is_asked_back(client: Client, patient: Any, name: str) -> None:
    before = patient.decisions.count()
    page = sent(client, patient, **{name: "85"})
    assert page.status_code == 422 and "You wrote a limit." in page.text and 'value="85"' in page.text
    assert patient.decisions.count() == before


def test_all_of_them_are_set_and_stand_in_chart_and_letter(client: Client, patient: Any) -> None:
    kept = sent(
        client,
        patient,
        pressure="on",
        escort="on",
        conditions="No travel on the day",
        letter_1_what="A letter that nothing speaks against it",
        letter_1_asked_of="Neurology",
        value_1_subject="score:phq-9",
        value_1_limit="20",
        value_2_subject="reading:spo2",
        value_2_side="at_least",
        value_2_limit="94",
    )
    assert kept.status_code == 302
    decision = patient.decisions.first()
    assert [each.kind for each in decision.set_conditions.all()] == [
        "blood_pressure", "letter", "measured", "measured", "escort",
    ]  # fmt: skip
    page = client.get(page_of(patient)).text
    for words in (
        "Blood pressure at rest below 140/90 on the day",
        "On file before the first session: A letter that nothing speaks against it, from Neurology",
        "PHQ-9 below 20",
        "Oxygen saturation at least 94%",
        "A person checks this",
        "No travel on the day",
    ):
        assert words in page
    assert "- Your latest PHQ-9 is below 20." in decision.letter
    assert (
        "Blood pressure at rest below 140/90"
        in client.get(reverse("workspace:chart", args=[patient.pk])).text
    )


def test_the_letters_answer_is_recorded_from_the_decision_or_the_inbox(client: Client, patient: Any) -> None:
    sent(client, patient, letter_1_what="A letter", letter_1_asked_of="Neurology")
    asked = patient.decisions.first().set_conditions.get().clearance
    answer = reverse("workspace:clearance_result", args=[asked.pk])
    inbox = client.get(reverse("workspace:inbox")).text
    assert answer in inbox
    assert "Solberg" in inbox and "Neurology" in inbox
    assert answer in client.get(page_of(patient)).text
    assert "A letter" in client.get(answer).text
    assert client.post(answer, {"outcome": "cleared", "note": "Letter of 1 March."}).status_code == 302
    assert answer not in client.get(page_of(patient)).text


def test_deciding_again_begins_with_the_conditions_of_the_last(client: Client, patient: Any) -> None:
    sent(
        client,
        patient,
        pressure="on",
        pressure_systolic="130",
        value_2_subject="score:phq-9",
        value_2_limit="15",
    )
    page = client.get(page_of(patient)).text
    assert 'value="130"' in page and 'value="score:phq-9" selected' in page and 'value="15' in page
    assert 'name="pressure" id="id_decide_pressure" checked' in page.replace('class="check" ', "")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"pressure": "on", "pressure_systolic": "90", "pressure_diastolic": "140"},
            "upper number comes first",
        ),
        ({"pressure": "on", "pressure_systolic": "220"}, "between 90/50 and 180/100"),
        ({"pressure": "on", "pressure_systolic": ""}, "Give both numbers"),
        ({"pressure": "on", "pressure_systolic": "high"}, "whole number"),
        ({"value_1_subject": "score:phq-9", "value_1_limit": "99"}, "between 0 and 27"),
        ({"value_1_subject": "score:phq-9"}, "Say the limit for PHQ-9"),
        ({"value_2_limit": "7"}, "Choose a score or a value"),
        ({"letter_1_what": "A letter"}, "Say who is asked"),
        ({"letter_2_asked_of": "Neurology"}, "Say what has to come"),
        ({"letter_1_what": "x", "letter_1_asked_of": "y", "letter_1_due_on": "2020-01-01"}, "day is over"),
        ({"outcome": "not_now", "pressure": "on"}, "Conditions go with"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_lost(
    client: Client, patient: Any, changes: dict[str, str], sentence: str
) -> None:
    before = patient.decisions.count()
    page = sent(client, patient, **changes).text
    assert sentence in page and "Please look at this again" in page and "Nothing speaks against it." in page
    assert patient.decisions.count() == before


def test_pages_ask_no_more_than_twelve_times(
    client: Client, patient: Any, django_assert_max_num_queries: Any
) -> None:
    sent(client, patient, pressure="on", escort="on", letter_1_what="A letter", letter_1_asked_of="Neurology")
    for name in ("chart_plan", "chart"):
        with django_assert_max_num_queries(12):
            client.get(reverse(f"workspace:{name}", args=[patient.pk]))


@time_machine.travel(after(0), tick=False)
def test_at_the_door_the_condition_says_what_is_missing_and_who_may_go_past(client: Client) -> None:
    stage = a_stage()
    decided(stage, STRICT, Condition(kind="escort"))
    checked_in(stage)
    room = reverse("workspace:session", args=[stage.session.pk])
    code = f"condition-{stage.patient.decisions.first().set_conditions.first().pk}"
    past = reverse("workspace:session_override", args=[stage.session.pk, code])
    client.force_login(stage.nurse)
    page = client.get(room).text
    assert "128/82 at rest is not below 125/80" in page and "Take it on the pad" in page and past not in page
    assert "a provider decides" in client.post(past, {"reason": "Calm."}).text
    client.force_login(stage.provider)
    assert past in client.get(room).text
    assert client.post(past, {"reason": "White coat; 118/74 at home."}).status_code == 302
    assert "Gone past: White coat" in client.get(room).text
    readings(stage, minute=0, point="before", systolic=118, diastolic=74)
    assert "118/74 at rest, below 125/80." in client.get(room).text
