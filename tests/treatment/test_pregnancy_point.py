"""Who said once that a pregnancy is possible is tested until a clinician has agreed that it is not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sojourn.core.ids import new_id
from sojourn.intake import actions as intake
from sojourn.screening import actions as screening
from sojourn.screening import queries as screened
from sojourn.treatment.queries.readiness import readiness, readiness_facts
from tests.factories import NOW
from tests.stories import texts_seen
from tests.treatment.stage import a_stage, checked_in, cleared

LATER = NOW + timedelta(minutes=5)
TODAY = NOW.date()


def say(patient, **told):
    for key, value in told.items():
        intake.save_answer(form=patient.intake, key=key, value=value, client_id=new_id(), by=None, now=LATER)


@pytest.fixture
def stage(db):
    """Eligible with a pregnancy possible and planned for."""
    stage = a_stage()
    say(
        stage.patient,
        sex_at_birth="female",
        could_become_pregnant="yes",
        pregnant="no",
        contraception="yes",
        preeclampsia="no",
        breastfeeding="no",
    )
    cleared(stage.patient, stage.provider, now=LATER)
    checked_in(stage)
    return stage


def test_a_no_after_a_yes_keeps_the_test_due_and_the_decision_stale_until_it_is_read(stage):
    patient = stage.patient
    assert screened.is_eligible(patient, today=TODAY).allowed
    assert readiness_facts(stage.session, LATER).can_be_pregnant is True
    say(patient, could_become_pregnant="no")
    found = screened.screening_of(patient, today=TODAY)
    assert "taken_off:answer:pregnancy_possible" in {each.finding.code for each in found.taken_back}
    verdict = screened.verdict(found)
    assert (
        not verdict.allowed
        and "Told once, and answered otherwise since: Pregnancy is possible." in verdict.sentence
    )
    assert readiness_facts(stage.session, LATER).can_be_pregnant is True
    (point,) = (each for each in readiness(stage.session, LATER) if each.code == "pregnancy")
    assert "No test is due" not in str(point)
    screening.read_intake(
        form=patient.intake,
        seen=texts_seen(patient),
        by=stage.provider,
        now=LATER,
    )
    assert readiness_facts(stage.session, LATER).can_be_pregnant is False


@pytest.mark.django_db
def test_who_never_said_yes_is_not_asked():
    stage = a_stage()
    checked_in(stage)
    assert readiness_facts(stage.session, LATER).can_be_pregnant is False
