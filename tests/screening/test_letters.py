"""Letters to other prescribers: only with consent, kept word for word, answered in writing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sojourn import content
from sojourn.audit.models import Event
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.people import actions as people
from sojourn.screening import actions, letter_queries
from tests.factories import NOW, a_patient, a_user, the_clinic
from tests.screening.asking import QUESTION, SPECIALS, a_colleague, a_letter, on_the_list
from tests.stories import a_prescriber, an_eligible_patient

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def provider():
    the_clinic()
    return a_prescriber().user


def test_a_letter_is_kept_word_for_word_and_waits_for_its_answer(provider):
    letter = a_letter(provider, text=SPECIALS)
    assert letter_queries.letter_by_id(letter.pk).text == SPECIALS
    assert list(letter_queries.letters_without_an_answer()) == [letter]
    assert "Dr Ode" in Event.objects.get(kind="screening.letter_written").sentence


def test_a_letter_that_comes_twice_is_one(provider):
    member, client_id = a_colleague(), new_id()
    first, second = (a_letter(provider, member=member, client_id=client_id) for _ in range(2))
    assert first == second and member.letters.count() == 1


@pytest.mark.parametrize("contact", ["", "ask_first", "nothing"])
def test_without_consent_nobody_is_written_to(provider, contact):
    member = a_colleague(contact=contact)
    with pytest.raises(Refused, match="My care team"):
        a_letter(provider, member=member)
    with pytest.raises(Refused, match="My care team"):
        draft(provider, member)
    assert not member.letters.exists()


def test_a_consent_taken_back_holds_at_once(provider):
    member = a_colleague()
    a_letter(provider, member=member)
    people.set_contact_consent(member=member, scope="nothing", by=None, now=NOW)
    with pytest.raises(Refused, match="does not want"):
        a_letter(provider, member=member)


def test_consent_about_medicines_covers_medicines_only(provider):
    patient = a_patient()
    member = a_colleague(patient, contact="medicines")
    assert a_letter(provider, member=member, medication=on_the_list(patient)).medication
    with pytest.raises(Refused, match="medicines only"):
        a_letter(provider, member=member)


def test_who_left_the_care_team_is_not_written_to(provider):
    member = a_colleague()
    people.remove_care_team_member(member=member, by=None, now=NOW)
    with pytest.raises(Refused, match="no longer"):
        a_letter(provider, member=member)


@pytest.mark.parametrize("role", ["front_desk", "nurse", "therapist", "owner"])
def test_only_a_provider_writes(provider, role):
    with pytest.raises(Refused, match="provider"):
        a_letter(a_user(role))


def test_neither_another_patients_colleague_nor_their_medicine(provider):
    patient, other = a_patient(), a_patient()
    with pytest.raises(Refused, match="care team"):
        a_letter(provider, patient=patient, member=a_colleague(other))
    with pytest.raises(Refused, match="list"):
        a_letter(provider, member=a_colleague(patient), medication=on_the_list(other))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"question": "Please stop it."}, "question mark"),
        ({"text": "Dear Dr Ode."}, "question mark"),
        ({"how": "fax"}, "fax number"),
        ({"due_on": None}, "by which day"),
        ({"due_on": TODAY - timedelta(days=1)}, "over"),
    ],
)
def test_a_letter_asks_goes_somewhere_and_has_its_day(provider, changes, said):
    with pytest.raises(Refused, match=said):
        a_letter(provider, **changes)


def test_the_draft_is_the_packs_letter_with_this_question(provider):
    patient = a_patient(first_name="Anneke*", last_name="#Vale")
    member = a_colleague(patient)
    text = draft(provider, member, medication=on_the_list(patient))
    assert QUESTION in text and "Anneke* #Vale" in text and "Zoloft 50 mg" in text and "{{" not in text
    assert "do not change or stop a medicine" in text
    general = content.pack().letters["prescriber"].usual["medicine"]
    assert general in draft(provider, member)


@pytest.mark.parametrize(
    ("decided", "said"),
    [
        (None, "is being assessed for"),
        ("eligible", "takes part in"),
        ("not_now", "has been assessed for"),
        ("declined", "has been assessed for"),
    ],
)
def test_the_letter_says_how_the_patient_stands_to_the_treatment(provider, decided, said):
    patient = an_eligible_patient(provider) if decided == "eligible" else a_patient()
    if decided in ("not_now", "declined"):
        actions.decide(patient=patient, outcome=decided, reasons="Wait.", by=provider, now=NOW)
    assert f"who {said} intramuscular ketamine treatment" in draft(provider, a_colleague(patient))


def test_a_question_is_not_read_as_a_template(provider):
    assert "{{ doctor }}?" in draft(provider, a_colleague(), question="What is {{ doctor }}?")


def test_an_answer_is_taken_down_by_anybody_who_reads_the_chart(provider):
    letter = a_letter(provider)
    nurse, client_id = a_user("nurse"), new_id()
    for _ in range(2):
        actions.record_answer(
            letter=letter,
            text="Fine by me.",
            outcome="no_objection",
            by=nurse,
            now=NOW,
            client_id=client_id,
        )
    fresh = letter_queries.letter_by_id(letter.pk)
    assert (fresh.latest_answer.received_by, fresh.answers.count()) == (nurse, 1)
    assert not letter_queries.letters_without_an_answer().exists()
    assert Event.objects.filter(kind="screening.letter_answered").count() == 1


def test_an_answer_needs_words_and_somebody_who_reads_the_chart(provider):
    letter = a_letter(provider)
    with pytest.raises(Refused, match="what they answered"):
        actions.record_answer(letter=letter, text=" ", outcome="open", by=provider, now=NOW)
    with pytest.raises(Refused, match="clinical staff"):
        actions.record_answer(letter=letter, text="Yes.", outcome="open", by=a_user("front_desk"), now=NOW)


def test_the_longest_due_stands_first(provider):
    late = a_letter(provider, due_on=TODAY + timedelta(days=30))
    soon = a_letter(provider, due_on=TODAY)
    assert list(letter_queries.letters_without_an_answer()) == [soon, late]


def draft(provider, member, *, question=QUESTION, medication=None):
    return letter_queries.draft(
        patient=member.patient, member=member, question=question, medication=medication, by=provider, now=NOW
    )
