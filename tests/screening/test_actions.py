"""Findings are settled by a provider, with a reason; a decision goes stale when what it stood on changes."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape

import pytest

from sojourn.content.markdown import render
from sojourn.core.decisions import Finding, Refused, Severity, require
from sojourn.core.ids import new_id
from sojourn.intake import actions as intake
from sojourn.measures import actions as measures
from sojourn.screening import actions, queries
from sojourn.screening.resolution_rules import may_resolve
from tests.factories import NOW, a_patient, a_user, the_clinic
from tests.stories import (
    a_prescriber,
    all_seen,
    an_eligible_patient,
    answer_questionnaire,
    fill_intake,
    seen,
    texts_seen,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def provider():
    the_clinic()
    return a_prescriber().user


def test_somebody_who_said_nothing_is_never_green(provider):
    patient = a_patient()
    found = queries.screening_of(patient, today=TODAY)
    assert Severity.UNKNOWN in {each.finding.severity for each in found.open_findings}
    assert not queries.is_eligible(patient, today=TODAY).allowed


def test_a_healthy_person_may_be_called_eligible(provider):
    patient = an_eligible_patient(provider)
    assert queries.is_eligible(patient, today=TODAY).allowed


def test_nobody_is_eligible_while_a_finding_is_open(provider):
    patient = a_patient()
    fill_intake(patient, seizure="yes")
    with pytest.raises(Refused) as refusal:
        decide(patient, provider)
    assert "seizure" in {each.code for each in refusal.value.decision.blocking}


def test_nobody_is_eligible_before_a_medical_intake(provider):
    patient = an_eligible_patient(provider)
    with pytest.raises(Refused, match="medical intake"):
        decide(patient, provider, evaluated_on=None)


def test_a_decision_needs_its_reasons(provider):
    with pytest.raises(Refused, match="reason"):
        decide(a_patient(), provider, outcome="declined", reasons=" ")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"valid_until": TODAY - timedelta(days=1)}, "past"),
        ({"evaluated_on": TODAY + timedelta(days=1)}, "day to come"),
        ({"evaluated_on": TODAY - timedelta(days=181)}, "more than 180 days old"),
        ({"diagnoses": ["BANANA"]}, "ICD-10"),
    ],
)
def test_days_and_codes_that_cannot_be_are_refused(provider, changes, sentence):
    patient = an_eligible_patient(provider)
    with pytest.raises(Refused, match=sentence):
        decide(patient, provider, **changes)


def test_nobody_is_eligible_while_a_safety_alert_is_open(provider):
    patient = an_eligible_patient(provider)
    alert = measures.raise_alert(
        patient=patient, about="message", sentence="Wrote that nothing matters.", by=None, now=NOW
    )
    assert "safety_alert" in {each.code for each in queries.is_eligible(patient, today=TODAY).blocking}
    with pytest.raises(Refused, match="Nobody can override"):
        resolve(patient, provider, "safety_alert", "ruled_out")
    measures.take_alert(alert=alert, by=provider, now=NOW)
    measures.close_alert(
        alert=alert, text="Called: a hard day, no plan, sister with them.", by=provider, now=NOW
    )
    assert queries.is_eligible(patient, today=TODAY).allowed


@pytest.mark.parametrize("role", ["front_desk", "nurse", "therapist", "owner"])
def test_only_a_provider_decides(provider, role):
    with pytest.raises(Refused, match="provider"):
        decide(a_patient(), a_user(role), outcome="declined")


def test_a_stop_is_ruled_out_with_a_reason_never_accepted(provider):
    patient = a_patient()
    fill_intake(patient, aneurysm="yes")
    with pytest.raises(Refused, match="not accepted"):
        resolve(patient, provider, "aneurysm", "accepted")
    resolve(patient, provider, "aneurysm", "ruled_out")
    assert "aneurysm" not in {
        each.finding.code for each in queries.screening_of(patient, today=TODAY).open_findings
    }


def test_nobody_overrides_the_age_limit(provider):
    patient = a_patient()
    long_ago = patient.birth_date.replace(year=patient.birth_date.year + 10)
    with pytest.raises(Refused, match="Nobody"):
        require(may_resolve(queries.judged_of(patient, "age", today=long_ago).finding, "ruled_out"))


def test_a_settled_finding_opens_again_when_its_answer_changes(provider):
    patient = an_eligible_patient(provider, seizure="yes", seizure_details="one, in 2010")
    form = patient.intake
    intake.save_answer(form=form, key="seizure", value="unknown", client_id=new_id(), by=None, now=NOW)
    assert "seizure:not_answered" in {
        each.finding.code for each in queries.screening_of(patient, today=TODAY).open_findings
    }


def test_a_new_medicine_makes_the_decision_stale(provider):
    patient = an_eligible_patient(provider)
    intake.add_medication(patient=patient, as_written="Theophylline 300 mg", by=None, now=NOW)
    verdict = queries.is_eligible(patient, today=TODAY)
    assert "decision_stale" in {each.code for each in verdict.blocking}


def test_a_stale_decision_says_what_changed(provider):
    patient = an_eligible_patient(provider)
    intake.add_medication(patient=patient, as_written="Theophylline 300 mg", by=None, now=NOW)
    sentences = [each.message for each in queries.is_eligible(patient, today=TODAY).blocking]
    assert "Since the decision. New on the list: Theophylline 300 mg." in sentences


def test_a_larger_dose_of_the_same_medicine_opens_finding_and_decision_again(provider):
    patient = a_patient()
    line = intake.add_medication(
        patient=patient, as_written="oxycodone", dose="5 mg", frequency="daily", by=None, now=NOW
    )
    an_eligible_patient(provider, patient=patient)
    assert queries.is_eligible(patient, today=TODAY).allowed
    intake.change_medication(
        medication=line, dose="80 mg", frequency="four times a day", by=None, now=NOW + timedelta(hours=1)
    )
    verdict = {each.code for each in queries.is_eligible(patient, today=TODAY).blocking}
    assert {f"interaction:{line.pk}", "decision_stale", "medications:not_confirmed"} <= verdict


def test_two_lines_of_the_same_words_are_settled_one_by_one(provider):
    patient = a_patient()
    fill_intake(patient)
    first, second = (
        intake.add_medication(patient=patient, as_written="oxycodone 5 mg", by=None, now=NOW) for _ in "12"
    )
    resolve(patient, provider, f"interaction:{first.pk}", "accepted")
    still_open = {each.finding.code for each in queries.screening_of(patient, today=TODAY).open_findings}
    assert f"interaction:{second.pk}" in still_open and f"interaction:{first.pk}" not in still_open


def test_another_heart_answer_reopens_what_was_settled_and_the_decision(provider):
    patient = an_eligible_patient(provider, coronary_disease="yes", coronary_unstable="no")
    form = patient.intake
    intake.save_answer(form=form, key="heart_failure", value="yes", client_id=new_id(), by=None, now=NOW)
    assert not queries.is_eligible(patient, today=TODAY).allowed


def test_asking_for_clearance_after_the_decision_takes_its_green_away(provider):
    patient = an_eligible_patient(provider, seizure="yes", seizure_details="one, in 2010")
    assert queries.is_eligible(patient, today=TODAY).allowed
    asked = {"asked_of": "Neurology", "what": "A letter.", "due_on": TODAY + timedelta(days=14)}
    resolve(patient, provider, "seizure", "clearance", **asked)
    assert "seizure" in {each.code for each in queries.is_eligible(patient, today=TODAY).blocking}


def test_what_is_not_known_is_not_accepted(provider):
    patient = a_patient()
    line = intake.add_medication(patient=patient, as_written="Night Calm herbs", by=None, now=NOW)
    for code in ("aneurysm:not_answered", f"interaction:{line.pk}", "medications:not_confirmed"):
        with pytest.raises(Refused, match="not known"):
            resolve(patient, provider, code, "accepted")


def test_an_unknown_age_is_nobodys_to_rule_out():
    unknown = Finding(
        code="age:not_answered",
        message="…",
        severity=Severity.UNKNOWN,
        at_stake=Severity.STOP,
        owner="nobody",
    )
    for kind in ("accepted", "ruled_out", "clearance"):
        assert not may_resolve(unknown, kind).allowed


def test_an_unanswered_depression_questionnaire_is_not_a_calm_one(provider):
    patient = a_patient()
    fill_intake(patient)
    intake.confirm_list(patient=patient, by=None, now=NOW)
    with pytest.raises(Refused, match="self-harm"):
        decide(patient, provider)


def test_a_list_nobody_confirmed_is_not_an_empty_list(provider):
    patient = a_patient()
    fill_intake(patient)
    answer_questionnaire(patient, "phq-9", 0)
    with pytest.raises(Refused, match="which medicines they take"):
        decide(patient, provider)
    intake.confirm_list(patient=patient, by=None, now=NOW)
    actions.read_intake(form=patient.intake, seen=texts_seen(patient), by=provider, now=NOW)
    decide(patient, provider)


def test_naming_what_a_medicine_contains_does_not_ask_for_a_new_confirmation(provider):
    patient = a_patient()
    line = intake.add_medication(patient=patient, as_written="Night Calm herbs", by=None, now=NOW)
    intake.confirm_list(patient=patient, by=None, now=NOW)
    later = NOW + timedelta(hours=1)
    intake.name_ingredients(
        medication=line, ingredients=["melatonin"], reason="Label.", by=provider, now=later
    )
    assert "medications:not_confirmed" not in {
        each.finding.code for each in queries.screening_of(patient, today=TODAY).judged
    }


def test_the_check_tells_what_is_different_from_the_last_one(provider):
    patient = a_patient()
    intake.add_medication(patient=patient, as_written="Zoloft 50 mg", by=None, now=NOW)
    check = actions.check_interactions(patient=patient, by=provider, now=NOW)
    intake.add_medication(patient=patient, as_written="Lamictal 100 mg", by=None, now=NOW)
    now = queries.screening_of(patient, today=TODAY).stands_on
    assert queries.since_the_last_check(check, now) == ("New on the list: Lamictal 100 mg.",)


def test_a_decision_ends_with_its_period(provider):
    patient = an_eligible_patient(provider)
    later = TODAY + timedelta(days=400)
    assert "decision_ended" in {each.code for each in queries.is_eligible(patient, today=later).blocking}


def test_an_unrecognised_medicine_keeps_the_gate_closed_until_somebody_names_it(provider):
    patient = a_patient()
    line = intake.add_medication(patient=patient, as_written="Night Calm herbs", by=None, now=NOW)
    assert line.status == "not_checked"
    assert queries.interactions_of(patient).level.blocks
    intake.name_ingredients(
        medication=line, ingredients=["melatonin"], reason="Read the label.", by=provider, now=NOW
    )
    assert queries.interactions_of(patient).level is not Severity.UNKNOWN


def test_lamotrigine_gets_its_clock(provider):
    patient = a_patient()
    intake.add_medication(patient=patient, as_written="Lamictal 200 mg", by=None, now=NOW)
    [held] = queries.holds_for(patient, starts_at=NOW)
    assert held.clock.last_allowed_at == NOW - timedelta(hours=6)
    assert held.clock.restart_is_planned


def test_the_letter_says_why_in_the_packs_words(provider):
    decision = decide(a_patient(), provider, outcome="not_now", reasons="Blood pressure first.")
    assert "Blood pressure first." in decision.letter
    assert "988" in decision.letter


def test_words_of_the_provider_stand_in_the_letter_as_they_were_typed(provider):
    typed = "# 1: see *both* <b>letters</b> and take_as_told"
    page = render(decide(a_patient(), provider, outcome="not_now", reasons=typed).letter)
    assert f"<p>{escape(typed)}</p>" in page


def test_nobody_promises_to_look_again_in_a_lifetime(provider):
    with pytest.raises(Refused, match="Somebody looks again by"):
        decide(a_patient(), provider, outcome="not_now", valid_until=date(9999, 12, 31))


def resolve(patient, provider, code, kind, **asked):
    return actions.resolve_finding(
        patient=patient,
        code=code,
        kind=kind,
        reason="Angiogram of 2024 shows none.",
        seen=seen(patient, code),
        by=provider,
        now=NOW,
        **asked,
    )


def decide(patient, provider, *, outcome="eligible", reasons="All is well.", evaluated_on=TODAY, **more):
    return actions.decide(
        patient=patient,
        outcome=outcome,
        reasons=reasons,
        evaluated_on=evaluated_on,
        visits={evaluated_on},
        by=provider,
        now=NOW,
        **{"seen": all_seen(patient), **more},
    )
