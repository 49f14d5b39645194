"""The first page of a chart: where this patient stands and what needs somebody."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.faces.ui.course import course_picture
from sojourn.faces.workspace.chart.header import open_chart
from sojourn.outcomes import queries as outcomes
from sojourn.people.models import Patient
from sojourn.prescribing import queries as prescribing
from sojourn.scheduling.queries import upcoming
from sojourn.screening import letter_queries
from sojourn.screening import queries as screening
from sojourn.timeline.queries import journey_of


@needs(Permission.OPEN_CHART)
def overview(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Journey strip, findings, course, what comes next."""
    now = timezone.now()
    today = timezone.localdate(now)
    patient, context = open_chart(request, patient_id, now=now)
    series = outcomes.series_of(patient)
    found = screening.screening_of(patient, today=today)
    context |= {
        "journey": journey_of(patient),
        "screening": found,
        "clearances": letter_queries.clearances_of(patient),
        "today": today,
        "worth_seeing": [each for each in found.judged if each.finding.severity.weight > 1],
        "series": series,
        "picture": course_picture(series, today=today),
        "changes": outcomes.changes_in(series),
        **_ahead(patient, now),
    }
    return render(request, "workspace/chart/overview.html", context)


def _ahead(patient: Patient, now: datetime) -> dict[str, object]:
    return {
        "plan": prescribing.current_plan(patient),
        "order": prescribing.latest_order(patient),
        "coming": list(upcoming(patient, now=now)[:4]),
    }
