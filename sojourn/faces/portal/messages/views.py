"""The patient's thread with the clinic. Looking at it marks the clinic's words as read."""

from __future__ import annotations

from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.faces.portal.record import own_record
from sojourn.faces.ui.submitting import carry_out, client_id, posted
from sojourn.people import actions
from sojourn.people import queries as people


class MessageForm(forms.Form):
    """A few lines."""

    text = forms.CharField(label="Your message", max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))


@needs(Permission.USE_PORTAL)
def thread(request: HttpRequest) -> HttpResponse:
    """Read and write."""
    now = timezone.now()
    patient = own_record(request, now, "messages")
    form = posted(request, MessageForm)
    send = partial(
        actions.send_message,
        patient=patient,
        sender=request.user,  # type: ignore[arg-type]
        now=now,
        client_id=client_id(request),
    )
    if request.method == "POST" and form.is_valid() and carry_out(form, lambda: send(**form.cleaned_data)):
        messages.success(request, "Your message is with us.")
        return redirect("portal:messages")
    actions.mark_read(patient=patient, by=request.user, now=now)  # type: ignore[arg-type]
    context = {"first_name": patient.called, "thread": people.thread_of(patient), "form": form}
    return render(request, "portal/messages/thread.html", context, status=422 if form.errors else 200)
