"""A clearance is a task with a day; its answer settles the finding or leaves it open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sojourn.audit.models import Event
from sojourn.core.decisions import Refused
from sojourn.intake import actions as intake
from sojourn.screening import actions, letter_queries, queries
from tests.factories import NOW, a_patient, a_user, the_clinic
from tests.stories import a_prescriber, fill_intake, seen

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DUE = TODAY + timedelta(days=14)


@pytest.fixture
def provider():
    the_clinic()
    return a_prescriber().user


@pytest.fixture
def patient():
    found = a_patient()
    fill_intake(found, recent_stroke="yes", aneurysm="yes", seizure="yes")
    return found


def test_a_stop_until_cleared_is_lifted_by_the_clearance(provider, patient):
    asked = ask(patient, provider, "stroke")
    assert (asked.asked_of, asked.due_on) == ("Neurology", DUE)
    assert is_open(patient, "stroke") and list(letter_queries.clearances_waiting()) == [asked]
    answer(asked, provider, "cleared")
    assert not is_open(patient, "stroke") and not letter_queries.clearances_waiting().exists()
    assert "Neurology" in Event.objects.get(kind="screening.clearance_answered").sentence


def test_not_cleared_leaves_it_open(provider, patient):
    asked = ask(patient, provider, "stroke")
    answer(asked, provider, "not_cleared")
    assert is_open(patient, "stroke") and not letter_queries.clearances_waiting().exists()


def test_a_clearance_does_not_lift_a_stop_whose_rule_knows_none(provider, patient):
    asked = ask(patient, provider, "aneurysm")
    with pytest.raises(Refused, match="does not settle this"):
        answer(asked, provider, "cleared")
    assert is_open(patient, "aneurysm")
    answer(asked, provider, "not_cleared")
    assert is_open(patient, "aneurysm")


@pytest.mark.parametrize("meanwhile", ["unknown", "no"])
def test_no_detour_over_another_answer_lifts_a_stop(provider, patient, meanwhile):
    asked = ask(patient, provider, "aneurysm")
    fill_intake(patient, aneurysm=meanwhile)
    with pytest.raises(Refused, match="does not settle this"):
        answer(asked, provider, "cleared")
    fill_intake(patient, aneurysm="yes")
    assert is_open(patient, "aneurysm")


def test_no_detour_over_an_answer_lifts_what_is_not_known(provider, patient):
    fill_intake(patient, aneurysm="unknown")
    asked = ask(patient, provider, "aneurysm:not_answered")
    fill_intake(patient, aneurysm="no")
    with pytest.raises(Refused, match="does not settle this"):
        answer(asked, provider, "cleared")


def test_a_medicine_that_changed_is_not_cleared_as_it_was(provider, patient):
    line = intake.add_medication(patient=patient, as_written="Night Calm herbs", by=None, now=NOW)
    asked = ask(patient, provider, f"interaction:{line.pk}")
    off = intake.stop_medication(medication=line, reason="Used up.", by=None, now=NOW)
    intake.set_aside_medication(medication=off, reason="Never opened.", by=provider, now=NOW)
    with pytest.raises(Refused, match="no longer there"):
        answer(asked, provider, "cleared")
    answer(asked, provider, "not_cleared")


def test_a_specialist_s_letter_that_crosses_an_answer_still_counts(provider, patient):
    asked = ask(patient, provider, "stroke")
    fill_intake(patient, recent_stroke="unknown")
    answer(asked, provider, "cleared")
    assert asked.result.outcome == "cleared"


def test_what_a_provider_decides_may_rest_on_an_answer(provider, patient):
    answer(ask(patient, provider, "seizure"), provider, "cleared")
    assert not is_open(patient, "seizure")


@pytest.mark.parametrize("role", ["front_desk", "nurse", "therapist", "owner"])
def test_only_a_provider_records_it(provider, patient, role):
    asked = ask(patient, provider, "stroke")
    with pytest.raises(Refused, match="provider"):
        answer(asked, a_user(role), "cleared")


def test_an_answer_counts_once(provider, patient):
    asked = ask(patient, provider, "stroke")
    answer(asked, provider, "not_cleared")
    with pytest.raises(Refused, match="already"):
        answer(asked, provider, "cleared")
    assert is_open(patient, "stroke")


def test_an_answer_says_what_it_says(provider, patient):
    with pytest.raises(Refused, match="what the answer says"):
        answer(ask(patient, provider, "stroke"), provider, "cleared", note=" ")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"due_on": None}, "due_on"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
        ({"asked_of": ""}, "asked_of"),
    ],
)
def test_a_clearance_without_whom_or_day_is_refused(provider, patient, changes, field):
    with pytest.raises(Refused) as refusal:
        ask(patient, provider, "stroke", **changes)
    assert [each.field for each in refusal.value.decision.blocking] == [field]
    assert not patient.resolutions.exists()


def test_what_was_settled_otherwise_no_longer_waits(provider, patient):
    ask(patient, provider, "stroke")
    actions.resolve_finding(
        patient=patient,
        code="stroke",
        kind="ruled_out",
        reason="It was eight years ago.",
        seen=seen(patient, "stroke"),
        by=provider,
        now=NOW + timedelta(hours=1),
    )
    assert not letter_queries.clearances_waiting().exists()


def test_asked_again_the_new_request_counts(provider, patient):
    answer(ask(patient, provider, "stroke"), provider, "cleared")
    ask(patient, provider, "stroke", now=NOW + timedelta(days=1))
    assert is_open(patient, "stroke")


def test_what_was_asked_is_the_reason_unless_said(provider, patient):
    assert ask(patient, provider, "stroke").what == "Stroke in November."
    assert ask(patient, provider, "stroke", what="A letter").what == "A letter"


def ask(patient, provider, code, *, now=NOW, **changes):
    told = {"asked_of": "Neurology", "due_on": DUE, "reason": "Stroke in November.", **changes}
    return actions.resolve_finding(
        patient=patient, code=code, kind="clearance", seen=seen(patient, code), by=provider, now=now, **told
    ).clearance


def answer(asked, by, outcome, note="Letter of 1 March."):
    told = seen(asked.asked_in.patient, asked.resolution.code)
    return actions.record_clearance_result(
        clearance=asked, outcome=outcome, note=note, seen=told, by=by, now=NOW
    )


def is_open(patient, code):
    return code in {each.finding.code for each in queries.screening_of(patient, today=TODAY).open_findings}
