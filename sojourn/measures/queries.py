"""Questions about questionnaires: which are open, what was answered, who needs somebody now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from sojourn import content
from sojourn.measures.models import Assignment, SafetyAlert, Score
from sojourn.people.models import Patient

OPEN_STATES = (Assignment.State.DUE, Assignment.State.STARTED)
LIVE_ALERTS = (SafetyAlert.State.OPEN, SafetyAlert.State.TAKEN)


class NotFound(Exception):
    """No such questionnaire, or not this patient's."""


def open_assignments(patient: Patient) -> QuerySet[Assignment]:
    """What the patient still has to answer, the most urgent first; nothing the clinic has no words for any more."""
    waiting = patient.assignments.filter(state__in=OPEN_STATES).exclude(instrument__in=wordless())
    return waiting.order_by("due_at", "id")


def assignment_of(patient: Patient, assignment_id: UUID) -> Assignment:
    """One of the patient's own questionnaires; anything else is not found."""
    found = patient.assignments.filter(pk=assignment_id).first()
    if found is None or (found.state in OPEN_STATES and found.instrument in wordless()):
        raise NotFound
    return found


def wordless() -> list[str]:
    """Licensed questionnaires whose wording is not, or no longer, in the clinic's pack."""
    return [code for code, sheet in content.library().instruments.items() if not sheet.has_words]


def answers_of(assignment: Assignment) -> dict[str, int]:
    """The latest answer per item."""
    return dict(assignment.answers.order_by("at", "id").values_list("item", "value"))


def scores_of(patient: Patient) -> dict[str, list[Score]]:
    """Every score by instrument, oldest first."""
    found: dict[str, list[Score]] = defaultdict(list)
    for score in every_score(patient):
        found[score.instrument].append(score)
    return dict(found)


def every_score(patient: Patient) -> QuerySet[Score]:
    """Each score, oldest first."""
    return patient.scores.order_by("at", "id")


def latest_scores(patient: Patient) -> dict[str, Score]:
    """The newest score per instrument."""
    return {instrument: scores[-1] for instrument, scores in scores_of(patient).items()}


def items_told(patient: Patient) -> QuerySet[Assignment, tuple[str, UUID, str | None, int | None]]:
    """Every answer of what was submitted, the latest questionnaire last; for :func:`as_latest_items`."""
    submitted = patient.assignments.filter(state=Assignment.State.SUBMITTED)
    in_order = submitted.order_by("submitted_at", "id", "answers__at", "answers__id")
    return in_order.values_list("instrument", "id", "answers__item", "answers__value")


def as_latest_items(told: Iterable[tuple[str, UUID, str | None, int | None]]) -> dict[str, dict[str, int]]:
    """The items of the newest submitted questionnaire per instrument; screening rules read them."""
    newest: dict[str, tuple[UUID, dict[str, int]]] = {}
    for instrument, assignment, item, value in told:
        if instrument not in newest or newest[instrument][0] != assignment:
            newest[instrument] = (assignment, {})
        if item is not None and value is not None:
            newest[instrument][1][item] = value
    return {instrument: items for instrument, (_, items) in newest.items()}


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
