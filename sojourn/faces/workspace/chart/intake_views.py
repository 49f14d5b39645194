"""What the patient told, topic by topic."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn import content
from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.content.readings import ReadingKind
from sojourn.core.decisions import Refused
from sojourn.core.together import fetch_together
from sojourn.faces.ui.answers import told_by_topic
from sojourn.faces.workspace.chart.header import open_chart
from sojourn.faces.workspace.seen import shown
from sojourn.intake import actions, queries
from sojourn.intake.line_lists import LineList
from sojourn.intake.models import Reading
from sojourn.measures import queries as measures
from sojourn.people import queries as people
from sojourn.screening.actions import read_intake
from sojourn.screening.queries import screening_of


@needs(Permission.OPEN_CHART)
def intake(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Answers by topic, the care team, scores and consents."""
    now = timezone.now()
    patient, context = open_chart(request, patient_id, now=now)
    told, scores, signatures = (
        queries.told(patient),
        measures.every_score(patient),
        queries.signatures_of(patient),
    )
    care_team, contacts, forms = (
        people.care_team_of(patient),
        patient.contacts.all(),
        queries.form_of(patient),
    )
    readings = queries.readings_of(patient)
    problems, allergies = queries.every_problem(patient), queries.every_allergy(patient)
    fetch_together(told, scores, signatures, care_team, contacts, forms, readings, problems, allergies)
    topics = told_by_topic(content.library().intake_form, queries.as_asked(told))
    screening = screening_of(patient, today=timezone.localdate(now))
    unread = screening.unread
    context |= {
        "form": forms.first(),
        "unread": unread,
        "taken_back": screening.taken_back,
        "seen": " ".join(map(shown, unread)),
        "topics": topics,
        "lists": queries.History(LineList.of(problems), LineList.of(allergies)),
        "may_correct": request.user.may(Permission.REVIEW_INTAKE),
        "striking": [each for _, told in topics for each in told if each.is_striking],
        "scores": list({each.instrument: each for each in scores}.values()),
        "readings": _by_kind(readings),
        "instruments": content.library().instruments,
        "care_team": care_team,
        "contacts": contacts,
        "missing_consents": queries.missing_among(signatures, "session", timezone.localdate(now)),
    }
    return render(request, "workspace/chart/intake.html", context)


def _by_kind(readings: Iterable[Reading]) -> list[tuple[ReadingKind, Reading, list[Reading]]]:
    """Each kind with its newest value and those before it: a newer one does not make them unsaid."""
    found: dict[str, list[Reading]] = {}
    for each in readings:
        found.setdefault(each.kind, []).append(each)
    kinds = content.library().readings.by_code
    return [(kind, found[code][0], found[code][1:]) for code, kind in kinds.items() if code in found]


@needs(Permission.REVIEW_INTAKE)
@require_POST
def review(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """The provider has read the form, and what is written in it."""
    now = timezone.now()
    patient, _ = open_chart(request, patient_id, now=now, reason="intake review")
    try:
        form, seen = actions.open_form(patient=patient, now=now), request.POST.get("seen", "").split()
        read_intake(form=form, seen=seen, by=request.user, now=now)
        messages.success(request, "Marked as read.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("workspace:chart_intake", patient_id=patient.pk)
