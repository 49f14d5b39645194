"""Questions about questionnaires: which are open, what was answered, who needs somebody now."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db.models import QuerySet

from sojourn.measures.models import Assignment, SafetyAlert, Score
from sojourn.people.models import Patient

OPEN_STATES = (Assignment.State.DUE, Assignment.State.STARTED)
LIVE_ALERTS = (SafetyAlert.State.OPEN, SafetyAlert.State.TAKEN)


class NotFound(Exception):
    """No such questionnaire, or not this patient's."""


def open_assignments(patient: Patient) -> QuerySet[Assignment]:
    """What the patient still has to answer, the most urgent first."""
    return patient.assignments.filter(state__in=OPEN_STATES).order_by("due_at", "id")


def assignment_of(patient: Patient, assignment_id: UUID) -> Assignment:
    """One of the patient's own questionnaires; anything else is not found."""
    found = patient.assignments.filter(pk=assignment_id).first()
    if found is None:
        raise NotFound
    return found


def answers_of(assignment: Assignment) -> dict[str, int]:
    """The latest answer per item."""
    return dict(assignment.answers.order_by("at", "id").values_list("item", "value"))


def scores_of(patient: Patient) -> dict[str, list[Score]]:
    """Every score by instrument, oldest first."""
    found: dict[str, list[Score]] = defaultdict(list)
    for score in patient.scores.order_by("at", "id"):
        found[score.instrument].append(score)
    return dict(found)


def latest_scores(patient: Patient) -> dict[str, Score]:
    """The newest score per instrument."""
    return {instrument: scores[-1] for instrument, scores in scores_of(patient).items()}


def latest_items(patient: Patient) -> dict[str, dict[str, int]]:
    """The items of the newest submitted questionnaire per instrument; screening rules read them."""
    newest: dict[str, Assignment] = {}
    submitted = patient.assignments.filter(state=Assignment.State.SUBMITTED).order_by("submitted_at")
    for assignment in submitted.prefetch_related("answers"):
        newest[assignment.instrument] = assignment
    return {
        instrument: {answer.item: answer.value for answer in assignment.answers.all()}
        for instrument, assignment in newest.items()
    }


def open_alerts() -> QuerySet[SafetyAlert]:
    """Every alert nobody has closed, the oldest first."""
    return SafetyAlert.objects.filter(state__in=LIVE_ALERTS).select_related("patient").order_by("raised_at")


def open_alerts_of(patient: Patient) -> QuerySet[SafetyAlert]:
    """This patient's alerts that are not closed."""
    return patient.alerts.filter(state__in=LIVE_ALERTS).order_by("raised_at")


def alert_by_id(alert_id: UUID) -> SafetyAlert:
    """One alert with its history; raises NotFound."""
    found = SafetyAlert.objects.select_related("patient").filter(pk=alert_id).first()
    if found is None:
        raise NotFound
    return found
