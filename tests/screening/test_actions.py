"""Findings are settled by a provider, with a reason; a decision goes stale when what it stood on changes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sojourn.core.decisions import Refused, Severity, require
from sojourn.core.ids import new_id
from sojourn.intake import actions as intake
from sojourn.screening import actions, queries
from sojourn.screening.resolution_rules import may_resolve
from tests.factories import NOW, a_patient, a_user, the_clinic
from tests.stories import a_prescriber, an_eligible_patient, fill_intake

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
        require(may_resolve(queries.finding_of(patient, "age", today=long_ago), "ruled_out"))


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


def resolve(patient, provider, code, kind):
    return actions.resolve_finding(
        patient=patient, code=code, kind=kind, reason="Angiogram of 2024 shows none.", by=provider, now=NOW
    )


def decide(patient, provider, *, outcome="eligible", reasons="All is well.", evaluated_on=TODAY):
    return actions.decide(
        patient=patient, outcome=outcome, reasons=reasons, evaluated_on=evaluated_on, by=provider, now=NOW
    )
