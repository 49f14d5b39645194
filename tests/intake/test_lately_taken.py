"""Taking a medicine off the list does not take it out of anybody: for some days it still counts in the check."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Refused, Severity
from sojourn.intake import actions, queries
from sojourn.intake.models import Medication
from sojourn.people.models import Patient
from sojourn.screening.queries import screening_of
from sojourn.screening.standing_rules import Decided, StoodOn, decision_is_current
from tests.factories import NOW, a_patient, a_user

pytestmark = pytest.mark.django_db

TODAY = local_day(NOW)


@pytest.fixture
def patient() -> Patient:
    return a_patient()


def add(patient: Patient, text: str, **changes: Any) -> Medication:
    return actions.add_medication(patient=patient, as_written=text, by=None, **{"now": NOW, **changes})


def ago(days: int | None) -> datetime | None:
    return NOW - timedelta(days=days) if days is not None else None


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
    [
        (None, None, 14),
        (2, None, 14),
        (None, 10, 4),
        (2, 10, 12),
        (10, 2, 12),
        (30, 20, -6),
        (None, 2000, -26),
    ],
)
def test_the_latest_dose_that_anybody_told_begins_the_count(
    patient: Patient, on_the_line: int | None, at_the_stop: int | None, days: int
) -> None:
    line = add(patient, "lorazepam 1 mg", now=ago(40))
    if on_the_line:
        told = ago(on_the_line)
        line = actions.change_medication(medication=line, last_taken_at=told, by=None, now=told)
    stop(line, last_taken_at=ago(at_the_stop))
    assert bool(counted(patient, days)) and not counted(patient, days + 1)


def test_a_day_long_past_does_not_undo_what_was_said_to_be_taken(patient: Patient) -> None:
    line = add(patient, "lorazepam 1 mg", now=ago(40))
    actions.confirm_list(patient=patient, by=None, now=ago(3))
    off = stop(line, last_taken_at=ago(2000))
    actions.confirm_list(patient=patient, by=None, now=NOW)
    assert counted(patient, 11) == ["lorazepam 1 mg"] and not counted(patient, 12)
    assert off.last_taken_at == ago(2000)


def test_a_longer_line_in_its_place_does_not_either(patient: Patient) -> None:
    line = add(patient, "theophylline 200 mg", now=ago(40))
    longer = actions.change_medication(
        medication=line, as_written="theophylline 200 mg and aspirin", by=None, now=ago(1)
    )
    stop(longer, last_taken_at=ago(900))
    assert screening_of(patient, today=TODAY).report.level.blocks


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


def standing(patient: Patient, decided_on: StoodOn, days: int = 0) -> list[str]:
    today = TODAY + timedelta(days=days)
    now = screening_of(patient, today=today).stands_on
    decided = Decided(fingerprint=decided_on.fingerprint, stood_on=StoodOn.from_json(decided_on.as_json()))
    told = decision_is_current(decided, now=now, today=today).findings
    return [each.message for each in told if "Nobody has" not in each.message]


def test_a_decision_goes_stale_once_and_not_again_when_the_days_are_over(patient: Patient) -> None:
    line = add(patient, "lorazepam 1 mg")
    listed = screening_of(patient, today=TODAY).stands_on
    stop(line)
    assert standing(patient, listed) == ["Since the decision. No longer on the list: lorazepam 1 mg."]
    off = screening_of(patient, today=TODAY).stands_on
    assert standing(patient, off) == [] and standing(patient, off, days=40) == []


def test_what_was_put_on_and_taken_off_after_the_decision_makes_it_stale(patient: Patient) -> None:
    before = screening_of(patient, today=TODAY).stands_on
    stop(add(patient, "Nardil 15 mg"))
    assert standing(patient, before) == [
        "Since the decision. Off the list again, and taken lately: Nardil 15 mg."
    ]


def test_words_that_went_there_and_back_make_it_stale(patient: Patient) -> None:
    line = add(patient, "Zoloft 50 mg")
    before = screening_of(patient, today=TODAY).stands_on
    line = actions.change_medication(medication=line, as_written="Nardil 15 mg", by=None, now=NOW)
    actions.change_medication(medication=line, as_written="Zoloft 50 mg", by=None, now=NOW)
    assert any("Nardil" in each for each in standing(patient, before))


def test_what_stood_there_has_a_finding_of_its_own(patient: Patient) -> None:
    line = add(patient, "Xanax 1 mg")
    actions.change_medication(medication=line, as_written="Ativan 1 mg", by=None, now=NOW)
    codes = [each.code for each in screening_of(patient, today=TODAY).report.drugs]
    assert len(codes) == len(set(codes)) == 2


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        ("moon drops", "vitamin C", ["moon drops"]),
        ("nardl 15 mg", "vitamin C", ["nardl 15 mg"]),
        ("aspirin and moon drops", "aspirin", ["aspirin and moon drops"]),
        ("sertaline 50mg", "sertraline 50 mg", []),
        ("moon drops", "Moon-drops", []),
    ],
)
def test_words_that_nobody_read_are_left_by_another_spelling_alone(
    patient: Patient, before: str, after: str, left: list[str]
) -> None:
    line = add(patient, before)
    actions.change_medication(medication=line, as_written=after, by=None, now=NOW)
    assert counted(patient) == left


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
