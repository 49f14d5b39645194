"""A stop that somebody told of and took off the list again is still read before anybody decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sojourn.accounts.roles import Role
from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Finding, Refused, Severity
from sojourn.intake import actions as intake
from sojourn.intake.models import Problem
from sojourn.screening import actions as screening
from sojourn.screening.queries import screening_of
from sojourn.screening.taken_off_rules import NOT_RECOGNIZED, Version, taken_off
from tests.factories import NOW, a_patient, a_user
from tests.stories import a_prescriber, all_seen, an_eligible_patient, fill_intake, texts_seen

TODAY = local_day(NOW)
LATER = NOW + timedelta(hours=1)


def told(words: str, *stops: str, **changes: Any) -> Version:
    return Version(**{"words": words, "stops": frozenset(stops), "at": NOW, **changes})


STROKE = told("Stroke", "Stroke")


@pytest.mark.parametrize(
    ("versions", "found"),
    [
        ([STROKE], None),
        ([STROKE, told("Stroke", "Stroke", stands=False)], "Taken off by the patient: “Stroke”"),
        ([STROKE, told("Stroke", "Stroke", stands=False, reason="A mistake.")], "Reason: A mistake."),
        ([STROKE, told("Headache")], "Changed to “Headache” by the patient: “Stroke”"),
        ([STROKE, told("Stroke, 2019", "Stroke")], None),
        ([told("Headache"), told("Headache", stands=False)], None),
        ([STROKE, told("Stroke", "Stroke", stands=False), STROKE], None),
        ([STROKE, told("Headache"), told("Headache", by="Dr Rowe", reason="None.", stands=False)], "Changed"),
        ([STROKE, told("Stroke", "Stroke", by="Dr Rowe", stands=False)], "Taken off by Dr Rowe"),
        ([STROKE, told("Stroke", "Stroke", by="Dr Rowe", stands=False, reason="A migraine.")], None),
        ([STROKE, told("Migraine", by="Dr Rowe")], None),
        ([told("ketamin", NOT_RECOGNIZED), told("pollen")], None),
        ([told("ketamin", NOT_RECOGNIZED), told("ketamin", NOT_RECOGNIZED, stands=False)], "Taken off"),
    ],
)
def test_what_left_the_list_with_a_stop_at_stake_and_no_word_of_staff(
    versions: list[Version], found: str | None
) -> None:
    findings = taken_off({"1": versions})
    assert [each.code for each in findings] == (["taken_off:1"] if found else [])
    assert all(found and found in each.message for each in findings)
    assert all((each.severity, each.owner) == (Severity.DECIDE, "provider") for each in findings)


def hidden(patient: Any) -> list[Finding]:
    judged = screening_of(patient, today=TODAY).open_findings
    return [each.finding for each in judged if each.finding.code.startswith("taken_off:")]


def a_stroke(patient: Any, **told_with: Any) -> Problem:
    return intake.add_problem(
        patient=patient, name="Stroke", state="past", **{"by": None, "now": NOW, **told_with}
    )


@pytest.fixture
def patient(db: None) -> Any:
    patient = a_patient()
    fill_intake(patient)
    return patient


def test_a_stroke_taken_off_by_the_patient_waits_for_a_provider(patient: Any) -> None:
    line = a_stroke(patient)
    assert hidden(patient) == []
    gone = intake.remove_problem(problem=line, by=None, now=LATER, reason="Wrong button.")
    (found,) = hidden(patient)
    assert "Taken off by the patient: “Stroke”" in found.message and "Wrong button." in found.message
    intake.put_back_problem(problem=gone, by=None, now=LATER + timedelta(minutes=1))
    assert hidden(patient) == []


def test_read_once_it_is_settled_and_taken_off_again_it_is_to_be_read_again(patient: Any) -> None:
    provider, line = a_prescriber().user, a_stroke(patient)
    gone = intake.remove_problem(problem=line, by=None, now=LATER)
    screening.read_intake(form=patient.intake, seen=texts_seen(patient), by=provider, now=LATER)
    assert hidden(patient) == []
    back = intake.put_back_problem(problem=gone, by=None, now=LATER)
    intake.remove_problem(problem=back, by=None, now=LATER + timedelta(days=1))
    assert len(hidden(patient)) == 1


def test_a_line_reworded_by_the_patient_hides_no_stop(patient: Any) -> None:
    intake.change_problem(problem=a_stroke(patient), name="Migraine", by=None, now=LATER)
    assert "Changed to “Migraine" in hidden(patient)[0].message


@pytest.mark.parametrize(
    ("first", "then", "left"),
    [("2026-02", "2010", 1), ("", "2010", 0), ("2010", "2011", 0), ("2026-02", "2026-01", 0)],
)
def test_a_stroke_made_older_by_the_patient_hides_no_stop(
    patient: Any, first: str, then: str, left: int
) -> None:
    intake.change_problem(problem=a_stroke(patient, since=first), since=then, by=None, now=LATER)
    assert len(hidden(patient)) == left


def test_staff_say_why_and_nothing_is_left_to_read(patient: Any) -> None:
    provider = a_user(Role.PROVIDER)
    for reason, left in (("", 1), ("A migraine, by the letter of neurology.", 0)):
        line = a_stroke(patient)
        intake.remove_problem(problem=line, by=provider, now=LATER, reason=reason)
        assert len([each for each in hidden(patient) if str(line.pk) in each.code]) == left


def test_an_allergy_to_ketamine_or_to_nobody_knows_what_is_hidden_neither(patient: Any) -> None:
    for words in ("Spravato", "moon pollen"):
        line = intake.add_allergy(patient=patient, as_written=words, harm="severe", by=None, now=NOW)
        intake.remove_allergy(allergy=line, by=None, now=LATER)
    assert len(hidden(patient)) == 2


def test_no_yes_while_it_is_unread(db: None) -> None:
    provider = a_prescriber().user
    patient = an_eligible_patient(provider)
    intake.remove_problem(problem=a_stroke(patient, now=LATER), by=None, now=LATER)
    with pytest.raises(Refused, match="Taken off by the patient"):
        screening.decide(
            seen=all_seen(patient),
            patient=patient,
            outcome="eligible",
            reasons="Well.",
            evaluated_on=TODAY,
            by=provider,
            now=LATER,
        )
