"""A licensed questionnaire is asked where the clinic has its words, and nowhere else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from sojourn import content
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.measures import actions, queries, rules
from sojourn.measures.models import Assignment
from sojourn.people.models import Patient
from sojourn.scheduling.queries import forms_open
from tests.content.licensed_pack import WORDING, a_pack
from tests.factories import NOW, a_patient

pytestmark = pytest.mark.django_db
DAST = "dast-10"


@pytest.fixture
def licensed(tmp_path: Path) -> Path:
    return a_pack(tmp_path, asks="[phq-9, dast-10]", dast_10=WORDING)


def _asked(patient: Patient) -> Assignment:
    return actions.assign(
        patient=patient,
        instrument=DAST,
        occasion="baseline",
        due_at=NOW + timedelta(days=1),
        by=None,
        now=NOW,
    )


def _due(patient: Patient) -> set[str]:
    facts = rules.DueFacts(today=NOW.date())
    asked = actions.assign_what_is_due(patient=patient, facts=facts, by=None, now=NOW)
    return {each.instrument for each in asked}


def test_with_the_licence_it_is_asked_answered_and_scored(licensed: Path) -> None:
    with content.using(licensed):
        patient = a_patient()
        assert _due(patient) == {"phq-9", DAST}
        assignment = queries.open_assignments(patient).get(instrument=DAST)
        for item in content.library().instruments[DAST].items:
            value = int(item.id in {"q1", "q2", "q3"})
            actions.answer(
                assignment=assignment, item=item.id, value=value, client_id=new_id(), by=None, now=NOW
            )
        score = actions.submit(assignment=assignment, by=None, now=NOW)
    assert (score.total, score.band) == (3, "moderate")


def test_without_it_asking_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refused, match="wording is licensed"):
        _asked(a_patient())
    assert not Assignment.objects.exists()


def test_without_it_nothing_is_due() -> None:
    plan = content.pack().policies.questionnaires[0]

    class Plan:
        moment, instruments, hours, weeks = plan.moment, (DAST,), 0, ()

    assert rules.due([Plan()], content.library().instruments, rules.DueFacts(today=NOW.date())) == []


def test_when_the_words_are_taken_away_what_is_open_is_not_shown_any_more(licensed: Path) -> None:
    patient = a_patient()
    with content.using(licensed):
        assignment = _asked(patient)
        assert list(queries.open_assignments(patient)) == [assignment]
        assert forms_open([patient.pk], until=NOW + timedelta(days=2)) == {patient.pk: 1}
    assert not queries.open_assignments(patient).exists()
    assert forms_open([patient.pk], until=NOW + timedelta(days=2)) == {}
    with pytest.raises(queries.NotFound):
        queries.assignment_of(patient, assignment.pk)
