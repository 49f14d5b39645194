"""Who a predicted course is about: the facts by which a model takes somebody in or refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from sojourn.clinic.queries import local_day
from sojourn.core.together import fetch_together
from sojourn.intake import queries as intake
from sojourn.intake.line_lists import LineList
from sojourn.intake.models import Problem
from sojourn.people.models import BodyWeight, Patient
from sojourn.people.rules import age_on
from sojourn.prescribing import queries as prescribing
from sojourn.treatment.rules.course import Person


@dataclass(frozen=True)
class Known:
    """What was known of somebody at a moment. Two questions, to be asked together with others."""

    patient: Patient
    at: datetime
    weights: QuerySet[BodyWeight]
    problems: QuerySet[Problem]

    @classmethod
    def of(cls, patient: Patient, at: datetime) -> Known:
        """Nothing is asked yet."""
        weights = patient.weights.filter(measured_at__lte=at)
        return cls(patient, at, weights, intake.every_problem(patient))

    @property
    def questions(self) -> tuple[QuerySet[Any], ...]:
        """For :func:`sojourn.core.together.fetch_together`."""
        return self.weights, self.problems

    def person(self) -> Person:
        """Age and weight as they were then, and every condition that is not past. One query, or none once asked."""
        fetch_together(*self.questions)
        weight = prescribing.weight_among(self.weights)
        return Person(
            weight_kg=float(weight.kg) if weight else None,
            age=age_on(self.patient.birth_date, local_day(self.at)),
            conditions=tuple(
                each.code
                for each in LineList.of(self.problems).current
                if each.code and each.state != Problem.State.PAST
            ),
        )
