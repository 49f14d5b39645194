"""All that a screening is made of, asked of the database in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sojourn.core.prepared import Prepared
from sojourn.intake import queries as intake
from sojourn.intake.models import (
    Allergy,
    IntakeAnswer,
    IntakeForm,
    ListConfirmation,
    Medication,
    Problem,
    Reading,
)
from sojourn.measures import queries as measures
from sojourn.measures.models import Assignment, SafetyAlert, Score
from sojourn.people import queries as people
from sojourn.people.models import Contact, Patient
from sojourn.screening.models import (
    DecisionCondition,
    EligibilityDecision,
    FindingResolution,
    PrescriberAnswer,
)


@dataclass(frozen=True)
class Asked:
    """One patient's rows, each a queryset that has been answered."""

    lines: QuerySet[Medication]
    confirmations: QuerySet[ListConfirmation]
    readings: QuerySet[Reading]
    alerts: QuerySet[SafetyAlert]
    problems: QuerySet[Problem]
    allergies: QuerySet[Allergy]
    said: QuerySet[IntakeAnswer, tuple[str, Any, datetime]]
    forms: QuerySet[IntakeForm]
    items: QuerySet[Assignment, tuple[str, UUID, str | None, int | None]]
    scores: QuerySet[Score]
    resolutions: QuerySet[FindingResolution]
    decisions: QuerySet[EligibilityDecision]
    conditions: QuerySet[DecisionCondition]
    escorts: QuerySet[Contact]
    warnings: QuerySet[PrescriberAnswer]

    @classmethod
    def about(cls, patient: Patient) -> Asked:
        """All questions about one patient, answered in one statement."""
        return cls(**_PREPARED.about(patient))

    @property
    def told(self) -> list[tuple[str, Any]]:
        """Every answer with its question's key, the latest last."""
        return [(key, value) for key, value, _ in self.said]


def questions(patient: Patient) -> dict[str, QuerySet[Any, Any]]:
    """By the names of :class:`Asked`. Nothing of the patient but the key may enter: they are prepared once."""
    return {
        "lines": intake.every_line(patient),
        "confirmations": intake.confirmations_of(patient),
        "readings": intake.readings_of(patient),
        "alerts": measures.open_alerts_of(patient),
        "problems": intake.every_problem(patient),
        "allergies": intake.every_allergy(patient),
        "said": intake.said(patient),
        "forms": intake.form_of(patient),
        "items": measures.items_told(patient),
        "scores": measures.every_score(patient),
        "resolutions": patient.resolutions.select_related("by", "clearance__result").order_by("at", "id"),
        "decisions": patient.decisions.select_related("by").order_by("-at", "-id"),
        "conditions": every_condition(patient),
        "escorts": people.escorts_of(patient),
        "warnings": every_warning().filter(letter__patient=patient),
    }


_PREPARED = Prepared(Patient, questions)


def every_condition(patient: Patient) -> QuerySet[DecisionCondition]:
    """All conditions of all decisions about somebody, in order, each with what was asked for it."""
    rows = DecisionCondition.objects.filter(decision__patient=patient).select_related("clearance__result")
    return rows.order_by("decision", "position")


def every_warning() -> QuerySet[PrescriberAnswer]:
    """All answers of other prescribers that advise against treatment."""
    against = PrescriberAnswer.objects.filter(outcome=PrescriberAnswer.Outcome.ADVISES_AGAINST)
    found: QuerySet[PrescriberAnswer] = against.select_related("letter__member").order_by("at", "id")
    return found
