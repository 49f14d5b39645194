"""Letters and clearances on the screen: from a drug or a finding to the answer, and what waits in the inbox."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from sojourn.accounts.roles import Role
from sojourn.core.ids import new_id
from sojourn.people.queries import care_team_of
from sojourn.screening import actions
from sojourn.timeline.queries import entries_of, inbox, whole_record
from tests.factories import NOW, a_patient, a_user, the_clinic
from tests.forms_on_a_page import carried
from tests.screening.asking import QUESTION, SPECIALS, a_colleague, a_letter, on_the_list
from tests.stories import a_prescriber, fill_intake, seen

pytestmark = pytest.mark.django_db
DUE = (NOW + timedelta(days=14)).date()


@pytest.fixture(autouse=True)
def the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def provider(client):
    the_clinic()
    user = a_prescriber().user
    client.force_login(user)
    return user


def write_page(patient, query=""):
    return reverse("workspace:chart_letter_write", args=[patient.pk]) + query


def told(member, **changes):
    usual = {"member": member.pk, "question": QUESTION, "how": "post", "due_on": DUE.isoformat()}
    return {**usual, "client_id": str(new_id()), **changes}


def test_from_a_drugs_row_to_a_letter_in_two_steps(client, provider):
    patient = a_patient()
    member = a_colleague(patient)
    line = on_the_list(patient, prescribed_by=member)
    medicines = client.get(reverse("workspace:chart_medications", args=[patient.pk])).content.decode()
    assert f"?line={line.pk}" in medicines
    first = client.get(write_page(patient, f"?line={line.pk}")).content.decode()
    assert f'value="{line.pk}" selected' in first and f'value="{member.pk}" selected' in first
    assert f'value="{DUE}"' in first and 'name="text"' not in first
    told_ = told(member, medication=line.pk)
    shown = client.post(write_page(patient), {**told_, "draft": "1"}).content.decode()
    assert "do not change or stop a medicine" in shown and not patient.prescriber_letters.exists()
    kept = client.post(write_page(patient), {**told_, "text": SPECIALS, "keep": "1"})
    letter = patient.prescriber_letters.get()
    assert kept.url == reverse("workspace:chart_letter", args=[letter.pk])
    assert letter.text.splitlines() == SPECIALS.splitlines() and letter.medication == line
    again = client.post(write_page(patient), {**told_, "text": SPECIALS, "keep": "1"})
    assert again.url == kept.url and patient.prescriber_letters.count() == 1


def test_without_consent_the_page_says_how_to_get_it(client, provider):
    patient = a_patient()
    member = a_colleague(patient, contact="")
    page = client.post(write_page(patient), told(member, draft="1")).content.decode()
    assert "has not said yet" in page and QUESTION in page
    word = reverse("workspace:chart_member_contact", args=[patient.pk, member.pk])
    assert word in page
    assert client.post(word, {"scope": "treatment"}).status_code == 302
    assert care_team_of(patient).get().contact_consent.by == provider
    assert (
        "do not change or stop" in client.post(write_page(patient), told(member, draft="1")).content.decode()
    )


def test_a_colleague_is_named_and_reached_from_the_chart(client, provider):
    patient = a_patient()
    add = reverse("workspace:chart_member_add", args=[patient.pk])
    assert client.post(add, {"kind": "psychiatry", "name": "Dr Ash", "fax": "by pigeon"}).status_code == 422
    assert not care_team_of(patient).exists()
    assert client.post(add, {"kind": "psychiatry", "name": "Dr Ash"}).status_code == 302
    member = care_team_of(patient).get()
    reach = reverse("workspace:chart_member_reach", args=[patient.pk, member.pk])
    assert client.post(reach, {"address": "4 Elm Way"}).status_code == 302
    assert 'name="address"' in client.get(reach).content.decode()
    page = client.get(reverse("workspace:chart_intake", args=[patient.pk])).content.decode()
    assert "Dr Ash" in page and "Not asked yet" in page
    stranger = reverse("workspace:chart_member_reach", args=[a_patient().pk, member.pk])
    assert client.get(stranger).status_code == 404


def test_the_answer_is_recorded_and_the_list_says_so(client, provider):
    patient = a_patient()
    letter = a_letter(provider, patient=patient)
    documents = reverse("workspace:chart_documents", args=[patient.pk])
    assert "Waiting, expected by" in client.get(documents).content.decode()
    page = reverse("workspace:chart_letter", args=[letter.pk])
    refused = client.post(page, {"outcome": "no_objection", "text": ""})
    assert "Nothing yet" in refused.content.decode()
    client.post(page, {"outcome": "no_objection", "text": "Fine <b>by</b> me."})
    assert "Fine &lt;b&gt;by" in client.get(page).content.decode()
    assert "Answered: no objection" in client.get(documents).content.decode()


def test_marks_in_a_letter_are_words_on_screen_and_paper(client, provider):
    letter = a_letter(provider, text=SPECIALS)
    page = client.get(reverse("workspace:chart_letter", args=[letter.pk])).content.decode()
    assert "*daily* _now_" in page and "&lt;a&gt;" in page and "{{ doctor }}" in page
    paper = client.get(reverse("workspace:letter_paper", args=[letter.pk]))
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")


def a_clearance(provider, patient):
    return actions.resolve_finding(
        patient=patient,
        code="stroke",
        kind="clearance",
        reason="Stroke in November.",
        seen=seen(patient, "stroke"),
        asked_of="Neurology",
        due_on=DUE,
        by=provider,
        now=NOW,
    ).clearance


def test_a_clearance_stands_beside_its_finding_until_it_is_answered(client, provider):
    patient = a_patient()
    fill_intake(patient, recent_stroke="yes")
    resolve = reverse("workspace:chart_resolve", args=[patient.pk]) + "?code=stroke&back=plan"
    asked = carried(client.get(resolve).text, code="stroke")
    asked |= {"kind": "clearance", "reason": "Stroke in November.", "asked_of": "Neurology"}
    assert "by which day the answer is due" in client.post(resolve, asked).content.decode()
    assert client.post(resolve, {**asked, "due_on": DUE.isoformat()}).status_code == 302
    asked_row = patient.resolutions.get().clearance
    record = reverse("workspace:clearance_result", args=[asked_row.pk])
    for tab in ("chart", "chart_plan"):
        page = client.get(reverse(f"workspace:{tab}", args=[patient.pk])).content.decode()
        assert "Asked of Neurology" in page and record in page
    page = client.get(record).text
    said = carried(page) | {"outcome": "cleared"}
    assert "Stroke in November." in page
    assert client.post(record, {**said, "note": ""}).status_code == 422
    assert client.post(record, {**said, "note": "Letter of 1 March."}).status_code == 302
    page = client.get(reverse("workspace:chart", args=[patient.pk])).content.decode()
    assert "Letter of 1 March." in page and record not in page


def test_the_inbox_holds_what_was_asked_of_others_and_marks_what_is_overdue(client, provider):
    patient = a_patient()
    fill_intake(patient, recent_stroke="yes")
    a_letter(provider, patient=patient)
    a_clearance(provider, patient)
    page = client.get(reverse("workspace:inbox")).content.decode()
    assert "Letters without an answer" in page and "Clearances and labs asked for" in page
    assert page.count("Due ") == 2 and "Overdue" not in page
    with time_machine.travel(NOW + timedelta(days=15), tick=False):
        client.force_login(provider)
        assert client.get(reverse("workspace:inbox")).content.decode().count("Overdue since") == 2


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.NURSE, Role.OWNER])
def test_these_piles_are_the_providers(provider, role):
    patient = a_patient()
    fill_intake(patient, recent_stroke="yes")
    a_letter(provider, patient=patient)
    a_clearance(provider, patient)
    found = inbox(a_user(role), now=NOW)
    assert (found.letters, found.clearances) == ([], [])
    assert len(inbox(provider, now=NOW).letters) == 1


def test_the_story_and_the_record_tell_it(provider):
    patient = a_patient()
    fill_intake(patient, recent_stroke="yes")
    letter = a_letter(provider, patient=patient)
    actions.record_answer(letter=letter, text="Fine.", outcome="no_objection", by=provider, now=NOW)
    actions.record_clearance_result(
        clearance=a_clearance(provider, patient),
        outcome="not_cleared",
        note="Too soon.",
        seen="",
        by=provider,
        now=NOW,
    )
    story = " ".join(f"{each.title} {each.detail}" for each in entries_of(patient))
    for said in (
        "Contact with Dr Ode",
        "Letter to Dr Ode",
        "Answer of Dr Ode",
        "Asked of Neurology",
        "Too soon.",
    ):
        assert said in story
    record = whole_record(patient)
    assert len(record["people"]["contact_consents"]) >= 1
    for name in ("letters", "answers", "clearances", "clearance_results"):
        assert len(record["screening"][name]) == 1
