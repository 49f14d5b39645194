"""Filling in: the intake form and the questionnaires."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sojourn import content
from sojourn.intake import queries as intake
from sojourn.measures import queries as measures
from sojourn.measures.models import Answer, Assignment
from sojourn.people.models import Patient
from tests.factories import NOW
from tests.intake.told import fill
from tests.portal.people import asked, signed_in, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient() -> Patient:
    return somebody()


@pytest.fixture
def browser(patient: Patient) -> Client:
    return signed_in(patient)


def _topic(key: str) -> str:
    return reverse("portal:forms_topic", args=[key])


def test_a_topic_is_kept_and_leads_to_the_next(patient: Patient, browser: Client) -> None:
    answer = browser.post(_topic("allergies"), {"allergy_ketamine": "no", "allergy_other": "unknown"})
    assert answer.status_code == 302 and answer.url == _topic("ketamine_before")
    assert intake.answers(patient) == {"allergy_ketamine": "no", "allergy_other": "unknown"}


def test_what_cannot_be_kept_stays_on_the_page_with_its_sentence(patient: Patient, browser: Client) -> None:
    answer = browser.post(
        _topic("emergency_contact"), {"emergency_name": "Rosa", "emergency_phone": "ask her"}
    )
    page = answer.content.decode()
    assert (
        answer.status_code == 422 and "does not look like a phone number" in page and "error-summary" in page
    )
    assert 'value="ask her"' in page and 'value="Rosa"' in page
    assert intake.answers(patient) == {"emergency_name": "Rosa"}


def test_without_a_script_an_answer_that_opens_a_question_comes_back_to_it(browser: Client) -> None:
    told = {"allergy_ketamine": "no", "allergy_other": "yes"}
    assert browser.post(_topic("allergies"), told).url == _topic("allergies")
    page = browser.get(_topic("allergies")).content.decode()
    assert "Add an allergy" in page
    assert browser.post(_topic("allergies"), {**told, "add_line": "yes"}).url == reverse(
        "portal:history_line_add", args=["allergies"]
    )
    assert browser.post(_topic("allergies"), told).url == _topic("ketamine_before")


def test_a_condition_is_listed_changed_taken_off_and_put_back(patient: Patient, browser: Client) -> None:
    add = reverse("portal:history_line_add", args=["problems"])
    told = {"name": "hypertension", "since": "2019", "state": "active", "treated_by": "Dr Ash"}
    assert browser.post(add, told).url == _topic("problem_list") + "#the-list"
    line = intake.history_of(patient).problems.current[0]
    assert (line.name, line.code) == ("High blood pressure", "I10")
    assert intake.answers(patient)["has_problems"] == "yes"
    browser.post(_line("history_line", "problems", line), {**told, "name": line.name, "since": "2018"})
    line = intake.history_of(patient).problems.current[0]
    browser.post(_line("history_line_off", "problems", line))
    page = browser.get(_topic("problem_list")).content.decode()
    assert not intake.history_of(patient).problems.current and "was taken off" in page and "Undo" in page
    browser.post(_line("history_line_back", "problems", intake.history_of(patient).problems.taken_off[0]))
    assert intake.history_of(patient).problems.current[0].since == "2018"


def _line(name: str, listing: str, line: Any) -> str:
    return reverse(f"portal:{name}", args=[listing, line.pk])


def test_words_near_a_known_condition_are_asked_back_and_never_guessed(
    patient: Patient, browser: Client
) -> None:
    add = reverse("portal:history_line_add", args=["problems"])
    told = {"name": "had migraines as a child", "state": "past"}
    page = browser.post(add, told)
    assert page.status_code == 422 and "Is it one of these?" in page.content.decode()
    browser.post(add, {**told, "meant": "as-written"})
    browser.post(add, {**told, "meant": "Migraine"})
    lines = intake.history_of(patient).problems.current
    assert [(each.name, each.code) for each in lines] == [
        ("had migraines as a child", ""),
        ("Migraine", "G43.909"),
    ]


def test_an_allergy_that_is_no_known_medicine_reads_not_checked(patient: Patient, browser: Client) -> None:
    add = reverse("portal:history_line_add", args=["allergies"])
    browser.post(add, {"as_written": "Ketalar", "harm": "severe", "reaction": "hives"})
    browser.post(add, {"as_written": "moon pollen", "harm": "unknown", "meant": "as-written"})
    known, unknown = intake.history_of(patient).allergies.current
    assert known.ingredients == ["ketamine"] and unknown.status == "not_checked"
    page = browser.get(_topic("allergies")).content.decode()
    assert page.count("Not checked") == 1


def test_none_is_refused_beside_a_line_with_its_sentence(browser: Client) -> None:
    browser.post(
        reverse("portal:history_line_add", args=["allergies"]), {"as_written": "Latex", "harm": "mild"}
    )
    answer = browser.post(_topic("allergies"), {"allergy_ketamine": "no", "allergy_other": "no"})
    assert answer.status_code == 422 and "Your list names Latex" in answer.content.decode()


def test_a_line_of_somebody_else_is_not_there(browser: Client) -> None:
    from sojourn.intake import actions
    from tests.factories import a_patient

    line = actions.add_problem(patient=a_patient(), name="Asthma", state="active", by=None, now=NOW)
    assert browser.get(_line("history_line", "problems", line)).status_code == 404
    assert browser.post(_line("history_line_off", "problems", line)).status_code == 404


def test_a_change_is_kept_as_it_happens(patient: Patient, browser: Client) -> None:
    save = reverse("portal:forms_save", args=["allergies"])
    told = {"autosave": "allergy_other", "allergy_other": "no", "allergy_ketamine": "yes"}
    assert browser.post(save, told).status_code == 200
    assert intake.answers(patient) == {"allergy_other": "no"}
    assert browser.post(save, {"autosave": "allergy_other", "allergy_other": "perhaps"}).status_code == 422


def test_not_knowing_stands_beside_a_number_and_what_is_new_counts(patient: Patient, browser: Client) -> None:
    at = _topic("body_and_pregnancy")
    browser.post(at, {"weight_lb": ["160", "unknown"]})
    assert intake.answers(patient)["weight_lb"] == "unknown"
    page = browser.get(at).content.decode()
    assert 'id="id_weight_lb_unknown" checked' in page and 'value="160"' not in page
    browser.post(at, {"weight_lb": ["162", "unknown"]})
    assert intake.answers(patient)["weight_lb"] == 162


def test_boxes_can_all_be_taken_back(patient: Patient, browser: Client) -> None:
    save = reverse("portal:forms_save", args=["what_brings_you"])
    browser.post(save, {"autosave": "complaints", "complaints": ["ptsd", "anxiety"]})
    assert intake.answers(patient)["complaints"] == ["ptsd", "anxiety"]
    browser.post(save, {"autosave": "complaints"})
    assert intake.answers(patient)["complaints"] == []


def test_going_on_where_somebody_left_off(browser: Client) -> None:
    assert browser.get(reverse("portal:forms_intake")).url == _topic("about_you")


def test_sending_needs_every_answer_and_then_thanks(patient: Patient, browser: Client) -> None:
    from sojourn.intake import actions

    review = reverse("portal:forms_review")
    refused = browser.post(review)
    assert refused.status_code == 422 and "still open" in refused.content.decode()
    fill(actions.open_form(patient=patient, now=NOW), complaints=["ptsd"])
    assert browser.post(review).url == reverse("portal:forms_sent")
    assert "Thank you" in browser.get(reverse("portal:forms_sent")).content.decode()
    assert measures.open_assignments(patient).filter(instrument="pcl-5").exists()


def test_the_review_names_what_is_open_with_a_link_to_each(patient: Patient, browser: Client) -> None:
    from sojourn.intake import actions

    form = actions.open_form(patient=patient, now=NOW)
    fill(form)
    actions.save_answers(form=form, told={"could_become_pregnant": "yes"}, by=None, now=NOW)
    page = browser.get(reverse("portal:forms_review")).content.decode().partition("told-list")[0]
    for key in ("pregnant", "contraception", "preeclampsia"):
        assert f"?from=review#id_{key}" in page
    assert "How tall" not in page


def test_feet_and_inches_stand_beside_each_other(browser: Client) -> None:
    beside = browser.get(_topic("body_and_pregnancy")).content.decode().partition("asks-beside")[2]
    assert beside.count('class="ask"') >= 2 and 'name="height_in"' in beside


def test_a_short_questionnaire_counts_the_questions_that_may_still_come(
    patient: Patient, browser: Client
) -> None:
    audit = asked(patient, "audit-c")
    page = browser.get(_item(audit, "q1")).content.decode()
    assert 'max="3"' in page and "Finish" not in page
    browser.post(_item(audit, "q1"), {"value": "0"})
    assert 'max="1"' in browser.get(_item(audit, "q1")).content.decode()


def test_an_unknown_topic_is_not_there(browser: Client) -> None:
    assert browser.get(_topic("shoes")).status_code == 404


@pytest.fixture
def waiting(patient: Patient) -> Assignment:
    return asked(patient)


def _item(waiting: Assignment, item: str, what: str = "item") -> str:
    return reverse(f"portal:questionnaire_{what}", args=[waiting.pk, item])


def test_question_by_question_to_the_end(browser: Client, waiting: Assignment) -> None:
    at = browser.get(reverse("portal:questionnaire", args=[waiting.pk])).url
    for item in content.library().instruments["phq-9"].items:
        assert at == _item(waiting, item.id)
        at = browser.post(at, {"value": "0"}).url
    check = reverse("portal:questionnaire_check", args=[waiting.pk])
    assert at == check and "Not at all" in browser.get(check).content.decode()
    thanks = browser.post(check, follow=True)
    assert "Your answers have arrived" in thanks.content.decode()
    waiting.refresh_from_db()
    assert waiting.score.total == 0


def test_no_answer_is_asked_for_again(browser: Client, waiting: Assignment) -> None:
    answer = browser.post(_item(waiting, "q1"), {})
    assert answer.status_code == 422 and "choose one of the answers" in answer.content.decode()
    assert not Answer.objects.exists()


def test_a_worrying_click_shows_whom_to_call_before_anything_is_sent(
    patient: Patient, browser: Client, waiting: Assignment
) -> None:
    said = browser.post(_item(waiting, "q9", "save"), {"value": "1"}).content.decode()
    assert "tel:988" in said and "911" in said
    assert measures.open_alerts_of(patient).count() == 1
    assert browser.post(_item(waiting, "q9", "save"), {"value": "0"}).content.decode().strip() == ""
    assert measures.open_alerts_of(patient).count() == 1


def test_without_a_script_the_words_come_before_the_next_question(
    browser: Client, waiting: Assignment
) -> None:
    answer = browser.post(_item(waiting, "q9"), {"value": "2"})
    assert answer.url == _item(waiting, "q9")
    page = browser.get(answer.url).content.decode()
    assert "We are glad you told us" in page and "tel:988" in page
    assert browser.post(_item(waiting, "q9"), {"value": "2", "seen": "yes"}).url == _item(
        waiting, "difficulty"
    )


def test_an_unfinished_form_is_not_sent(browser: Client, waiting: Assignment) -> None:
    browser.post(_item(waiting, "q1"), {"value": "0"})
    answer = browser.post(reverse("portal:questionnaire_check", args=[waiting.pk]))
    assert answer.status_code == 422 and "still open" in answer.content.decode()


def test_a_sent_form_is_closed(browser: Client, waiting: Assignment) -> None:
    waiting.state, waiting.submitted_at = Assignment.State.SUBMITTED, NOW
    waiting.save()
    thanks = reverse("portal:questionnaire_thanks", args=[waiting.pk])
    assert browser.get(_item(waiting, "q1")).url == thanks
    assert browser.post(_item(waiting, "q1", "save"), {"value": "1"}).status_code == 422
