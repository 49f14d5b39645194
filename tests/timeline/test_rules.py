"""Where somebody stands and what comes next, as tables."""

from __future__ import annotations

from typing import Any

import pytest

from sojourn.timeline.rules import JourneyFacts, NextStepFacts, Stage, Step, next_step, stage

STAGES: list[tuple[str, dict[str, Any], Stage]] = [
    ("nobody has decided", {}, Stage.INTAKE),
    ("a booked session before a decision does not move anybody on", {"sessions_booked": 1}, Stage.INTAKE),
    ("eligible", {"outcome": "eligible"}, Stage.SCREENED),
    ("with a plan", {"outcome": "eligible", "has_plan": True, "sessions_planned": 4}, Stage.PLAN),
    (
        "first session booked",
        {"outcome": "eligible", "has_plan": True, "sessions_planned": 4, "sessions_booked": 1},
        Stage.SESSIONS,
    ),
    (
        "between two sessions, nothing booked",
        {"outcome": "eligible", "has_plan": True, "sessions_planned": 4, "sessions_done": 1},
        Stage.SESSIONS,
    ),
    (
        "all sessions done, one integration visit still owed",
        {
            "outcome": "eligible",
            "has_plan": True,
            "sessions_planned": 4,
            "sessions_done": 4,
            "integrations_owed": 1,
        },
        Stage.INTEGRATION,
    ),
    (
        "everything done",
        {"outcome": "eligible", "has_plan": True, "sessions_planned": 4, "sessions_done": 4},
        Stage.REVIEW,
    ),
    ("not now", {"outcome": "not_now", "has_plan": True, "sessions_planned": 4}, Stage.CLOSED),
    ("declined", {"outcome": "declined"}, Stage.CLOSED),
]


@pytest.mark.parametrize(
    ("facts", "expected"), [case[1:] for case in STAGES], ids=[case[0] for case in STAGES]
)
def test_stage(facts: dict[str, Any], expected: Stage) -> None:
    assert stage(JourneyFacts(**facts)) is expected


TOLD = {"intake_submitted": True, "list_confirmed": True}
SEEN = {**TOLD, "intake_visit_done": True}
STEPS: list[tuple[str, dict[str, Any], Step]] = [
    ("somebody new tells about themselves first", {}, Step.INTAKE_FORM),
    ("though a visit is booked", {"next_visit_service": "intake"}, Step.INTAKE_FORM),
    ("then their medicines", {"intake_submitted": True}, Step.MEDICATIONS),
    (
        "medicines before questionnaires",
        {"intake_submitted": True, "questionnaires_due": 3},
        Step.MEDICATIONS,
    ),
    (
        "questionnaires before consents",
        {**TOLD, "questionnaires_due": 1, "consents_missing": 2},
        Step.QUESTIONNAIRE,
    ),
    ("consents before the estimate", {**TOLD, "consents_missing": 2, "estimate_unread": True}, Step.CONSENTS),
    ("the estimate is read", {**TOLD, "estimate_unread": True}, Step.ESTIMATE),
    ("then a first visit is chosen", TOLD, Step.BOOK_INTAKE),
    ("and waited for", {**TOLD, "next_visit_service": "intake"}, Step.AWAIT_INTAKE),
    ("after it the doctor decides", SEEN, Step.AWAIT_DECISION),
    ("then we book", {**SEEN, "outcome": "eligible"}, Step.AWAIT_BOOKING),
    (
        "a session ahead",
        {**SEEN, "outcome": "eligible", "next_visit_service": "session"},
        Step.COMING_SESSION,
    ),
    ("a group ahead", {**SEEN, "outcome": "eligible", "next_visit_service": "group"}, Step.COMING_SESSION),
    (
        "a talk ahead",
        {**SEEN, "outcome": "eligible", "next_visit_service": "integration"},
        Step.COMING_VISIT,
    ),
    (
        "a talk is owed",
        {**SEEN, "outcome": "eligible", "integrations_owed": 1, "stage": Stage.INTEGRATION},
        Step.BOOK_INTEGRATION,
    ),
    ("looking back", {**SEEN, "outcome": "eligible", "stage": Stage.REVIEW}, Step.REVIEW),
    ("a no is read first of all", {"outcome": "declined", "questionnaires_due": 2}, Step.READ_DECISION),
    ("and so is a not now", {**SEEN, "outcome": "not_now"}, Step.READ_DECISION),
]


@pytest.mark.parametrize(("facts", "expected"), [case[1:] for case in STEPS], ids=[case[0] for case in STEPS])
def test_next_step(facts: dict[str, Any], expected: Step) -> None:
    assert next_step(NextStepFacts(**facts)) is expected


def test_the_stations_stand_in_order() -> None:
    assert [each.label for each in Stage][:3] == ["Intake", "Screened", "Plan"]
