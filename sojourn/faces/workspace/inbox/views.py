"""The inbox and the page of one safety alert."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.core.decisions import Refused
from sojourn.faces.ui.submitting import carry_out, client_id
from sojourn.faces.workspace.abilities import abilities
from sojourn.intake import actions as intake
from sojourn.intake.models import ConsentWithdrawal
from sojourn.intake.withdrawal_queries import withdrawal_by_id
from sojourn.measures import actions as measures
from sojourn.measures.models import SafetyAlert
from sojourn.people import actions as people
from sojourn.people import queries as records
from sojourn.people.models import Enquiry
from sojourn.scheduling.queries import upcoming
from sojourn.timeline.queries import inbox
from sojourn.timeline.queries.inbox import taken_back_with
from sojourn.timeline.queries.messages import explained


class AlertForm(forms.Form):
    """What was done, and whether that closes it."""

    text = forms.CharField(
        label="What you did and found", max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


@needs(Permission.SEE_WORKSPACE)
def inbox_page(request: HttpRequest) -> HttpResponse:
    """Sixteen piles, the oldest first in each. At most 12 queries."""
    now = timezone.now()
    found = inbox(request.user, now=now)  # type: ignore[arg-type]
    context = {
        "inbox": found,
        "inbox_alerts": len(found.alerts),
        "inbox_count": found.count,
        "stuck": explained(found.stuck),
        "may": abilities(request),
        "today": timezone.localdate(now),
    }
    return render(request, "workspace/inbox/inbox.html", context)


@needs(Permission.HANDLE_ALERTS)
def alert(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """One alert: the answer, what was done so far, and the account that closes it."""
    shown, now = _opened(request, alert_id), timezone.now()
    form = AlertForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = measures.close_alert if "close" in request.POST else measures.note_on_alert
        if carry_out(form, partial(act, alert=shown, by=request.user, now=now, **form.cleaned_data)):
            messages.success(request, "The alert is closed." if "close" in request.POST else "Noted.")
            return redirect("workspace:alert", shown.pk)
    context = {
        "alert": shown,
        "entries": shown.entries.select_related("by"),
        "contacts": records.contacts_of(shown.patient),
        "form": form,
    }
    return render(request, "workspace/inbox/alert.html", context, status=422 if form.errors else 200)


@needs(Permission.HANDLE_ALERTS)
@require_POST
def take(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """Somebody has it now."""
    shown = _opened(request, alert_id)
    try:
        measures.take_alert(alert=shown, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("workspace:alert", shown.pk)


@needs(Permission.ANSWER_MESSAGES)
@require_POST
def answered(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """A question from the public page has been answered."""
    enquiry = Enquiry.objects.filter(pk=enquiry_id).first()
    if enquiry is None:
        raise Http404
    try:
        people.answer_enquiry(enquiry=enquiry, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        messages.success(request, f"{enquiry.name}’s question is answered.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("workspace:inbox")


class TakenBackForm(forms.Form):
    """What was done after somebody took a consent back."""

    text = forms.CharField(label="What was done", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


@needs(Permission.HANDLE_ALERTS)
def taken_back(request: HttpRequest, withdrawal_id: UUID) -> HttpResponse:
    """A consent that was taken back: why, what is booked, and what was done about it."""
    found, now = withdrawal_by_id(withdrawal_id), timezone.now()
    if found is None:
        raise Http404
    records.open_record(
        found.signature.patient_id,
        by=request.user,  # type: ignore[arg-type]
        now=now,
        reason="consent taken back",
    )
    form = TakenBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _seen_to(request, found, form, now):
        messages.success(request, "Noted. It has left the inbox.")
        return redirect("workspace:taken_back", found.pk)
    context = {
        "one": taken_back_with(found, upcoming(found.signature.patient, now)),
        "answers": found.answers.select_related("by"),
        "form": form,
    }
    return render(request, "workspace/inbox/taken_back.html", context, status=422 if form.errors else 200)


def _seen_to(request: HttpRequest, found: ConsentWithdrawal, form: TakenBackForm, now: datetime) -> object:
    act = partial(intake.answer_withdrawal, withdrawal=found, by=request.user, now=now)  # type: ignore[arg-type]
    sent = client_id(request)
    return carry_out(form, lambda: act(text=form.cleaned_data["text"], client_id=sent))


def _opened(request: HttpRequest, alert_id: UUID) -> SafetyAlert:
    found = SafetyAlert.objects.filter(pk=alert_id).select_related("patient", "assignment").first()
    if found is None:
        raise Http404
    records.open_record(found.patient_id, by=request.user, now=timezone.now(), reason="safety alert")  # type: ignore[arg-type]
    return found
