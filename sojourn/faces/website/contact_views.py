"""Asking a question before anything else."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sojourn import content
from sojourn.accounts.guards import public
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.faces.website.reading import add_findings, no_address, too_often
from sojourn.people.actions import ask_question


class QuestionForm(forms.Form):
    """Who asks, how to answer, and what."""

    name = forms.CharField(
        label="Your name",
        max_length=80,
        validators=[no_address],
        error_messages={"required": "Please tell us what to call you."},
    )
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        error_messages={
            "required": "Without an address we cannot answer.",
            "invalid": "This does not look like an e-mail address yet.",
        },
    )
    phone = forms.CharField(label="Your telephone number", max_length=24, required=False)
    text = forms.CharField(
        label="Your question",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "There is nothing written yet."},
    )
    about = forms.ChoiceField(choices=[("question", ""), ("group", "")], widget=forms.HiddenInput)
    client_id = forms.UUIDField(widget=forms.HiddenInput)


@public
def contact(request: HttpRequest) -> HttpResponse:
    """The form; a question sent twice is one question."""
    form = QuestionForm(request.POST) if request.method == "POST" else QuestionForm(initial=_blank(request))
    if form.is_bound and form.is_valid() and not too_often(request, form, "ask_question"):
        try:
            ask_question(**form.cleaned_data, now=timezone.now())
            return redirect("website:contact_thanks")
        except Refused as refused:
            add_findings(form, refused)
    return _show(request, "contact", form=form, status=422 if form.errors else 200)


@public
def thanks(request: HttpRequest) -> HttpResponse:
    """It has arrived, and what happens now."""
    return _show(request, "contact_thanks")


def _blank(request: HttpRequest) -> dict[str, object]:
    about = request.GET.get("about", "")
    return {"about": "group" if about == "group" else "question", "client_id": new_id()}


def _show(request: HttpRequest, name: str, *, status: int = 200, **facts: object) -> HttpResponse:
    page = content.pack().pages["contact"]
    blocks = {each.id: each for each in page.blocks}
    return render(request, f"website/{name}.html", {"page": page, "blocks": blocks, **facts}, status=status)
