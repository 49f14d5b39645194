"""A fill that was written down wrongly: the right one supersedes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.faces.ui.submitting import carry_out, client_id, posted, status_of
from sojourn.faces.ui.words import full_day
from sojourn.faces.workspace.chart.header import open_chart
from sojourn.faces.workspace.chart.prescribing_forms import CorrectFillForm
from sojourn.prescribing import actions, queries
from sojourn.prescribing.models import PrescriptionFill


@needs(Permission.PRESCRIBE, Permission.GIVE_MEDICATION)
def correct(request: SignedInRequest, patient_id: UUID, fill_id: UUID) -> HttpResponse:
    """Say what was really dispensed, or that nothing was."""
    now = timezone.now()
    patient, context = open_chart(request, patient_id, now=now, reason="prescription")
    fill = queries.fill_by_id(patient, fill_id)
    if fill is None:
        raise Http404
    told = {"filled_on": fill.filled_on, "pharmacy": fill.pharmacy}
    form = posted(request, CorrectFillForm, initial=told)
    if request.method == "POST" and form.is_valid() and _kept(request, fill, form, now):
        return redirect("workspace:chart_plan", patient_id=patient.pk)
    context |= {
        "form": form,
        "title": "Correct this fill",
        "lead": f"{fill.prescription.drug} {fill.prescription.strength}, filled on {full_day(fill.filled_on)}. "
        "What was written stays underneath.",
        "button": "Keep the correction",
        "back": reverse("workspace:chart_plan", args=[patient.pk]),
    }
    return render(request, "workspace/chart/small_form.html", context, status=status_of(request))


def _kept(request: SignedInRequest, fill: PrescriptionFill, form: Any, now: datetime) -> object:
    sent = client_id(request)
    return carry_out(
        form,
        lambda: actions.correct_fill(
            fill=fill, by=request.user, now=now, client_id=sent, **form.cleaned_data
        ),
    )
