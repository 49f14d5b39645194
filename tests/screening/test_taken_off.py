"""A stop that somebody told of and took off the list again is still read before anybody decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sojourn import content
from sojourn.accounts.roles import Role
from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Finding, Refused, Severity
from sojourn.intake import actions as intake
from sojourn.intake.models import Problem
from sojourn.screening import actions as screening
from sojourn.screening.line_rules import ToldLine, stops_by_day
from sojourn.screening.queries import screening_of
from sojourn.screening.resolution_rules import evidence_hash
from sojourn.screening.taken_off_rules import NOT_RECOGNIZED, Version, taken_off
from tests.factories import NOW, a_patient, a_user
from tests.stories import (
    a_prescriber,
    all_seen,
    an_eligible_patient,
    fill_intake,
    settle_findings,
    texts_seen,
)

TODAY = local_day(NOW)
LATER = NOW + timedelta(hours=1)


def told(words: str, *stops: str, **changes: Any) -> Version:
    return Version(**{"words": words, "stops": frozenset(stops), "at": NOW, **changes})


STROKE = told("Stroke", "Stroke")
LATELY = told("Stroke, since April", "Stroke", lately=frozenset({"Stroke"}))


@pytest.mark.parametrize(
    ("versions", "found"),
    [
        ([STROKE], None),
        ([STROKE, told("Stroke", "Stroke", stands=False)], "Taken off by the patient: “Stroke”"),
        ([STROKE, told("Stroke", "Stroke", stands=False, reason="A mistake.")], "Reason: A mistake."),
        ([STROKE, told("Headache")], "Changed to “Headache” by the patient: “Stroke”"),
        ([STROKE, told("Stroke, 2019", "Stroke")], None),
        ([LATELY, told("Stroke, since 2019", "Stroke")], "Changed to “Stroke, since 2019” by the patient"),
        ([LATELY, told("Stroke, since May", "Stroke", lately={"Stroke"})], None),
        ([LATELY, told("Stroke, since 2019", "Stroke"), LATELY], None),
        ([LATELY, told("Stroke, since 2019", "Stroke", by="Dr Rowe")], None),
        ([LATELY, told("Stroke", "Stroke", stands=False, lately={"Stroke"})], "Taken off by the patient"),
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


def test_a_word_of_its_own_settles_it_and_taken_off_again_it_is_to_be_settled_again(patient: Any) -> None:
    provider, line = a_prescriber().user, a_stroke(patient)
    gone = intake.remove_problem(problem=line, by=None, now=LATER)
    (found,) = hidden(patient)
    seen = {*texts_seen(patient), evidence_hash(found)}
    screening.read_intake(form=patient.intake, seen=seen, by=provider, now=LATER)
    assert len(hidden(patient)) == 1
    settle_findings(patient, provider, now=LATER)
    assert hidden(patient) == []
    back = intake.put_back_problem(problem=gone, by=None, now=LATER)
    intake.remove_problem(problem=back, by=None, now=LATER + timedelta(days=1))
    assert len(hidden(patient)) == 1


def test_a_line_reworded_by_the_patient_hides_no_stop(patient: Any) -> None:
    intake.change_problem(problem=a_stroke(patient), name="Migraine", by=None, now=LATER)
    assert "Changed to “Migraine" in hidden(patient)[0].message


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        ("2025-12", "2019", 1),
        ("", "2019", 1),
        ("a while", "2019", 1),
        ("2025-12", "2026-01", 0),
        ("2025-12", "", 0),
        ("2018", "2019", 0),
    ],
)
def test_another_day_of_a_stroke_hides_no_stop(patient: Any, before: str, after: str, left: int) -> None:
    line = a_stroke(patient, since=before)
    assert hidden(patient) == []
    moved = intake.change_problem(problem=line, since=after, by=None, now=LATER)
    found = hidden(patient)
    assert len(found) == left
    if found:
        assert f"since {after}” by the patient: “{line.name}" in found[0].message
        intake.change_problem(problem=moved, since=before, by=None, now=LATER + timedelta(minutes=1))
        assert hidden(patient) == []


def test_staff_who_learn_the_day_leave_nothing_to_read(patient: Any) -> None:
    line = a_stroke(patient, since="2025-12")
    intake.change_problem(problem=line, since="2019", by=a_user(Role.PROVIDER), now=LATER)
    assert hidden(patient) == []


def test_a_stop_that_time_alone_has_ended_was_not_hidden(patient: Any) -> None:
    line = a_stroke(patient, since="2025-12")
    intake.change_problem(problem=line, since="2019", by=None, now=LATER)
    later = screening_of(patient, today=TODAY + timedelta(days=200)).judged
    assert not [each for each in later if each.finding.code.startswith("taken_off:")]


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
            visits={TODAY},
            by=provider,
            now=LATER,
        )


@pytest.mark.parametrize(
    ("code", "days_ago", "titles"),
    [
        ("I63.9", 183, {"Recent stroke"}),
        ("I63.9", 184, set()),
        ("I63.9", None, {"Recent stroke"}),
        ("I21.9", 1, {"Recent heart attack"}),
        ("I10", 1, set()),
        ("I67.1", 1, set()),
    ],
)
def test_only_what_counts_for_some_time_is_held_to_its_day(
    code: str, days_ago: int | None, titles: set[str]
) -> None:
    began = None if days_ago is None else TODAY - timedelta(days=days_ago)
    line = ToldLine("1", "As told", (code,), began=began)
    assert stops_by_day(line, content.library().screening, TODAY) == titles
