"""Whose yes no longer stands on what it stood on, over all patients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, Model, OuterRef, Q, QuerySet

from sojourn.core.decisions import Finding, Severity
from sojourn.intake.models import Allergy, IntakeAnswer, Medication, MedicationSetAside, Problem, Reading
from sojourn.measures.models import SafetyAlert, Score
from sojourn.people.models import Patient
from sojourn.screening.asked_of_many import about_each
from sojourn.screening.models import ClearanceResult, EligibilityDecision, FindingResolution, PrescriberAnswer
from sojourn.screening.queries import Screening, decided, screening_of

MOST = 30
"""Patients held against their decision at a time. Whose lists or answers changed comes before new values and scores."""

_LISTS: tuple[tuple[type[Model], str, str], ...] = (
    (Medication, "patient", "at"),
    (MedicationSetAside, "medication__patient", "at"),
    (Problem, "patient", "at"),
    (Allergy, "patient", "at"),
    (IntakeAnswer, "form__patient", "at"),
    (SafetyAlert, "patient", "raised_at"),
    (FindingResolution, "patient", "at"),
    (ClearanceResult, "clearance__condition__decision__patient", "at"),
    (ClearanceResult, "clearance__resolution__patient", "at"),
    (PrescriberAnswer, "letter__patient", "at"),
)
_VALUES: tuple[tuple[type[Model], str, str], ...] = ((Reading, "patient", "at"), (Score, "patient", "at"))


@dataclass(frozen=True)
class Changed:
    """One patient whose yes cannot be relied on: every reason, and since when its list is another."""

    patient: Patient
    decision: EligibilityDecision
    reasons: tuple[Finding, ...]
    since: datetime

    @property
    def stops(self) -> tuple[Finding, ...]:
        """Findings that are a stop now; a yes had none."""
        return tuple(each for each in self.reasons if each.severity is Severity.STOP)

    @property
    def first(self) -> Finding:
        """The one to read first."""
        return (self.stops or self.reasons)[0]


def changed_since_the_decision(*, today: date) -> list[Changed]:
    """Every running yes that something since speaks against: stops first, then what waits longest. Two queries."""
    written = written_to_since(latest_decisions().filter(outcome="eligible", valid_until__gte=today))
    waiting = written.filter(Q(lists_changed=True) | Q(values_changed=True)).select_related("by")
    decisions = list(waiting.order_by("-lists_changed", "at", "id")[:MOST])
    asked = about_each([each.patient for each in decisions])
    found = (
        _changed(each, screening_of(each.patient, today=today, asked=asked[each.patient_id]))
        for each in decisions
    )
    return sorted(filter(None, found), key=lambda each: (not each.stops, each.since))


def is_looked_at_again(patient: Patient, *, today: date) -> bool:
    """Whether somebody who was found eligible waits for the provider to look once more. A period that ended apart."""
    return looked_at_again(screening_of(patient, today=today))


def looked_at_again(screening: Screening) -> bool:
    """The same of a screening that is there already."""
    if screening.decision is None or screening.decision.outcome != EligibilityDecision.Outcome.ELIGIBLE:
        return False
    return any(each.code != "decision_ended" for each in decided(screening).blocking)


def _changed(decision: EligibilityDecision, screening: Screening) -> Changed | None:
    reasons = tuple(decided(screening).blocking)
    since = max(decision.at, screening.listed.changed_at or decision.at)
    return Changed(decision.patient, decision, reasons, since) if reasons else None


def latest_decisions() -> QuerySet[EligibilityDecision]:
    """The word that counts for each patient, with the patient."""
    later = EligibilityDecision.objects.filter(patient=OuterRef("patient")).filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), id__gt=OuterRef("id"))
    )
    return EligibilityDecision.objects.filter(~Exists(later)).select_related("patient")


def written_to_since(decisions: QuerySet[EligibilityDecision]) -> QuerySet[Any, Any]:
    """Each with whether something was written since that it may have stood on: lists or answers, values or scores."""
    return decisions.annotate(
        lists_changed=ExpressionWrapper(_any_since(_LISTS), BooleanField()),
        values_changed=ExpressionWrapper(_any_since(_VALUES), BooleanField()),
    )


def _any_since(kinds: tuple[tuple[type[Model], str, str], ...]) -> Q:
    return reduce(
        or_,
        (
            Q(
                Exists(
                    model._default_manager.filter(
                        **{whose: OuterRef("patient"), f"{when}__gte": OuterRef("at")}
                    )
                )
            )
            for model, whose, when in kinds
        ),
    )
