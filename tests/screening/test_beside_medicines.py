"""What is told beside a medicine is part of what a decision stood on: another reason is looked at again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sojourn.intake import actions as intake
from sojourn.screening import queries
from sojourn.screening.standing_rules import changes
from tests.factories import NOW, a_patient, the_clinic
from tests.stories import a_prescriber, an_eligible_patient

pytestmark = pytest.mark.django_db
WHO = {"by": None, "now": NOW}


def stands_on(patient):
    return queries.screening_of(patient, today=NOW.date()).stands_on


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": "took 40 mg last night"}, "(reason: took 40 mg last night)"),
        ({"dose": "20 mg"}, "Vitamin C, 20 mg"),
        ({"frequency": "only when I remember"}, "only when I remember"),
        ({"last_taken_at": NOW - timedelta(hours=3)}, "last taken"),
    ],
)
def test_another_word_beside_a_medicine_changes_what_a_decision_stands_on(change, words):
    patient = a_patient()
    line = intake.add_medication(patient=patient, as_written="Vitamin C", **WHO)
    before = stands_on(patient)
    intake.change_medication(medication=line, **change, **WHO)
    after = stands_on(patient)
    (told,) = [each for each in changes(before, after) if each.startswith("Changed on the list")]
    assert words in told and before.fingerprint != after.fingerprint


def test_a_yes_asks_to_be_looked_at_again_and_says_what_changed():
    the_clinic()
    provider = a_prescriber().user
    patient = a_patient()
    line = intake.add_medication(patient=patient, as_written="oxycodone 5 mg", reason="back pain", **WHO)
    an_eligible_patient(provider, patient=patient)
    assert queries.is_eligible(patient, today=NOW.date()).allowed
    intake.change_medication(medication=line, reason="took 40 mg last night", **WHO)
    (asked,) = queries.is_eligible(patient, today=NOW.date()).blocking
    assert (asked.code, asked.message) == (
        "decision_stale",
        "Since the decision. Changed on the list: oxycodone 5 mg (reason: back pain) is now oxycodone 5 mg "
        "(reason: took 40 mg last night).",
    )


def test_the_last_dose_of_a_medicine_with_hours_to_keep_free_is_asked_by_its_clock():
    patient = a_patient()
    line = intake.add_medication(patient=patient, as_written="lamotrigine 100 mg", **WHO)
    before = stands_on(patient)
    intake.change_medication(medication=line, last_taken_at=NOW - timedelta(hours=7), **WHO)
    assert stands_on(patient).fingerprint == before.fingerprint
