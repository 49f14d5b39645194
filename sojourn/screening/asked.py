"""All that a screening is made of, asked of the database in one statement."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sojourn.core.together import fetch_together
from sojourn.intake import queries as intake
from sojourn.intake.models import IntakeAnswer, Medication
from sojourn.measures import queries as measures
from sojourn.measures.models import Assignment, Score
from sojourn.people.models import Patient
from sojourn.screening.models import EligibilityDecision, FindingResolution


@dataclass(frozen=True)
class Asked:
    """One patient's rows; each a queryset that is not evaluated before :meth:`together`."""

    lines: QuerySet[Medication]
    told: QuerySet[IntakeAnswer, tuple[str, Any]]
    items: QuerySet[Assignment, tuple[str, UUID, str | None, int | None]]
    scores: QuerySet[Score]
    resolutions: QuerySet[FindingResolution]
    decisions: QuerySet[EligibilityDecision]

    @classmethod
    def about(cls, patient: Patient) -> Asked:
        """The questions about one patient."""
        return cls(
            lines=intake.medications_of(patient),
            told=intake.told(patient),
            items=measures.items_told(patient),
            scores=measures.every_score(patient),
            resolutions=patient.resolutions.select_related("by").order_by("at", "id"),
            decisions=patient.decisions.select_related("by").order_by("-at", "-id"),
        )

    def together(self) -> Asked:
        """All of them in one statement."""
        fetch_together(*(getattr(self, each.name) for each in fields(self)))
        return self
