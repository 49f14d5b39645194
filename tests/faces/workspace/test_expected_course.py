"""The expected course in the room and beside the note: bands at the real doses, the words beside them, and refusals."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal as D
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from sojourn.content import library
from sojourn.faces.workspace.room.course import course_part
from sojourn.intake import actions as intake
from sojourn.people.models import BodyWeight
from sojourn.treatment import actions
from sojourn.treatment.models import DoseGiven, PhaseChange, Session
from sojourn.treatment.queries import chart_of, chart_of_visit
from sojourn.treatment.queries.course import Known
from sojourn.treatment.states import Phase
from tests.treatment.stage import Stage, a_stage, after

pytestmark = pytest.mark.django_db
CAVEAT = library().expected_course.caveat.strip()


@pytest.fixture
def stage() -> Stage:
    return a_stage()


@pytest.fixture
def session(stage: Stage, time_machine: Any) -> Session:
    time_machine.move_to(after(60), tick=False)
    running = Session.objects.create(
        appointment=stage.appointment,
        patient=stage.patient,
        phase=Phase.INTEGRATE,
        opened_at=after(-10),
        started_at=after(0),
    )
    for phase, minute in ((Phase.PREPARE, -10), (Phase.GROUND, 0), (Phase.JOURNEY, 5), (Phase.INTEGRATE, 50)):
        PhaseChange.objects.create(session=running, phase=phase, at=after(minute), by=stage.nurse)
    return running


def weighed(stage: Stage, kg: str, at: datetime) -> None:
    BodyWeight.objects.create(patient=stage.patient, kg=D(kg), measured_at=at, by=stage.nurse)


def given(
    session: Session, stage: Stage, mg: str, minute: float, route: str = "IM", **more: Any
) -> DoseGiven:
    return DoseGiven.objects.create(
        id=uuid4(),
        session=session,
        observed_at=after(minute),
        recorded_at=after(minute),
        by=stage.nurse,
        mg=D(mg),
        mg_per_kg=D("0.5"),
        route=route,
        site="deltoid" if route == "IM" else "",
        side="left" if route == "IM" else "",
        vial=stage.vial if route == "IM" else None,
        is_booster=minute > 20,
        **more,
    )


def room(client: Any, stage: Stage, session: Session) -> str:
    client.force_login(stage.provider)
    return client.get(reverse("workspace:session", args=[session.pk])).text


def test_nothing_before_a_dose(client: Any, stage: Stage, session: Session) -> None:
    assert "Expected course" not in room(client, stage, session)


def test_after_a_dose_the_bands_and_the_words_beside_them(
    client: Any, stage: Stage, session: Session
) -> None:
    given(session, stage, "35", 5)
    page = room(client, stage, session)
    for words in (
        "Arterial ketamine: typically highest",
        "Venous ketamine: typically",
        "Effect site: ",
        "Norketamine: ",
    ):
        assert words in page
    assert CAVEAT in page
    assert "Expected course" in page and "never advice" in page
    assert "kamp2020, version 1" in page and "otto2021_fanta2015, version 1" in page
    assert "80 kg" in page
    for anchor in library().expected_course.anchors:
        assert anchor.effect in page


def test_each_dose_at_its_own_time_and_a_corrected_one_not_at_all(
    client: Any, stage: Stage, session: Session
) -> None:
    wrong = given(session, stage, "95", 5)
    given(session, stage, "35", 5, supersedes=wrong)
    given(session, stage, "17.5", 45)
    page = room(client, stage, session)
    labels = [line for line in page.split("<text") if "dose-label" in line and " mg<" in line]
    assert ["35 mg" in labels[0], "17.5 mg" in labels[1], len(labels)] == [True, True, 2]
    assert "at +219 min" in page or "at +222 min" in page


def test_folded_in_the_dark(client: Any, stage: Stage, session: Session) -> None:
    given(session, stage, "35", 5)
    assert '<details class="expected-course"' in room(client, stage, session)
    assert ' hx-preserve="true" open>' in room(client, stage, session)
    Session.objects.filter(pk=session.pk).update(phase=Phase.JOURNEY)
    page = room(client, stage, session)
    assert 'data-theme="dim"' in page and ' hx-preserve="true">' in page


def test_one_more_dose_is_drawn_anew(client: Any, stage: Stage, session: Session) -> None:
    """What stands open stays so while the page refreshes itself, until there is another course to show."""
    given(session, stage, "35", 5)
    first = room(client, stage, session).split('<details class="expected-course" id="')[1].split('"')[0]
    assert first in room(client, stage, session)
    given(session, stage, "10", 30)
    assert first not in room(client, stage, session)


@pytest.mark.parametrize(
    ("born", "kg", "reason"),
    [
        (date(1950, 1, 1), "80", "kamp2020 is used from 18 to 65 years"),
        (date(1985, 1, 1), "180", "No curve for 180 kg"),
    ],
)
def test_outside_the_population_there_is_a_reason(
    client: Any, stage: Stage, session: Session, born: date, kg: str, reason: str
) -> None:
    type(stage.patient).objects.filter(pk=stage.patient.pk).update(birth_date=born)
    weighed(stage, kg, after(-30))
    given(session, stage, "35", 5)
    page = room(client, stage, session)
    assert reason in page
    assert "typically highest" not in page and "no curve" in page


def test_pregnancy_and_a_failing_liver_have_no_model(client: Any, stage: Stage, session: Session) -> None:
    for name in ("Pregnancy", "Liver failure"):
        told = {"name": name, "since": "", "state": "active", "treated_by": ""}
        intake.add_problem(
            patient=stage.patient, client_id=uuid4(), by=stage.provider, now=after(-30), **told
        )
    given(session, stage, "35", 5)
    page = room(client, stage, session)
    assert "no model here describes people with" in page
    assert "typically highest" not in page


def test_a_dose_under_the_tongue_has_no_model(client: Any, stage: Stage, session: Session) -> None:
    given(session, stage, "100", 5, route="SL")
    assert "No curve for a dose by SL" in room(client, stage, session)


def test_the_weight_is_that_of_the_day(stage: Stage, session: Session) -> None:
    weighed(stage, "99", after(0) + timedelta(days=30))
    person = Known.of(stage.patient, after(5)).person()
    assert (person.weight_kg, person.conditions) == (80.0, ())
    assert Known.of(stage.patient, after(-5000)).person().weight_kg is None


def test_beside_the_signed_note(client: Any, stage: Stage, session: Session) -> None:
    given(session, stage, "35", 5)
    note = actions.draft_note(appointment=stage.appointment, by=stage.provider, now=after(60))
    client.force_login(stage.provider)
    address = reverse("workspace:note", args=[stage.appointment.pk])
    assert ' hx-preserve="true">' in client.get(address).text
    words = {**note.sections, "plan": "Again in a week."}
    times = {"started_at": after(-10), "ended_at": after(60)}
    actions.save_and_sign(
        note=note, sections=words, diagnoses=["F33.2"], by=stage.provider, now=after(61), **times
    )
    page = client.get(address).text
    assert "Signed by" in page and ' hx-preserve="true" open>' in page
    assert CAVEAT in page and "typically highest" in page


def test_a_visit_without_a_session_has_no_chart(stage: Stage) -> None:
    assert chart_of_visit(stage.appointment, after(0)) is None


def test_one_question_for_the_person(stage: Stage, session: Session, django_assert_num_queries: Any) -> None:
    given(session, stage, "35", 5)
    chart = chart_of(session, after(60))
    with django_assert_num_queries(1):
        part = course_part(chart)
    assert part is not None and part.picture is not None and part.reasons == ()
