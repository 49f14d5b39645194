"""Taking a medicine off the list does not take it out of anybody: for some days it still counts in the check."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Refused, Severity
from sojourn.intake import actions, queries
from sojourn.intake.models import Medication
from sojourn.people.models import Patient
from sojourn.screening.queries import screening_of
from tests.factories import NOW, a_patient, a_user

pytestmark = pytest.mark.django_db

TODAY = local_day(NOW)


@pytest.fixture
def patient() -> Patient:
    return a_patient()


def add(patient: Patient, text: str, **changes: Any) -> Medication:
    return actions.add_medication(patient=patient, as_written=text, by=None, now=NOW, **changes)


def stop(line: Medication, **told: Any) -> Medication:
    return actions.stop_medication(medication=line, reason="No more", by=None, **{"now": NOW, **told})


def counted(patient: Patient, days: int = 0) -> list[str]:
    found = queries.lately_taken(patient, TODAY + timedelta(days=days))
    return [each.line.as_written for each in found]


def test_what_was_taken_an_hour_ago_is_still_checked(patient: Patient) -> None:
    line = add(patient, "theophylline 200 mg", last_taken_at=NOW - timedelta(hours=1))
    before = screening_of(patient, today=TODAY)
    stop(line)
    after = screening_of(patient, today=TODAY)
    assert [each.finding.code for each in after.judged if each.finding.code.startswith("interaction:")] == [
        each.finding.code for each in before.judged if each.finding.code.startswith("interaction:")
    ]
    assert after.report.level is before.report.level and after.report.level.blocks
    assert "Off the list, and still counted" in after.report.drugs[0].sentence


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("lorazepam 1 mg", 14),
        ("Prozac 20 mg", 35),
        ("Vivitrol", 35),
        ("Haldol Decanoate", 35),
        ("Zyprexa Relprevv", 35),
        ("fluphenazine", 47),
        ("Aristada", 67),
        ("Uzedy", 67),
        ("Invega Trinza", 190),
        ("moon drops", 14),
    ],
)
def test_it_counts_for_the_days_of_the_clinic_s_policy(patient: Patient, text: str, days: int) -> None:
    stop(add(patient, text))
    assert counted(patient, days) == [text] and counted(patient, days + 1) == []


@pytest.mark.parametrize(
    ("on_the_line", "at_the_stop", "days"),
    [(None, None, 14), (2, None, 14), (None, 10, 4), (2, 10, 12), (10, 2, 12), (30, 20, -6)],
)
def test_the_latest_dose_that_anybody_told_begins_the_count(
    patient: Patient, on_the_line: int | None, at_the_stop: int | None, days: int
) -> None:
    def ago(number: int | None) -> Any:
        return NOW - timedelta(days=number) if number is not None else None

    stop(add(patient, "lorazepam 1 mg", last_taken_at=ago(on_the_line)), last_taken_at=ago(at_the_stop))
    assert bool(counted(patient, days)) and not counted(patient, days + 1)


def test_other_words_on_the_same_line_do_not_hide_what_stood_there(patient: Patient) -> None:
    line = add(patient, "theophylline 200 mg")
    actions.change_medication(medication=line, as_written="vitamin D", by=None, now=NOW)
    assert counted(patient) == ["theophylline 200 mg"]
    assert screening_of(patient, today=TODAY).report.level.blocks


@pytest.mark.parametrize("better", ["sertraline 50 mg", "Zoloft 50 mg daily"])
def test_the_same_medicine_in_better_words_is_counted_once(patient: Patient, better: str) -> None:
    line = add(patient, "Zoloft 50 mg")
    actions.change_medication(medication=line, as_written=better, by=None, now=NOW)
    assert counted(patient) == []


def test_a_medicine_that_is_taken_again_stands_on_the_list_alone(patient: Patient) -> None:
    stop(add(patient, "Lamictal 100 mg"))
    add(patient, "lamotrigine 50 mg")
    assert counted(patient) == []


def test_hours_to_keep_free_are_asked_for_after_the_stop(patient: Patient) -> None:
    from sojourn.screening.queries import holds_in, timed_holds

    stop(add(patient, "Lamictal 100 mg"))
    found = screening_of(patient, today=TODAY)
    assert [hold.drug for _, hold in holds_in(found.entries, found.report)] == ["lamotrigine"]
    assert timed_holds(patient) == [], "nobody is told when to take again what they no longer take"


def test_a_decision_goes_stale_once_and_not_again_when_the_days_are_over(patient: Patient) -> None:
    line = add(patient, "lorazepam 1 mg")
    listed = screening_of(patient, today=TODAY).stands_on
    stop(line)
    off = screening_of(patient, today=TODAY).stands_on
    later = screening_of(patient, today=TODAY + timedelta(days=40)).stands_on
    assert listed.medicines and off.medicines == later.medicines == ()


def test_a_day_s_dose_counts_what_is_taken_alone(patient: Patient) -> None:
    stop(add(patient, "oxycodone 10 mg", frequency="twice a day"))
    add(patient, "morphine 15 mg", frequency="twice a day")
    drugs = {each.input: each for each in screening_of(patient, today=TODAY).report.drugs}
    assert not drugs["oxycodone 10 mg"].about_the_dose
    assert any("30" in each for each in drugs["morphine 15 mg"].about_the_dose)


class TestNeverTaken:
    def test_the_clinic_takes_it_out_of_the_check_with_a_reason(self, patient: Patient) -> None:
        line = stop(add(patient, "moon drops"))
        assert screening_of(patient, today=TODAY).report.level is Severity.UNKNOWN
        actions.set_aside_medication(medication=line, reason="Typed by mistake", by=a_user(), now=NOW)
        assert counted(patient) == [] and screening_of(patient, today=TODAY).report.drugs == ()

    def test_not_what_is_still_taken_nor_without_a_reason_nor_twice(self, patient: Patient) -> None:
        provider, line = a_user(), add(patient, "moon drops")
        with pytest.raises(Refused, match="still stands"):
            actions.set_aside_medication(medication=line, reason="A mistake", by=provider, now=NOW)
        off = stop(line)
        with pytest.raises(Refused, match="how you know"):
            actions.set_aside_medication(medication=off, reason=" ", by=provider, now=NOW)
        actions.set_aside_medication(medication=off, reason="A mistake", by=provider, now=NOW)
        with pytest.raises(Refused, match="already"):
            actions.set_aside_medication(medication=off, reason="A mistake", by=provider, now=NOW)
