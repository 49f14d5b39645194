"""Readings and labs from before the decision, written into the chart."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from sojourn import content
from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.content.readings import ReadingKind
from sojourn.faces.ui.inputs import MomentField, MomentInput
from sojourn.faces.ui.number_fields import NumberField
from sojourn.faces.ui.submitting import carry_out, client_id, posted, status_of
from sojourn.faces.workspace.chart.header import open_chart
from sojourn.intake.actions import record_readings
from sojourn.people.actions import note_weight
from sojourn.people.models import Patient


class ReadingsForm(forms.Form):
    """One field for each kind the library knows; what is left empty was not taken."""

    taken_at = MomentField(label="Taken", widget=MomentInput())
    source = forms.CharField(label="Where from", max_length=120, help_text="Measured here, or whose report.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in content.library().readings.readings:
            self.fields[kind.code] = _field(kind)

    @property
    def values(self) -> dict[str, str]:
        """What was filled in, by code."""
        kinds = content.library().readings.by_code
        return {code: str(self.cleaned_data[code]).strip() for code in kinds if self.cleaned_data.get(code)}


class WeightForm(forms.Form):
    """A weight on the clinic's own scale."""

    kg = NumberField(
        label="Weight in kilograms", max_digits=4, decimal_places=1, help_text="On the clinic’s scale, today."
    )
    confirmed = forms.BooleanField(label="Weighed again, and it is right", required=False)

    def ask_only_after_a_question(self) -> None:
        """The box stands there when the action has asked, not before."""
        if not self.has_error("confirmed"):
            del self.fields["confirmed"]


def _field(kind: ReadingKind) -> forms.Field:
    label = f"{kind.name} ({kind.unit})" if kind.unit else kind.name
    if kind.options:
        choices = [("", "not taken"), *((each, each) for each in kind.options)]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    return forms.CharField(
        label=label, max_length=12, required=False, widget=forms.TextInput({"inputmode": "decimal"})
    )


@needs(Permission.OPEN_CHART)
def record(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Write down what was measured or what a report says."""
    now = timezone.now()
    patient, context = open_chart(request, patient_id, now=now)
    form = posted(request, ReadingsForm, initial={"taken_at": now, "source": "Measured here"})
    if request.method == "POST" and form.is_valid() and _kept(request, patient, form, now):
        return redirect("workspace:chart_intake", patient_id=patient.pk)
    back = reverse("workspace:chart_intake", args=[patient.pk])
    context |= {
        "form": form,
        "title": "Record readings and labs",
        "button": "Keep these readings",
        "back": back,
    }
    return render(request, "workspace/chart/small_form.html", context, status=status_of(request))


@needs(Permission.OPEN_CHART)
def weigh(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Weigh somebody: doses rest on the clinic's own scale, never on what was told."""
    now = timezone.now()
    patient, context = open_chart(request, patient_id, now=now)
    form: Any = posted(request, WeightForm)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if carry_out(form, lambda: note_weight(patient=patient, by=request.user, now=now, **said)):
            return redirect("workspace:chart_plan", patient_id=patient.pk)
    form.ask_only_after_a_question()
    back = reverse("workspace:chart_plan", args=[patient.pk])
    context |= {"form": form, "title": "Weigh", "button": "Keep this weight", "back": back}
    return render(request, "workspace/chart/small_form.html", context, status=status_of(request))


def _kept(request: SignedInRequest, patient: Patient, form: Any, now: datetime) -> object:
    return carry_out(
        form,
        lambda: record_readings(
            patient=patient,
            values=form.values,
            taken_at=form.cleaned_data["taken_at"],
            source=form.cleaned_data["source"],
            client_id=client_id(request),
            by=request.user,
            now=now,
        ),
    )
