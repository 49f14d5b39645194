"""Taking a prescription back: why, and said twice, for nothing undoes it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.faces.ui.submitting import carry_out, client_id, posted, status_of
from sojourn.faces.ui.words import full_day
from sojourn.faces.workspace.chart.forms import Lines
from sojourn.faces.workspace.chart.header import open_chart
from sojourn.prescribing import actions, queries
from sojourn.prescribing.models import Prescription


class TakeBackForm(forms.Form):
    """Why, and that it is meant."""

    reason = forms.CharField(label="Why it is taken back", max_length=500, widget=forms.Textarea(attrs=Lines))
    meant = forms.BooleanField(
        label="Take it back. This cannot be undone; a new one can be written.",
        error_messages={"required": "Tick this, so that it is not taken back by a slip."},
    )


@needs(Permission.PRESCRIBE)
def take_back(request: SignedInRequest, patient_id: UUID, prescription_id: UUID) -> HttpResponse:
    """A prescription that is not needed or was written wrongly; the dose orders that rest on it end with it."""
    now = timezone.now()
    patient, context = open_chart(request, patient_id, now=now, reason="prescription")
    found = queries.prescriptions_of(patient).filter(pk=prescription_id).first()
    if found is None:
        raise Http404
    form = posted(request, TakeBackForm)
    if request.method == "POST" and form.is_valid() and _taken_back(request, found, form, now):
        messages.success(request, "Taken back. Its paper says so from now on.")
        return redirect(f"{reverse('workspace:chart_plan', args=[patient.pk])}#prescriptions")
    context |= {
        "form": form,
        "title": "Take this prescription back",
        "lead": f"{found.drug} {found.strength}, {found.quantity}, issued {full_day(found.issued_on)}. Dose orders "
        "that rest on it end at once. A copy that is out already, on paper or at a pharmacy, is called back by you.",
        "button": "Take it back",
        "back": f"{reverse('workspace:chart_plan', args=[patient.pk])}#prescriptions",
    }
    return render(request, "workspace/chart/small_form.html", context, status=status_of(request))


def _taken_back(request: SignedInRequest, found: Prescription, form: forms.Form, now: datetime) -> object:
    act = partial(actions.void_prescription, prescription=found, by=request.user, now=now)
    return carry_out(form, lambda: act(reason=form.cleaned_data["reason"], client_id=client_id(request)))
