"""The first page of a chart: where this patient stands and what needs somebody."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.core.decisions import Severity
from sojourn.core.together import fetch_together
from sojourn.faces.ui.course import course_picture
from sojourn.faces.workspace.chart.header import open_chart
from sojourn.outcomes import queries as outcomes
from sojourn.people.models import Patient
from sojourn.prescribing import queries as prescribing
from sojourn.scheduling.queries import upcoming
from sojourn.screening import letter_queries
from sojourn.screening import queries as screening
from sojourn.screening.reading_rules import OWN_WORDS, TAKEN_OFF, is_settled_by_reading
from sojourn.screening.resolution_rules import Judged
from sojourn.timeline.queries import journey_of

COMING_SHOWN = 4


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
        "worth_seeing": sorted(
            (each for each in found.judged if each.finding.severity.weight > 1 and not _was_read(each)),
            key=_most_urgent_first,
        ),
        "series": series,
        "picture": course_picture(series, today=today),
        "changes": outcomes.changes_in(series),
        **_ahead(patient, now),
    }
    return render(request, "workspace/chart/overview.html", context)


def _ahead(patient: Patient, now: datetime) -> dict[str, object]:
    plans, orders = prescribing.plan_history(patient)[:1], prescribing.orders_of(patient)[:1]
    coming = upcoming(patient, now=now)[:COMING_SHOWN]
    fetch_together(plans, orders, coming)
    return {"plan": plans.first(), "order": orders.first(), "coming": list(coming)}


def _most_urgent_first(judged: Judged) -> tuple[bool, bool, bool, int]:
    """What waits before what is settled; stops first, then words of their own that may be one."""
    finding = judged.finding
    may_be_a_stop = finding.code.startswith((OWN_WORDS, TAKEN_OFF)) and finding.at_stake is Severity.STOP
    is_stop = finding.severity is Severity.STOP
    return not judged.waits, not is_stop, not may_be_a_stop, -finding.severity.weight


def _was_read(judged: Judged) -> bool:
    """Read words need no second look on the first page; the intake shows them."""
    nobody_did = judged.finding.code.startswith(TAKEN_OFF) and judged.resolution is None
    return not judged.is_open and not nobody_did and is_settled_by_reading(judged.finding)
