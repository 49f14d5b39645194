"""After a no: which of somebody's coming visits are cancelled, and which are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sojourn import content
from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.billing import actions
from sojourn.clinic.queries import local_day
from sojourn.clinic.words import spoken
from sojourn.faces.ui.submitting import carry_out, status_of
from sojourn.faces.workspace.people.person_views import opened
from sojourn.faces.workspace.visits.forms import CauseForm
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries.after_a_no import booked_ahead, needs_a_yes


class ComingForm(CauseForm):
    """Which visits, and why; ticked are those that need the provider's yes."""

    visits = forms.MultipleChoiceField(
        label="Cancel these visits",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick a visit to cancel, or keep them all."},
    )
    field_order = ("visits", "cause", "reason")

    def __init__(self, *args: Any, among: list[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.among = {str(each.pk): each for each in among}
        self.fields["visits"].choices = [(key, _in_words(each)) for key, each in self.among.items()]  # type: ignore[attr-defined]
        self.fields["visits"].initial = [key for key, each in self.among.items() if needs_a_yes(each)]
        self.fields["cause"].initial = content.pack().policies.cancellation.own_cause

    @property
    def ticked(self) -> list[Appointment]:
        """The visits themselves."""
        return [self.among[key] for key in self.cleaned_data["visits"]]


@needs(Permission.SCHEDULE)
def coming(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Keep them, or cancel those that are ticked, all with one reason; the patient hears of each."""
    patient, now = opened(request, patient_id, "coming visits"), timezone.now()
    form = ComingForm(request.POST or None, among=list(booked_ahead(patient, now)))
    if request.method == "POST" and form.is_valid() and _cancelled(request, form, now):
        return redirect("workspace:person", patient.pk)
    context = {"patient": patient, "form": form, "said": _latest(patient, now)}
    return render(request, "workspace/visits/coming.html", context, status=status_of(request))


def _cancelled(request: SignedInRequest, form: ComingForm, now: datetime) -> object:
    why = {name: form.cleaned_data[name] for name in ("cause", "reason")}
    done = carry_out(
        form, lambda: actions.cancel_visits(appointments=form.ticked, by=request.user, now=now, **why)
    )
    if done:
        messages.success(request, "Cancelled: the times are free again, and the patient is told.")
    return done


def _latest(patient: Patient, now: datetime) -> str:
    latest = patient.decisions.first()
    if latest is None:
        return ""
    has_ended = latest.valid_until is not None and latest.valid_until < local_day(now)
    return f"{latest.get_outcome_display()}{', and ran out' if has_ended else ''}"


def _in_words(visit: Appointment) -> str:
    return f"{content.pack().services[visit.service].name}, {spoken(visit.begins)}"
