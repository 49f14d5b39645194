"""The tabs that look back: outcomes, documents, history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.audit.queries import events_about
from sojourn.core.together import fetch_together
from sojourn.faces.ui.course import course_picture
from sojourn.faces.workspace.chart.header import open_chart
from sojourn.outcomes import queries as outcomes_of
from sojourn.screening.letter_queries import letters_of
from sojourn.timeline.queries import entries_of

LATEST_EVENTS = 200


@needs(Permission.OPEN_CHART)
def outcomes(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """The scores against the doses (P5, P7)."""
    now = timezone.now()
    patient, context = open_chart(request, patient_id, now=now, reason="outcomes")
    series = outcomes_of.series_of(patient)
    today = timezone.localdate(now)
    context |= {
        "series": series,
        "picture": course_picture(series, today=today),
        "changes": outcomes_of.changes_in(series),
    }
    return render(request, "workspace/chart/outcomes.html", context)


@needs(Permission.OPEN_CHART)
def documents(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Everything on paper: consents, letters, prescriptions, estimates, superbills, notes."""
    now = timezone.now()
    patient, context = open_chart(request, patient_id, now=now, reason="documents")
    papers: dict[str, QuerySet[Any]] = {
        "letters": letters_of(patient),
        "consents": patient.consents.select_related("withdrawal"),
        "decisions": patient.decisions.select_related("by"),
        "prescriptions": patient.prescriptions.select_related("prescriber"),
        "estimates": patient.estimates.all(),
        "superbills": patient.superbills.all(),
    }
    fetch_together(*papers.values())
    context |= {**papers, "today": timezone.localdate(now)}
    return render(request, "workspace/chart/documents.html", context)


@needs(Permission.OPEN_CHART)
def history(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """The patient's story, and who read it."""
    patient, context = open_chart(request, patient_id, now=timezone.now(), reason="history")
    context |= {"entries": entries_of(patient), "reads": events_about(patient.pk)[:LATEST_EVENTS]}
    return render(request, "workspace/chart/history.html", context)
