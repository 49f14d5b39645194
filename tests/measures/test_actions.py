"""Asking, answering, scoring, and the alert that an answer raises."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sojourn import content
from sojourn.audit.models import Event
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.measures import actions, queries, rules
from sojourn.measures.models import Answer, Assignment, SafetyAlert
from tests.factories import NOW, a_patient, a_user

pytestmark = pytest.mark.django_db
MOOD = [item.id for item in content.library().instruments["phq-9"].items]


def _asked(instrument: str = "phq-9", **changes: object) -> Assignment:
    facts = {"patient": a_patient(), "occasion": "baseline", "due_at": NOW + timedelta(days=1), **changes}
    return actions.assign(instrument=instrument, by=None, now=NOW, **facts)  # type: ignore[arg-type]


def _click(assignment: Assignment, item: str, value: int, client_id: object = None) -> SafetyAlert | None:
    return actions.answer(
        assignment=assignment, item=item, value=value, client_id=client_id or new_id(), by=None, now=NOW
    )


def _answered(assignment: Assignment, value: int = 0, **others: int) -> None:
    for item in MOOD:
        _click(assignment, item, others.get(item, value))


def test_asking_twice_for_the_same_occasion_is_asking_once() -> None:
    patient = a_patient()
    assert _asked(patient=patient) == _asked(patient=patient)
    assert Event.objects.filter(kind="questionnaire.asked").count() == 1


def test_a_worrying_answer_raises_its_alert_at_the_click_though_nothing_is_ever_sent() -> None:
    assignment = _asked()
    alert = _click(assignment, "q9", 1)
    assert alert is not None and alert.state == SafetyAlert.State.OPEN and "item 9" in alert.sentence
    assignment.refresh_from_db()
    assert assignment.state == Assignment.State.STARTED
    assert list(queries.open_alerts_of(assignment.patient)) == [alert]
    assert Event.objects.filter(kind="alert.raised").exists()


def test_taking_the_answer_back_does_not_take_the_alert_back() -> None:
    assignment = _asked()
    _click(assignment, "q9", 2)
    _click(assignment, "q9", 0)
    assert queries.answers_of(assignment)["q9"] == 0
    assert queries.open_alerts_of(assignment.patient).count() == 1


def test_a_click_that_arrives_twice_counts_once() -> None:
    assignment, click = _asked(), new_id()
    first, second = _click(assignment, "q9", 1, click), _click(assignment, "q9", 1, click)
    assert first == second and Answer.objects.count() == 1 and SafetyAlert.objects.count() == 1


def test_a_changed_mind_under_an_old_id_is_not_lost() -> None:
    assignment, click = _asked(), new_id()
    _click(assignment, "q1", 1, click)
    _click(assignment, "q1", 3, click)
    assert queries.answers_of(assignment) == {"q1": 3}


@pytest.mark.parametrize(("item", "value"), [("q1", 4), ("q1", 7), ("q99", 1)])
def test_only_what_was_offered_is_an_answer(item: str, value: int) -> None:
    assignment = _asked()
    with pytest.raises(Refused, match="choose one of the answers"):
        _click(assignment, item, value)
    assert queries.answers_of(assignment) == {}


def test_a_complete_form_is_scored_once() -> None:
    assignment = _asked()
    _answered(assignment, 1, q9=0)
    score = actions.submit(assignment=assignment, by=None, now=NOW)
    assert (score.total, score.band) == (8, "mild")
    assert actions.submit(assignment=assignment, by=None, now=NOW) == score
    with pytest.raises(Refused, match="already been sent"):
        _click(assignment, "q1", 0)


def test_an_open_question_is_not_a_zero() -> None:
    assignment = _asked()
    _click(assignment, "q1", 0)
    with pytest.raises(Refused, match="still open"):
        actions.submit(assignment=assignment, by=None, now=NOW)
    assignment.refresh_from_db()
    assert assignment.submitted_at is None


def test_an_alert_is_closed_by_who_took_it_with_an_account() -> None:
    alert, nurse = _click(_asked(), "q9", 3), a_user()
    assert alert is not None
    account = "Called at once; she is with her sister and has a plan for tonight."
    with pytest.raises(Refused, match="Take this alert"):
        actions.close_alert(alert=alert, text=account, by=nurse, now=NOW)
    actions.take_alert(alert=alert, by=nurse, now=NOW)
    with pytest.raises(Refused, match="Write what you did"):
        actions.note_on_alert(alert=alert, text=" ", by=nurse, now=NOW)
    with pytest.raises(Refused, match="how you reached them"):
        actions.close_alert(alert=alert, text="ok", by=nurse, now=NOW)
    actions.close_alert(alert=alert, text=account, by=nurse, now=NOW)
    assert not queries.open_alerts().exists()
    with pytest.raises(Refused, match="already closed"):
        actions.take_alert(alert=alert, by=nurse, now=NOW)


def test_what_is_due_is_asked_once_and_never_beside_an_open_one() -> None:
    patient = a_patient()
    facts = rules.DueFacts(today=date(2026, 3, 2), complaints=frozenset({"ptsd"}))
    asked = actions.assign_what_is_due(patient=patient, facts=facts, by=None, now=NOW)
    assert {"phq-9", "gad-7", "pcl-5"} <= {each.instrument for each in asked}
    assert "peg" not in {each.instrument for each in asked}
    later = rules.DueFacts(today=date(2026, 3, 12), sessions=(date(2026, 3, 3), date(2026, 3, 17)))
    assert actions.assign_what_is_due(patient=patient, facts=later, by=None, now=NOW) == []


def test_nobody_is_asked_for_a_week_that_is_long_over() -> None:
    weekly, baseline = _asked(occasion="week-1"), _asked()
    late = NOW + timedelta(days=9)
    for each in (weekly, baseline):
        actions.lapse_overdue(patient=each.patient, before=late - timedelta(days=7), now=late)
        each.refresh_from_db()
    assert (weekly.state, baseline.state) == (Assignment.State.LAPSED, Assignment.State.DUE)


@pytest.mark.parametrize(
    ("occasion", "due_on", "until"),
    [
        ("baseline", date(2026, 3, 2), "2026-03-02 20:00"),
        ("week-1", date(2026, 3, 1), "2026-03-04 20:00"),
        ("before-2026-03-04", date(2026, 3, 4), "2026-03-03 20:00"),
        ("before-2026-03-03", date(2026, 3, 3), "2026-03-02 20:00"),
        ("before-2026-03-02", date(2026, 3, 2), "2026-03-02 12:00"),
    ],
)
def test_until_when_to_answer(occasion: str, due_on: date, until: str) -> None:
    due = rules.Due(instrument="phq-9", occasion=occasion, due_on=due_on, why="")
    zone = content.pack().clinic.zone
    assert f"{rules.due_moment(due, now=NOW, zone=zone).astimezone(zone):%Y-%m-%d %H:%M}" == until


def test_a_note_written_from_an_old_page_does_not_give_a_taken_alert_away() -> None:
    alert, nurse = _click(_asked(), "q9", 3), a_user()
    assert alert is not None
    actions.take_alert(alert=alert, by=nurse, now=NOW)
    noted = actions.note_on_alert(alert=alert, text="Called, no answer yet.", by=nurse, now=NOW)
    assert noted.state == SafetyAlert.State.TAKEN
