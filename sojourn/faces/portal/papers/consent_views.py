"""Reading a consent, agreeing to each statement, signing, and taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.content.pack.words import Consent
from sojourn.faces.portal.record import own_record
from sojourn.faces.ui import papers
from sojourn.faces.ui.submitting import carry_out, client_id, posted
from sojourn.intake import actions, queries
from sojourn.intake.actions.consents import OTHER_WORDS
from sojourn.intake.models import ConsentSignature
from sojourn.intake.rules import MOST_STROKE_LETTERS, PAD_HEIGHT, PAD_WIDTH, text_is_untouched
from sojourn.people.models import Patient


class SignForm(forms.Form):
    """A tick for every statement, and the name in full or a drawing of it. Without script, there is only the name."""

    agreed = forms.MultipleChoiceField(
        label="I agree to each of these", required=False, widget=forms.CheckboxSelectMultiple
    )
    how = forms.ChoiceField(
        label="How do you want to sign?",
        choices=[("typed", "Type my name"), ("drawn", "Draw it")],
        required=False,
    )
    signed_name = forms.CharField(label="Your full name", max_length=160)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    strokes = forms.CharField(label="Your signature", required=False, max_length=MOST_STROKE_LETTERS)

    def __init__(self, *args: Any, document: Consent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].choices = [(each.id, each.text) for each in document.statements]
        self.fields["signed_name"].required = not self.is_drawn

    @property
    def is_drawn(self) -> bool:
        """True when drawing was chosen."""
        return self.is_bound and self["how"].value() == "drawn"

    def clean(self) -> dict[str, Any]:
        """A chosen drawing needs one; a drawing not chosen is dropped."""
        values: dict[str, Any] = super().clean() or {}
        if not self.is_drawn:
            return values | {"strokes": ""}
        if not values.get("strokes") and "strokes" not in self.errors:
            self.add_error("strokes", "Please draw your signature, or type your name instead.")
        return values


class WithdrawForm(forms.Form):
    """Why, if they like to say."""

    reason = forms.CharField(
        label="Is there something you want to tell us?",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@needs(Permission.USE_PORTAL)
def read_and_sign(request: HttpRequest, consent_id: str) -> HttpResponse:
    """The whole text first; the signature stands under it."""
    patient, now = _record(request)
    document = content.pack().consents.get(consent_id)
    if document is None:
        raise Http404
    form = posted(request, SignForm, document=document)
    if form.is_valid() and carry_out(form, lambda: _sign(request, patient, document, form, now)):
        return redirect("portal:documents")
    _shows(form, document)
    context = {
        "document": document,
        "otherwise": _told_otherwise(document, patient),
        "form": form,
        "patient": patient,
        "standing": queries.standing_signature(patient, document, timezone.localdate(now)),
        "pad": (PAD_WIDTH, PAD_HEIGHT),
    }
    return render(request, "portal/papers/consent.html", context, status=422 if form.errors else 200)


@needs(Permission.USE_PORTAL)
def signed(request: HttpRequest, signature_id: UUID) -> HttpResponse:
    """What was signed, word for word."""
    patient, _ = _record(request)
    signature = _signature(patient, signature_id)
    context = {
        "signature": signature,
        "withdrawal": getattr(signature, "withdrawal", None),
        "pad": (PAD_WIDTH, PAD_HEIGHT),
        "untouched": text_is_untouched(signature.text, signature.text_hash),
    }
    return render(request, "portal/papers/signed.html", context)


@needs(Permission.USE_PORTAL)
def signed_pdf(request: HttpRequest, signature_id: UUID) -> HttpResponse:
    """The same on paper."""
    patient, _ = _record(request)
    return papers.consent(_signature(patient, signature_id))


@needs(Permission.USE_PORTAL)
def withdraw(request: HttpRequest, signature_id: UUID) -> HttpResponse:
    """Take a signature back, at any time and without giving a reason."""
    patient, now = _record(request)
    signature = _signature(patient, signature_id)
    form = posted(request, WithdrawForm)
    if form.is_valid() and carry_out(
        form,
        lambda: actions.withdraw_consent(signature=signature, by=request.user, now=now, **form.cleaned_data),
    ):
        return redirect("portal:documents")
    context = {"form": form, "signature": signature}
    return render(request, "portal/papers/withdraw.html", context, status=422 if form.errors else 200)


def _record(request: HttpRequest) -> tuple[Patient, datetime]:
    now = timezone.now()
    return own_record(request, now, "documents"), now


def _told_otherwise(document: Consent, patient: Patient) -> dict[str, str]:
    """Statements that cannot stand beside what was told, each with the topic where that can be changed."""
    told, topics = queries.answers(patient), content.library().intake_form.topics
    asked_in = {question.key: topic.key for topic in topics for question in topic.questions}
    found = {each.id: each.told_otherwise(told) for each in document.statements if each.unless}
    return {statement: asked_in[key] for statement, key in found.items() if key}


def _shows(form: forms.Form, document: Consent) -> None:
    """The form carries the words its page shows; after a refusal for other words, it has shown these."""
    form.initial["seen"] = document.digest
    if form.has_error(NON_FIELD_ERRORS, OTHER_WORDS):
        form.data = form.data.copy()
        form.data["seen"] = document.digest


def _sign(
    request: HttpRequest, patient: Patient, document: Consent, form: forms.Form, now: datetime
) -> ConsentSignature:
    return actions.sign_consent(
        patient=patient,
        consent_id=document.id,
        agreed=set(form.cleaned_data["agreed"]),
        signed_name=form.cleaned_data["signed_name"],
        strokes=form.cleaned_data["strokes"],
        seen=form.cleaned_data["seen"],
        by=request.user,
        now=now,
        client_id=client_id(request),
    )


def _signature(patient: Patient, signature_id: UUID) -> ConsentSignature:
    found = queries.signatures_of(patient).filter(pk=signature_id).first()
    if found is None:
        raise Http404
    return found
