"""Opens the record (scope checked, read logged) and gathers what every page of the chart shows on top."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from sojourn.accounts.guards import SignedInRequest
from sojourn.people import queries as people
from sojourn.people.models import Patient
from sojourn.timeline.queries import header_of

TABS = (
    ("chart", "Overview"),
    ("chart_intake", "Intake"),
    ("chart_medications", "Medications and checks"),
    ("chart_plan", "Plan"),
    ("chart_sessions", "Sessions"),
    ("chart_outcomes", "Outcomes"),
    ("chart_documents", "Documents"),
    ("chart_billing", "Billing"),
    ("chart_messages", "Messages"),
    ("chart_history", "History"),
)


def open_chart(
    request: SignedInRequest, patient_id: UUID, *, now: datetime, reason: str = "care"
) -> tuple[Patient, dict[str, Any]]:
    """The patient and the template context of the chart's frame; 404 for absent and not yours alike."""
    try:
        patient = people.open_record(patient_id, by=request.user, now=now, reason=reason)
    except people.NotFound as absent:
        raise Http404 from absent
    return patient, {"patient": patient, "header": header_of(patient), "tabs": tabs_of(patient, request)}


def tabs_of(patient: Patient, request: SignedInRequest) -> list[tuple[str, str, bool, int]]:
    """(address, words, is current, count) for the tabs line."""
    shown = request.resolver_match.url_name if request.resolver_match else ""
    return [
        (reverse(f"workspace:{name}", args=[patient.pk]), words, name == shown, 0) for name, words in TABS
    ]
