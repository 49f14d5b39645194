"""The page behind the links of a reminder: can you come? It needs no sign-in and says nothing of what the visit is for.

Looking changes nothing, for mail servers follow links before people do; only a pressed button does.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from sojourn import content
from sojourn.accounts.guards import public
from sojourn.clinic import queries as clinic
from sojourn.core.decisions import Refused
from sojourn.faces.ui.submitting import status_of
from sojourn.faces.website.reading import add_findings
from sojourn.scheduling import actions, queries
from sojourn.scheduling.queries.answers import Question


class NoteForm(forms.Form):
    """What would suit, in a few words, or nothing."""

    note = forms.CharField(max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


@public
@never_cache
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Day and time, and one button to say yes."""
    question = queries.question_behind(token, timezone.now())
    if question is None:
        return _spent(request)
    if request.method == "POST" and "comes" in request.POST:
        return _keep(request, token, question, NoteForm({}), comes=True)
    return render(request, "website/answer.html", _shown(question, token))


@public
@never_cache
def change(request: HttpRequest, token: str) -> HttpResponse:
    """They cannot come at that time: the desk is told, with what would suit."""
    question = queries.question_behind(token, timezone.now())
    if question is None:
        return _spent(request)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _keep(request, token, question, form, comes=False)
    context = {**_shown(question, token), "form": form}
    return render(request, "website/answer_change.html", context, status=status_of(request))


def _keep(
    request: HttpRequest, token: str, question: Question, form: NoteForm, *, comes: bool
) -> HttpResponse:
    note = form.cleaned_data["note"] if form.is_valid() else ""
    visit, now = question.visit, timezone.now()
    try:
        actions.answer(
            appointment=visit, starts_at=visit.starts_at, who=question.who, comes=comes, note=note, now=now
        )
    except Refused as refused:
        if queries.question_behind(token, now) is None:
            return _spent(request)
        add_findings(form, refused)
        context = {**_shown(question, token), "form": form}
        return render(request, "website/answer_change.html", context, status=422)
    return redirect("website:answer", token)


def _shown(question: Question, token: str) -> dict[str, Any]:
    patient, moment = (
        question.visit.patient,
        question.moment.astimezone(clinic.zone_of(question.visit.room_id)),
    )
    language = content.pack().language(patient.language)
    asking = getattr(language.answering, question.who)
    words = asking.filled(
        day=language.say(moment.date()), time=language.say(moment.time()), name=patient.called
    )
    page: dict[str, Any] = {"words": words, "page": language.answering, "language": language.code}
    page["on_hold"] = language.on_hold if question.is_on_hold else None
    return {**page, "token": token, "latest": question.latest}


def _spent(request: HttpRequest) -> HttpResponse:
    """The link says nothing any more, not even in which language: the page speaks all that the clinic writes."""
    return render(request, "website/answer_spent.html", {"languages": content.pack().languages}, status=410)
