"""Where a patient stands on the way, and the one thing that comes next. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """The stations of the journey, in order (the strip on the chart and in the portal)."""

    INTAKE = "intake"
    SCREENED = "screened"
    PLAN = "plan"
    SESSIONS = "sessions"
    INTEGRATION = "integration"
    REVIEW = "review"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """For tables and filters."""
        return self.value.capitalize()


STATIONS = (Stage.INTAKE, Stage.SCREENED, Stage.PLAN, Stage.SESSIONS, Stage.INTEGRATION, Stage.REVIEW)


@dataclass(frozen=True, kw_only=True)
class JourneyFacts:
    """What the stage follows from. ``outcome`` is the latest eligibility decision, "" before there is one."""

    outcome: str = ""
    has_plan: bool = False
    sessions_planned: int = 0
    sessions_done: int = 0
    sessions_booked: int = 0
    integrations_owed: int = 0


def stage(facts: JourneyFacts) -> Stage:
    """The station a patient is at now."""
    if facts.outcome in {"declined", "not_now"}:
        return Stage.CLOSED
    if not facts.outcome:
        return Stage.INTAKE
    if not facts.has_plan:
        return Stage.SCREENED
    if facts.sessions_done == 0:
        return Stage.SESSIONS if facts.sessions_booked else Stage.PLAN
    if facts.sessions_done < facts.sessions_planned:
        return Stage.SESSIONS
    return Stage.INTEGRATION if facts.integrations_owed else Stage.REVIEW


class Step(StrEnum):
    """What a patient may have to do next; the portal has the words for each."""

    ALERT = "alert"
    INTAKE_FORM = "intake_form"
    MEDICATIONS = "medications"
    QUESTIONNAIRE = "questionnaire"
    CONSENTS = "consents"
    ESTIMATE = "estimate"
    BOOK_INTAKE = "book_intake"
    AWAIT_INTAKE = "await_intake"
    AWAIT_DECISION = "await_decision"
    READ_DECISION = "read_decision"
    AWAIT_LOOK = "await_look"
    ON_HOLD = "on_hold"
    AWAIT_BOOKING = "await_booking"
    COMING_SESSION = "coming_session"
    COMING_VISIT = "coming_visit"
    BOOK_INTEGRATION = "book_integration"
    REVIEW = "review"


@dataclass(frozen=True, kw_only=True)
class NextStepFacts:
    """What the next step follows from."""

    intake_submitted: bool = False
    list_confirmed: bool = False
    questionnaires_due: int = 0
    consents_missing: int = 0
    estimate_unread: bool = False
    next_visit_service: str = ""
    next_visit_at: datetime | None = None
    intake_visit_done: bool = False
    outcome: str = ""
    looked_at_again: bool = False
    on_hold: bool = False
    integrations_owed: int = 0
    stage: Stage = Stage.INTAKE


def next_step(facts: NextStepFacts) -> Step:
    """One step, never a list: what the patient owes first, then what comes by itself."""
    return _owed(facts) or _coming(facts)


def _owed(facts: NextStepFacts) -> Step | None:
    if facts.outcome in {"declined", "not_now"}:
        return Step.READ_DECISION
    if not facts.intake_submitted:
        return Step.INTAKE_FORM
    if not facts.list_confirmed:
        return Step.MEDICATIONS
    if facts.questionnaires_due:
        return Step.QUESTIONNAIRE
    if facts.consents_missing:
        return Step.CONSENTS
    return Step.ESTIMATE if facts.estimate_unread else None


def _coming(facts: NextStepFacts) -> Step:
    if facts.on_hold:
        return Step.ON_HOLD
    if facts.next_visit_service in {"session", "group"}:
        return Step.COMING_SESSION
    if facts.next_visit_service == "intake":
        return Step.AWAIT_INTAKE
    if facts.next_visit_service:
        return Step.COMING_VISIT
    if not facts.intake_visit_done:
        return Step.BOOK_INTAKE
    if not facts.outcome:
        return Step.AWAIT_DECISION
    if facts.integrations_owed:
        return Step.BOOK_INTEGRATION
    if facts.looked_at_again:
        return Step.AWAIT_LOOK
    return Step.REVIEW if facts.stage is Stage.REVIEW else Step.AWAIT_BOOKING
