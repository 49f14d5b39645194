"""A word about one measurement or answer does not cover the next that says the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sojourn.core.ids import new_id
from sojourn.intake import actions as intake
from sojourn.screening import actions, queries, waiting_queries
from tests.factories import NOW, a_patient, the_clinic
from tests.stories import a_prescriber, answer_questionnaire, fill_intake, seen

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=3)


@pytest.fixture
def provider():
    the_clinic()
    return a_prescriber().user


@pytest.fixture
def patient():
    found = a_patient()
    fill_intake(found)
    return found


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"pregnancy_test": "positive"}, "pregnancy"),
        ({"systolic": "190", "diastolic": "125"}, "blood_pressure_very_high"),
    ],
)
def test_a_second_reading_of_the_same_value_is_looked_at_again(provider, patient, values, code):
    read(patient, provider, values)
    rule_out(patient, provider, code)
    assert not is_open(patient, code)
    read(patient, provider, values, at=LATER)
    assert is_open(patient, code)


def test_two_equal_readings_of_one_minute_are_two(provider, patient):
    read(patient, provider, {"systolic": "150", "diastolic": "95"})
    rule_out(patient, provider, "hypertension_uncontrolled")
    assert not is_open(patient, "hypertension_uncontrolled")
    read(patient, provider, {"systolic": "150", "diastolic": "95"}, now=NOW + timedelta(seconds=20))
    assert is_open(patient, "hypertension_uncontrolled")


def test_one_form_sent_twice_and_another_value_leave_it_settled(provider, patient):
    sent = new_id()
    read(patient, provider, {"pregnancy_test": "positive"}, sent=sent)
    rule_out(patient, provider, "pregnancy")
    read(patient, provider, {"pregnancy_test": "positive"}, now=LATER, sent=sent)
    read(patient, provider, {"alt": "30"}, at=LATER)
    assert not is_open(patient, "pregnancy")


def test_thoughts_of_dying_told_again_are_looked_at_again(provider, patient):
    answer_questionnaire(patient, "phq-9", 0, q9=2)
    codes = [each.finding.code for each in judged(patient) if "measure:phq-9.q9" in each.finding.evidence]
    assert codes
    for code in codes:
        rule_out(patient, provider, code)
    assert not any(is_open(patient, code) for code in codes)
    answer_questionnaire(patient, "phq-9", 0, q9=2, occasion="again", now=LATER)
    assert all(is_open(patient, code) for code in codes)


def test_an_answer_changed_away_and_back_is_another_one(provider, patient):
    say(patient, "yes")
    rule_out(patient, provider, "aneurysm")
    say(patient, "no", LATER)
    say(patient, "yes", LATER + timedelta(minutes=1))
    assert is_open(patient, "aneurysm")


def test_an_answer_saved_again_is_the_same(provider, patient):
    say(patient, "yes")
    rule_out(patient, provider, "aneurysm")
    say(patient, "yes", LATER)
    assert not is_open(patient, "aneurysm")


def test_the_front_desk_s_list_knows_the_same_events(provider, patient):
    for at, value in enumerate(("no", "yes", "no")):
        say(patient, value, NOW + timedelta(minutes=at), key="escort_available")
    assert waits(patient) == {"escort"}
    rule_out(patient, provider, "escort")
    assert waits(patient) == set()


def test_the_evidence_names_value_and_day(provider, patient):
    read(patient, provider, {"pregnancy_test": "positive"})
    found = queries.find(patient, "pregnancy", today=NOW.date()).finding
    assert f"lab:pregnancy_test = positive on {NOW.date()}" in found.evidence


def read(patient, by, values, *, at=NOW, now=None, sent=None):
    intake.record_readings(
        patient=patient,
        values=values,
        taken_at=at,
        source="Lab",
        client_id=sent or new_id(),
        by=by,
        now=now or at,
    )


def say(patient, value, at=NOW, key="aneurysm"):
    form = intake.open_form(patient=patient, now=at)
    intake.save_answer(form=form, key=key, value=value, client_id=new_id(), by=None, now=at)


def rule_out(patient, by, code):
    actions.resolve_finding(
        patient=patient,
        code=code,
        kind="ruled_out",
        reason="It was a mistake.",
        seen=seen(patient, code),
        by=by,
        now=NOW,
    )


def judged(patient):
    return queries.screening_of(patient, today=NOW.date()).judged


def is_open(patient, code):
    return code in {each.finding.code for each in judged(patient) if each.waits}


def waits(patient):
    found = waiting_queries.findings_waiting_for(["front_desk"], today=NOW.date())
    return {each.finding.code for each in found if each.patient == patient}
