"""What somebody writes and no rule reads waits until a person has read it."""

from __future__ import annotations

import pytest

from sojourn import content
from sojourn.core.decisions import Finding, Refused, Severity
from sojourn.core.ids import new_id
from sojourn.intake import actions as intake
from sojourn.screening import actions, queries
from sojourn.screening.reading_rules import is_settled_by_reading, lists_not_known, to_read
from sojourn.screening.resolution_rules import may_resolve
from tests.factories import NOW, a_patient, a_staff_member, a_user
from tests.stories import a_prescriber, an_eligible_patient, fill_intake, texts_seen

FORM = content.library().intake_form


def test_each_text_weighs_what_the_content_says_and_silence_is_nothing_to_read():
    found = {
        each.field: each for each in to_read(FORM, {"story": "A grey.", "goals": "Cello.", "worries": ""})
    }
    assert found["story"].severity is Severity.DECIDE and "A grey." in found["story"].evidence
    assert found["goals"].severity is Severity.INFORMATION and "worries" not in found


def test_a_text_behind_a_question_that_is_not_asked_is_not_read():
    assert not to_read(FORM, {"seizure": "no", "seizure_details": "once"})
    assert to_read(FORM, {"seizure": "yes", "seizure_details": "once"})


def test_not_knowing_stays_unknown_and_reading_does_not_settle_it():
    (found,) = to_read(FORM, {"treatments_tried": "unknown"})
    assert found.severity is Severity.UNKNOWN and not is_settled_by_reading(found)
    assert not may_resolve(found, "read").allowed and may_resolve(found, "accepted").allowed


@pytest.mark.parametrize("code", ["seizure", "allergy:1", "interaction:1"])
def test_reading_settles_own_words_and_nothing_else(code):
    assert not may_resolve(Finding(code=code, message="", severity=Severity.DECIDE), "read").allowed
    assert may_resolve(Finding(code="read:story", message="", severity=Severity.DECIDE), "read").allowed
    assert may_resolve(Finding(code="problem:1", message="", severity=Severity.DECIDE), "read").allowed


def _open(patient):
    found = queries.screening_of(patient, today=NOW.date()).open_findings
    return {each.finding.code for each in found if each.finding.code.startswith("read:")}


@pytest.mark.django_db
def test_reading_the_form_settles_its_texts_until_one_is_written_anew():
    patient, provider = a_patient(), a_staff_member("provider").user
    fill_intake(patient, anything_else="My heart races at night.")
    form = intake.open_form(patient=patient, now=NOW)
    assert "read:anything_else" in _open(patient)
    read(form, provider)
    assert not _open(patient)
    intake.save_answer(
        form=form, key="anything_else", value="It stops, too.", client_id=new_id(), by=None, now=NOW
    )
    assert _open(patient) == {"read:anything_else"}
    assert len(read(form, provider)) == 1
    assert read(form, provider) == []


@pytest.mark.django_db
def test_what_was_written_after_the_page_was_opened_is_still_to_be_read():
    patient, provider = a_patient(), a_staff_member("provider").user
    fill_intake(patient, anything_else="My heart races at night.")
    form, seen = patient.intake, texts_seen(patient)
    intake.save_answer(
        form=form, key="anything_else", value="It stops, too.", client_id=new_id(), by=None, now=NOW
    )
    actions.read_intake(form=form, seen=seen, by=provider, now=NOW)
    assert _open(patient) == {"read:anything_else"}


def read(form, by):
    return actions.read_intake(form=form, seen=texts_seen(form.patient), by=by, now=NOW)


@pytest.mark.django_db
def test_only_who_may_decide_reads():
    patient = a_patient()
    fill_intake(patient)
    form = intake.open_form(patient=patient, now=NOW)
    with pytest.raises(Refused):
        read(form, a_user("nurse"))


EMPTY = {"has_problems": "no", "allergy_other": "no"}


@pytest.mark.parametrize("key", ["has_problems", "allergy_other"])
@pytest.mark.parametrize("answer", [None, "", "unknown", "yes"])
def test_an_empty_list_that_nobody_called_empty_is_not_known(key, answer):
    assert lists_not_known(FORM, EMPTY) == ()
    (found,) = lists_not_known(FORM, EMPTY | {key: answer})
    assert (found.severity, found.at_stake, found.field) == (Severity.UNKNOWN, Severity.STOP, key)
    assert found.code == f"list:{key}:not_known"
    assert not is_settled_by_reading(found) and not may_resolve(found, "accepted").allowed
    assert lists_not_known(FORM, EMPTY | {key: answer}, {"problems", "allergies"}) == ()


def test_a_yes_before_an_empty_list_says_what_is_missing_and_is_another_word_than_not_knowing():
    (yes,) = lists_not_known(FORM, EMPTY | {"allergy_other": "yes"}, {"problems"})
    (unknown,) = lists_not_known(FORM, EMPTY | {"allergy_other": "unknown"}, {"problems"})
    label = "Are you allergic to any other medicine, to latex, or to anything else?"
    assert yes.message == f"Answered with yes, and nothing stands on the list: {label}"
    assert unknown.message == f"Not known: {label}"
    assert yes.evidence == "answer:allergy_other = yes, and no line"
    assert unknown.evidence == "answer:allergy_other not known"
    assert (yes.source, yes.owner) == (
        "Clinic safety practice: an empty list says nothing by itself",
        "provider",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "line"), [("has_problems", "problem"), ("allergy_other", "allergy")])
def test_a_yes_with_nothing_on_the_list_keeps_nobody_green(key, line):
    provider = a_prescriber().user
    patient = an_eligible_patient(provider)
    form = intake.open_form(patient=patient, now=NOW)
    intake.save_answer(form=form, key=key, value="yes", client_id=new_id(), by=None, now=NOW)
    verdict = queries.is_eligible(patient, today=NOW.date())
    assert not verdict.allowed and "nothing stands on the list" in verdict.sentence
    told = {"patient": patient, "by": provider, "now": NOW, "client_id": new_id()}
    if line == "problem":
        intake.add_problem(name="Hay fever", state="active", **told)
    else:
        intake.add_allergy(as_written="pollen", harm="mild", **told)
    codes = {each.finding.code for each in queries.screening_of(patient, today=NOW.date()).open_findings}
    assert f"list:{key}:not_known" not in codes
