"""What was agreed, by when, and how it goes: seen and told by the patient."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.core.together import fetch_together
from sojourn.faces.portal.record import own_record
from sojourn.faces.ui.submitting import carry_out, client_id, posted
from sojourn.people.models import Patient
from sojourn.treatment import actions
from sojourn.treatment.queries import NotFound
from sojourn.treatment.queries.aims import Aims, Committed, commitment_of, intentions_of

OWN_WORDS = (
    ("done", "I did it"),
    ("partly", "I did some of it"),
    ("not_yet", "Not yet"),
    ("let_go", "I let it go"),
)


class WordForm(forms.Form):
    """How it went."""

    outcome = forms.ChoiceField(
        label="How did it go?",
        choices=OWN_WORDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what fits best."},
    )
    words = forms.CharField(
        label="Anything you want to add",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Whoever leads your next visit reads it there.",
    )


@needs(Permission.USE_PORTAL)
def aims(request: HttpRequest) -> HttpResponse:
    """What is open first, the next day on top; then goals; then what is behind."""
    now = timezone.now()
    patient = own_record(request, now, "what they set out to do")
    found, said = Aims.of(patient), intentions_of(patient)
    fetch_together(*found.questions, said)
    every = found.commitments(timezone.localdate(now))
    context = {
        "intention": next(iter(said), ""),
        "ahead": [each for each in every if each.standing.is_open],
        "behind": [each for each in every if not each.standing.is_open],
        "goals": found.tracked(),
    }
    return render(request, "portal/aims/list.html", context)


@needs(Permission.USE_PORTAL)
def word(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    """Say how one of them went; it can be said anew."""
    now = timezone.now()
    patient = own_record(request, now, "what they set out to do")
    found = _own(patient, commitment_id, now)
    said = found.word
    form = posted(request, WordForm, initial={"outcome": said.outcome, "words": said.words} if said else {})
    if form.is_valid() and carry_out(
        form,
        lambda: actions.say_how_it_went(
            commitment=found.commitment,
            by=request.user,  # type: ignore[arg-type]
            now=now,
            client_id=client_id(request),
            **form.cleaned_data,
        ),
    ):
        messages.success(request, "Kept. Thank you for telling us.")
        return redirect("portal:aims")
    context = {"form": form, "one": found}
    return render(request, "portal/aims/word.html", context, status=422 if form.errors else 200)


def _own(patient: Patient, commitment_id: UUID, now: datetime) -> Committed:
    try:
        return commitment_of(patient, commitment_id, timezone.localdate(now))
    except NotFound as absent:
        raise Http404 from absent
