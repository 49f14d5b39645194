"""What others say against a treatment takes the green away, whenever it comes, until a provider answers it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Refused
from sojourn.screening import actions, queries
from sojourn.screening.changed_queries import changed_since_the_decision
from sojourn.screening.letter_rules import Against, advised_against
from tests.factories import NOW, a_patient, a_user, the_clinic
from tests.screening.asking import a_letter
from tests.stories import a_prescriber, all_seen, an_eligible_patient, fill_intake, seen, settle_findings

pytestmark = pytest.mark.django_db
TODAY = local_day(NOW)
LATER = NOW + timedelta(hours=1)
AT_LAST = NOW + timedelta(hours=2)


@pytest.fixture
def provider() -> Any:
    the_clinic()
    return a_prescriber().user


def test_one_finding_for_each_answer_against_it() -> None:
    told = [Against("1", "Dr Ode", "Monday, March 2, 2026"), Against("2", "Dr Ode", "Monday, March 2, 2026")]
    found = advised_against(told)
    assert [each.code for each in found] == ["advised_against:1", "advised_against:2"]
    assert all(each.severity.blocks and "Dr Ode advises against" in each.message for each in found)


@pytest.mark.parametrize(
    ("outcome", "green"),
    [("advises_against", False), ("no_objection", True), ("adjusts", True), ("open", True)],
)
def test_nobody_stays_green_whose_prescriber_advises_against_it(
    provider: Any, outcome: str, green: bool
) -> None:
    patient = an_eligible_patient(provider)
    a_letter_answered(patient, provider, outcome)
    verdict = queries.is_eligible(patient, today=TODAY)
    assert verdict.allowed is green
    assert ("Dr Ode advises against treatment" in verdict.sentence) is not green
    assert [each.patient for each in changed_since_the_decision(today=TODAY)] == [patient] * (not green)


def test_a_kinder_answer_does_not_lift_it_and_a_provider_s_reason_does(provider: Any) -> None:
    patient = an_eligible_patient(provider)
    letter = a_letter_answered(patient, provider, "advises_against")
    actions.record_answer(
        letter=letter, text="On second thoughts.", outcome="no_objection", by=a_user("nurse"), now=AT_LAST
    )
    assert not queries.is_eligible(patient, today=TODAY).allowed
    settle_findings(patient, provider, now=AT_LAST)
    decide(patient, provider)
    assert queries.is_eligible(patient, today=TODAY).allowed


def test_an_answer_after_all_was_settled_opens_it_again(provider: Any) -> None:
    patient, asked = asked_and_settled_otherwise(provider)
    assert queries.is_eligible(patient, today=TODAY).allowed
    answer(asked, provider, "not_cleared")
    assert not queries.is_eligible(patient, today=TODAY).allowed
    assert [each.patient for each in changed_since_the_decision(today=TODAY)] == [patient]


def test_a_word_after_the_answer_settles_it(provider: Any) -> None:
    patient, asked = asked_and_settled_otherwise(provider)
    answer(asked, provider, "not_cleared")
    rule_out(patient, provider, now=AT_LAST)
    assert queries.is_eligible(patient, today=TODAY).allowed


def test_a_yes_after_all_was_settled_opens_nothing(provider: Any) -> None:
    patient, asked = asked_and_settled_otherwise(provider)
    answer(asked, provider, "cleared")
    assert queries.is_eligible(patient, today=TODAY).allowed


def test_nothing_is_settled_over_a_word_that_was_not_read(provider: Any) -> None:
    patient = a_patient()
    fill_intake(patient, recent_stroke="yes")
    shown = seen(patient, "stroke")
    answer(ask(patient, provider), provider, "not_cleared")
    with pytest.raises(Refused, match="has asked others about it meanwhile"):
        rule_out(patient, provider, now=AT_LAST, seen=shown)
    rule_out(patient, provider, now=AT_LAST)


def a_letter_answered(patient: Any, by: Any, outcome: str) -> Any:
    letter = a_letter(by, patient=patient)
    actions.record_answer(letter=letter, text="As agreed on the phone.", outcome=outcome, by=by, now=LATER)
    return letter


def asked_and_settled_otherwise(provider: Any) -> tuple[Any, Any]:
    patient = a_patient()
    fill_intake(patient, recent_stroke="yes")
    asked = ask(patient, provider)
    rule_out(patient, provider, now=NOW + timedelta(minutes=1))
    return an_eligible_patient(
        provider, patient=patient, now=NOW + timedelta(minutes=2), recent_stroke="yes"
    ), asked


def ask(patient: Any, by: Any) -> Any:
    told = {"reason": "Stroke in November.", "asked_of": "Neurology", "due_on": TODAY}
    return settle(patient, by, kind="clearance", now=NOW, **told).clearance


def answer(asked: Any, by: Any, outcome: str) -> None:
    told = seen(asked.asked_in.patient, "stroke")
    actions.record_clearance_result(
        clearance=asked, outcome=outcome, note="Letter of today.", seen=told, by=by, now=LATER
    )


def rule_out(patient: Any, by: Any, **changes: Any) -> Any:
    return settle(patient, by, kind="ruled_out", reason="It was eight years ago.", **changes)


def settle(patient: Any, by: Any, **word: Any) -> Any:
    return actions.resolve_finding(
        patient=patient, code="stroke", by=by, **{"seen": seen(patient, "stroke"), **word}
    )


def decide(patient: Any, by: Any) -> None:
    actions.decide(
        patient=patient,
        outcome="eligible",
        reasons="Spoken with both.",
        seen=all_seen(patient, now=AT_LAST),
        evaluated_on=TODAY,
        visits={TODAY},
        by=by,
        now=AT_LAST,
    )
