"""At the door: one question for each held medicine, answered by a clock time."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sojourn.intake import actions as intake
from sojourn.treatment import actions
from sojourn.treatment.models import ReadinessAnswer, Session
from sojourn.treatment.queries import readiness
from sojourn.treatment.rules.readiness_facts import PointState
from tests.factories import NOW
from tests.treatment.stage import Stage, a_stage, after, cleared

pytestmark = pytest.mark.django_db
TAKEN, UNKNOWN = "taken-lamotrigine", "unknown-lamotrigine"


@pytest.fixture
def stage() -> Any:
    """Somebody on lamotrigine, checked in ten minutes before ten o'clock."""
    stage = a_stage()
    signed = {"patient": stage.patient, "by": stage.provider, "now": NOW}
    intake.add_medication(as_written="Lamictal 200 mg", client_id=uuid4(), **signed)
    intake.confirm_list(**signed)
    cleared(stage.patient, stage.provider)
    stage.session = actions.check_in(appointment=stage.appointment, by=stage.nurse, now=after(-10))
    with time_machine.travel(after(-10), tick=False):
        yield stage


@pytest.fixture
def nurse(client: Client, stage: Stage) -> Client:
    client.force_login(stage.nurse)
    return client


def says(nurse: Client, session: Session, **told: str) -> Any:
    return nurse.post(reverse("workspace:session_answer", args=[session.pk, "holds"]), told, follow=True)


def the_point(session: Session) -> Any:
    return next(each for each in readiness(session, after(-10)) if each.code == "holds")


def test_the_question_stands_with_the_last_time_allowed(nurse: Client, stage: Stage) -> None:
    page = nurse.get(reverse("workspace:session", args=[stage.session.pk])).text
    assert page.count("“When did you last take lamotrigine?”") == 1
    assert "<b>4:00 am</b> for a start at 10:00 am" in page
    assert the_point(stage.session).state is PointState.UNKNOWN


@pytest.mark.parametrize(
    ("told", "state", "sentence"),
    [
        ({TAKEN: "2026-03-02T03:50"}, PointState.MET, "Last lamotrigine at 3:50 am, at least 6 hours ago."),
        ({TAKEN: "2026-03-02T05:00"}, PointState.OPEN, "The earliest start is 11:00 am."),
        ({TAKEN: "2026-03-01T21:00"}, PointState.MET, "at 9:00 pm, Sunday 1 March"),
        (
            {TAKEN: "", UNKNOWN: "yes"},
            PointState.UNKNOWN,
            "They do not know when they last took lamotrigine.",
        ),
    ],
)
def test_the_answer_opens_the_gate_or_says_when_it_opens(
    nurse: Client, stage: Stage, told: dict[str, str], state: PointState, sentence: str
) -> None:
    page = says(nurse, stage.session, **told)
    assert sentence in page.text
    assert the_point(stage.session).state is state


@pytest.mark.parametrize("typed", ["", "this morning", "2026-03-02T11:00"])
def test_what_is_no_time_or_lies_ahead_is_refused_and_stays_typed(
    nurse: Client, stage: Stage, typed: str
) -> None:
    page = says(nurse, stage.session, **{TAKEN: typed})
    assert page.status_code == 422 and f'value="{typed}"' in page.text
    assert not ReadinessAnswer.objects.exists()


def test_an_hour_that_the_clock_shows_twice_counts_as_the_later(nurse: Client, stage: Stage) -> None:
    with time_machine.travel("2026-11-01T20:00Z", tick=False):
        nurse.force_login(stage.nurse)
        says(nurse, stage.session, **{TAKEN: "2026-11-01T01:30"})
    assert ReadinessAnswer.objects.get().value == {"lamotrigine": "2026-11-01T09:30:00+00:00"}
