"""What stands on top of every page of a chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from sojourn.core.together import fetch_together
from sojourn.intake.line_lists import LineList
from sojourn.intake.models import IntakeAnswer
from sojourn.intake.queries import every_allergy
from sojourn.intake.rules import allergy_words
from sojourn.measures.queries import LIVE_ALERTS
from sojourn.people.models import BodyWeight, Patient


@dataclass(frozen=True)
class ChartHeader:
    """Weight in kg with its date; ``allergies`` is "" when nobody asked yet, which is not the same as none."""

    patient: Patient
    allergies: str
    weight_kg: float | None
    weighed_at: datetime | None
    open_alerts: int


def header_of(patient: Patient) -> ChartHeader:
    """One query beside the patient's own row."""
    told = IntakeAnswer.objects.filter(form__patient=OuterRef("pk")).order_by("-at", "-id")
    weights = BodyWeight.objects.filter(patient=OuterRef("pk")).order_by("-measured_at")
    found = (
        Patient.objects.filter(pk=patient.pk)
        .annotate(
            ketamine=Subquery(told.filter(key="allergy_ketamine").values("value")[:1]),
            others=Subquery(told.filter(key="allergy_other").values("value")[:1]),
            kg=Subquery(weights.values("kg")[:1]),
            weighed_at=Subquery(weights.values("measured_at")[:1]),
            alerts_open=Coalesce(Count("alerts", filter=Q(alerts__state__in=LIVE_ALERTS)), 0),
        )
        .values("ketamine", "others", "kg", "weighed_at", "alerts_open")
    )
    lines = every_allergy(patient)
    fetch_together(found, lines)
    facts = found[0]
    allergies = allergy_words(facts["ketamine"], facts["others"], map(str, LineList.of(lines).current))
    kg = float(facts["kg"]) if facts["kg"] is not None else None
    return ChartHeader(patient, allergies, kg, facts["weighed_at"], facts["alerts_open"])
