"""A finding says when the answer it rests on was given; saying the same again changes neither it nor any word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Finding, Severity
from sojourn.core.ids import new_id
from sojourn.intake import actions as intake
from sojourn.screening import queries
from sojourn.screening.asked_of_many import about_each
from sojourn.screening.resolution_rules import evidence_hash
from sojourn.screening.standing_rules import stands_on
from sojourn.screening.told_when_rules import told_since, with_moments
from tests.factories import NOW, the_clinic
from tests.screening.test_rules import check
from tests.stories import a_prescriber, an_eligible_patient

LATER, LAST = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ([], {}),
        ([("a", "yes", NOW)], {"a": NOW}),
        ([("a", "yes", NOW), ("a", "yes", LATER)], {"a": NOW}),
        ([("a", None, NOW), ("a", None, LATER)], {"a": NOW}),
        ([("a", "yes", NOW), ("a", "no", LATER), ("a", "no", LAST)], {"a": LATER}),
        ([("a", "yes", NOW), ("a", "no", LATER), ("a", "yes", LAST)], {"a": LAST}),
        ([("a", "yes", NOW), ("b", "yes", LATER)], {"a": NOW, "b": LATER}),
    ],
)
def test_since_when_it_is_so(said, since):
    assert told_since(said) == since


@pytest.mark.parametrize(
    ("evidence", "when"),
    [
        ("answer:a = yes", "Answered on 10:00"),
        ("answer:b = yes, answer:a = no", "Answered on 11:00"),
        ("answer:a = no, answer:b = yes", "Answered on 11:00"),
        ("answer:c not known", ""),
        ("vital:a = 120", ""),
        ("answer:ab = yes", ""),
    ],
)
def test_the_latest_answer_says_when(evidence, when):
    clock = {"a": NOW, "b": LATER}
    finding = Finding(code="x", message="X.", evidence=evidence)
    (found,) = with_moments([finding], clock, lambda at: {NOW: "10:00", LATER: "11:00"}[at])
    assert found.when == when and found == Finding(code="x", message="X.", evidence=evidence, when=when)


def test_when_it_was_told_is_no_part_of_what_a_word_or_a_decision_is_tied_to():
    one = Finding(code="x", message="X.", severity=Severity.DECIDE, evidence="answer:a = yes")
    (dated,) = with_moments([one], {"a": NOW}, str)
    assert dated.when and evidence_hash(dated) == evidence_hash(one)
    assert stands_on([dated], check()).fingerprint == stands_on([one], check()).fingerprint


@pytest.mark.django_db
def test_a_finding_tells_day_and_time_of_the_clinic_and_a_second_saving_opens_nothing():
    the_clinic()
    provider = a_prescriber().user
    patient = an_eligible_patient(provider, seizure="yes", seizure_details="Once, as a child.")
    before = queries.find(patient, "seizure", today=local_day(NOW))
    assert before.finding.when.startswith("Answered on 2 March 2026, ") and not before.is_open
    form = intake.open_form(patient=patient, now=NOW)
    intake.save_answer(form=form, key="seizure", value="yes", client_id=new_id(), by=None, now=LATER)
    assert queries.find(patient, "seizure", today=local_day(NOW)) == before
    assert queries.is_eligible(patient, today=local_day(NOW)).allowed
    for value, at in (("no", LATER), ("yes", LAST)):
        intake.save_answer(form=form, key="seizure", value=value, client_id=new_id(), by=None, now=at)
    again = queries.find(patient, "seizure", today=local_day(NOW))
    assert again.is_open and again.finding.when != before.finding.when
    together = queries.screening_of(patient, today=local_day(NOW), asked=about_each([patient])[patient.pk])
    assert together.judged == queries.screening_of(patient, today=local_day(NOW)).judged
