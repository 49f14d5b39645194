"""Telling: the form, answer by answer, until it is sent and read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.intake import actions, queries
from sojourn.intake.models import IntakeAnswer, IntakeForm
from sojourn.measures import queries as measures
from sojourn.people import queries as people
from sojourn.people.models import Patient
from tests.factories import NOW, a_patient, a_user
from tests.intake.told import fill, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient() -> Patient:
    return a_patient()


@pytest.fixture
def form(patient: Patient) -> IntakeForm:
    return actions.open_form(patient=patient, now=NOW)


def test_opening_twice_is_one_form(patient: Patient, form: IntakeForm) -> None:
    assert actions.open_form(patient=patient, now=NOW) == form


def test_an_answer_kept_twice_is_one_row(form: IntakeForm) -> None:
    answer = new_id()
    for _ in range(2):
        actions.save_answer(form=form, key="psychosis", value="no", client_id=answer, by=None, now=NOW)
    save(form, psychosis="no")
    assert IntakeAnswer.objects.count() == 1


def test_an_id_that_was_used_elsewhere_takes_no_answer_away(form: IntakeForm) -> None:
    sent, other = new_id(), actions.open_form(patient=a_patient(), now=NOW)
    for sheet, key, value in (
        (form, "psychosis", "no"),
        (form, "aneurysm", "yes"),
        (other, "psychosis", "yes"),
    ):
        for _ in range(2):
            actions.save_answer(form=sheet, key=key, value=value, client_id=sent, by=None, now=NOW)
    assert queries.answers_of(form) == {"psychosis": "no", "aneurysm": "yes"}
    assert queries.answers_of(other) == {"psychosis": "yes"}
    assert IntakeAnswer.objects.count() == 3


def test_unknown_is_an_answer_and_stays_unknown(patient: Patient, form: IntakeForm) -> None:
    save(form, aneurysm="unknown")
    assert queries.answers(patient) == {"aneurysm": "unknown"}
    save(form, aneurysm="")
    assert queries.answers(patient)["aneurysm"] == ""


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("psychosis", "perhaps", "one of the answers shown"),
        ("complaints", ["flying"], "from the answers shown"),
        ("weight_lb", 12, "from 60 to 700"),
        ("weight_lb", True, "from 60 to 700"),
        ("emergency_phone", "call me", "phone number"),
        ("counselor_email", "nobody", "e-mail address"),
        ("preferred_name", "x" * 81, "under 80"),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(
    form: IntakeForm, key: str, value: Any, why: str
) -> None:
    with pytest.raises(Refused, match=why) as refused:
        save(form, **{key: value})
    assert refused.value.decision.blocking[0].field == key


def test_what_stood_behind_a_changed_yes_no_longer_counts(patient: Patient, form: IntakeForm) -> None:
    save(form, could_become_pregnant="yes", pregnant="yes")
    assert queries.answers(patient)["pregnant"] == "yes"
    save(form, could_become_pregnant="no")
    assert "pregnant" not in queries.answers(patient)
    save(form, could_become_pregnant="yes")
    assert queries.answers(patient)["pregnant"] == "yes"


def test_a_form_with_open_questions_is_not_sent_and_says_which(form: IntakeForm) -> None:
    fill(form, aneurysm="")
    with pytest.raises(Refused) as refused:
        actions.submit_form(form=form, by=None, now=NOW)
    assert [each.field for each in refused.value.decision.blocking] == ["aneurysm"]
    form.refresh_from_db()
    assert form.submitted_at is None and not form.patient.assignments.exists()


def test_sending_puts_the_told_facts_where_the_clinic_looks(patient: Patient, form: IntakeForm) -> None:
    fill(
        form,
        preferred_name="Wren",
        pronouns="they/them",
        address_street="1 Alder Lane",
        address_city="Portland",
        address_state="OR",
        address_zip="97201",
        contact_preference=["text_message", "phone"],
        emergency_name="Rosa Fern",
        escort_available="yes",
        escort_name="Rosa Fern",
        escort_phone="503 555 0177",
        has_primary_care="yes",
        primary_care_name="Dr Ode, Hill Practice",
        primary_care_phone="503 555 0188",
    )
    actions.submit_form(form=form, by=None, now=NOW)
    patient.refresh_from_db()
    assert (patient.called, patient.pronouns, patient.channel) == ("Wren", "they/them", "sms")
    assert patient.address == "1 Alder Lane\nPortland, OR 97201"
    escort = people.escort_of(patient)
    assert escort is not None and escort.phone.endswith("555-0177")
    assert [each.name for each in people.care_team_of(patient)] == ["Dr Ode, Hill Practice"]
    assert people.care_team_of(patient).get().may_contact
    weight = people.latest_weight(patient)
    assert weight is not None and (float(weight.kg), weight.source) == (72.6, "told by the patient")


@pytest.mark.parametrize(
    ("told", "scope", "allowed"),
    [("all", "treatment", True), ("ask_first", "ask_first", False), ("none", "nothing", False)],
)
def test_what_was_told_about_contact_is_kept_for_everybody_named(
    told: str, scope: str, allowed: bool
) -> None:
    patient = a_patient()
    form = actions.open_form(patient=patient, now=NOW)
    fill(
        form,
        has_primary_care="no",
        has_counselor="yes",
        counselor_name="H. Vale",
        counselor_email="vale@example.test",
        may_contact_team=told,
    )
    actions.submit_form(form=form, by=None, now=NOW)
    member = people.care_team_of(patient).get()
    assert (member.kind, member.email) == ("counsellor", "vale@example.test")
    assert (member.contact_consent.scope, member.may_contact) == (scope, allowed)


@pytest.mark.parametrize(
    ("complaints", "asked", "not_asked"),
    [
        (["depression"], {"phq-9", "gad-7"}, {"pcl-5", "peg"}),
        (["ptsd"], {"phq-9", "gad-7", "pcl-5"}, {"peg"}),
        (["chronic_pain", "anxiety"], {"phq-9", "gad-7", "peg"}, {"pcl-5"}),
    ],
)
def test_what_brought_somebody_decides_what_they_are_asked(
    patient: Patient, form: IntakeForm, complaints: list[str], asked: set[str], not_asked: set[str]
) -> None:
    fill(form, complaints=complaints)
    actions.submit_form(form=form, by=None, now=NOW)
    instruments = set(measures.open_assignments(patient).values_list("instrument", flat=True))
    assert asked <= instruments and not instruments & not_asked


@pytest.mark.parametrize("key", ["weight_lb", "treatments_tried", "emergency_phone", "seizure_details"])
def test_not_knowing_is_an_answer_also_where_something_is_written(form: IntakeForm, key: str) -> None:
    save(form, **{key: "unknown"})
    assert form.answers.get(key=key).value == "unknown"


@pytest.mark.parametrize("key", ["contact_preference", "sex_at_birth"])
def test_what_only_the_person_can_say_is_not_answered_with_not_knowing(form: IntakeForm, key: str) -> None:
    with pytest.raises(Refused):
        save(form, **{key: "unknown"})


def test_what_somebody_does_not_know_is_copied_nowhere(patient: Patient, form: IntakeForm) -> None:
    fill(
        form,
        weight_lb="unknown",
        emergency_phone="unknown",
        has_primary_care="yes",
        primary_care_name="unknown",
    )
    actions.submit_form(form=form, by=None, now=NOW)
    assert not patient.weights.exists() and not patient.care_team.exists()
    assert patient.contacts.get().phone == ""


def test_sending_twice_is_one_sending(patient: Patient, form: IntakeForm) -> None:
    fill(form)
    actions.submit_form(form=form, by=None, now=NOW)
    asked = patient.assignments.count()
    again = actions.submit_form(form=form, by=None, now=NOW + timedelta(hours=1))
    assert again.submitted_at == NOW and patient.assignments.count() == asked
    assert patient.weights.count() == 1


def test_a_plan_to_die_raises_an_alert_at_the_click_though_the_form_is_never_sent(
    patient: Patient, form: IntakeForm
) -> None:
    save(form, suicidal_plan_now="yes")
    save(form, suicidal_plan_now="no")
    save(form, suicidal_plan_now="yes")
    alert = measures.open_alerts_of(patient).get()
    assert "urgent" in alert.sentence
    assert measures.open_assignments(patient).get().instrument == "c-ssrs"


def test_not_known_needs_a_person_too_and_a_yes_after_it_is_not_lost(
    patient: Patient, form: IntakeForm
) -> None:
    save(form, suicidal_plan_now="unknown")
    save(form, suicidal_plan_now="no")
    save(form, suicidal_plan_now="unknown")
    alert = measures.open_alerts_of(patient).get()
    assert alert.sentence.startswith("Not known") and "suicide now" in alert.sentence
    save(form, suicidal_plan_now="yes")
    assert measures.open_alerts_of(patient).count() == 2
    assert measures.open_assignments(patient).get().instrument == "c-ssrs"


def test_a_question_about_safety_left_open_on_sending_needs_a_person(
    patient: Patient, form: IntakeForm
) -> None:
    for _ in range(2):
        with pytest.raises(Refused, match="still open"):
            actions.submit_form(form=form, by=None, now=NOW)
    assert "leaves open" in measures.open_alerts_of(patient).get().sentence


def test_taken_back_after_sending_it_is_not_known_either(patient: Patient, form: IntakeForm) -> None:
    fill(form)
    actions.submit_form(form=form, by=None, now=NOW)
    assert not measures.open_alerts_of(patient).exists()
    save(form, suicidal_plan_now="")
    assert "leaves open" in measures.open_alerts_of(patient).get().sentence


def test_only_a_sent_form_can_be_read(form: IntakeForm) -> None:
    provider = a_user()
    with pytest.raises(Refused, match="not sent"):
        actions.review_form(form=form, by=provider, now=NOW)
    fill(form)
    actions.submit_form(form=form, by=None, now=NOW)
    assert actions.review_form(form=form, by=provider, now=NOW).reviewed_by == provider


def test_a_page_keeps_what_can_be_kept_and_says_why_not_beside_the_rest(
    patient: Patient, form: IntakeForm
) -> None:
    page = {"aneurysm": "no", "seizure": "maybe", "suicidal_plan_now": "yes", "heart_failure": ""}
    for _ in range(2):
        problems = actions.save_answers(form=form, told=page, by=None, now=NOW)
        assert list(problems) == ["seizure"] and problems["seizure"]
    assert queries.answers_of(form) == {"aneurysm": "no", "suicidal_plan_now": "yes"}
    assert IntakeAnswer.objects.count() == 2
    assert measures.open_alerts_of(patient).count() == 1
