"""What is answered anew after sending reaches the people room at once, and a no to speaking is a no from now on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sojourn.audit.models import Event
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.intake import actions
from sojourn.people import actions as people
from sojourn.people import queries as records
from sojourn.people.models import Contact, ContactConsent
from sojourn.screening import actions as screening
from tests.factories import NOW, a_patient, a_staff_member
from tests.stories import fill_intake

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)
TEAM = {
    "has_counselor": "yes",
    "counselor_name": "Hollis Gray",
    "counselor_email": "hollis@example.com",
    "may_contact_team": "all",
}


@pytest.fixture
def form() -> Any:
    return fill_intake(a_patient(), **TEAM)


def anew(form: Any, **told: Any) -> None:
    assert actions.save_answers(form=form, told=told, by=None, now=LATER) == {}


def a_letter(form: Any) -> Any:
    member = form.patient.care_team.get(name="Hollis Gray")
    return screening.write_to_prescriber(
        patient=form.patient,
        member=member,
        question="May she be treated?",
        text="Dear colleague, may she be treated?",
        how="post",
        reach="1 Fir Street, Portland",
        due_on=(LATER + timedelta(days=9)).date(),
        by=a_staff_member("provider").user,
        now=LATER,
    )


def test_a_no_takes_the_word_back_from_everybody_and_no_letter_goes(form: Any) -> None:
    people.add_care_team_member(
        patient=form.patient, kind="prescriber", name="Dr. Ash", by=None, now=NOW, contact="treatment"
    )
    anew(form, may_contact_team="none")
    for member in form.patient.care_team.all():
        assert member.contact_consent.scope == ContactConsent.Scope.NOTHING
        assert member.contact_consents.count() == 2, "what was agreed before stays on record"
    with pytest.raises(Refused):
        a_letter(form)


def test_a_yes_again_is_for_those_the_form_names(form: Any) -> None:
    people.add_care_team_member(
        patient=form.patient, kind="prescriber", name="Dr. Ash", by=None, now=NOW, contact="nothing"
    )
    anew(form, may_contact_team="none")
    anew(form, may_contact_team="all")
    said = {each.name: each.contact_consent.allowed for each in form.patient.care_team.all()}
    assert said["Hollis Gray"] and not said["Dr. Ash"]


def test_emergency_contact_street_and_doctor_reach_the_record(form: Any) -> None:
    anew(form, emergency_name="Tove Ash", emergency_phone="503 555 0199")
    anew(form, address_street="9 Birch Road")
    anew(form, counselor_phone="503 555 0155", has_primary_care="yes", primary_care_name="Dr. Reed")
    patient = type(form.patient).objects.get(pk=form.patient_id)
    contact = Contact.objects.get(patient=patient, kind="emergency")
    assert contact.name == "Tove Ash" and contact.phone.endswith("0199")
    assert patient.address.startswith("9 Birch Road\n")
    team = {each.name: each for each in records.care_team_of(patient)}
    assert team["Hollis Gray"].phone.endswith("0155") and "Dr. Reed" in team
    changed = Event.objects.get(kind="patient.changed", at=LATER)
    assert "9 Birch Road" in str(changed.data) and "before" in str(changed.data)


def test_one_answer_at_the_click_does_too(form: Any) -> None:
    said = {"key": "preferred_name", "value": "Robin", "client_id": new_id(), "by": None, "now": LATER}
    actions.save_answer(form=form, **said)
    assert type(form.patient).objects.get(pk=form.patient_id).preferred_name == "Robin"


def test_what_the_clinic_changed_meanwhile_is_not_undone_by_another_answer(form: Any) -> None:
    people.update_details(patient=form.patient, by=None, now=NOW, address="1 Quay\nPortland, OR 97209")
    people.set_contact(patient=form.patient, kind="emergency", name="Known Better", by=None, now=NOW)
    anew(form, pronouns="they", gender="none")
    assert type(form.patient).objects.get(pk=form.patient_id).address.startswith("1 Quay")
    assert Contact.objects.get(patient=form.patient, kind="emergency").name == "Known Better"


def test_before_sending_nothing_is_taken_over() -> None:
    patient = a_patient()
    form = actions.open_form(patient=patient, now=NOW)
    anew(form, emergency_name="Tove Ash", emergency_phone="503 555 0199")
    assert not Contact.objects.filter(patient=patient).exists()
