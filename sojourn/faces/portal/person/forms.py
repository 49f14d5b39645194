"""Who cares for the patient, and how they are reached."""

from __future__ import annotations

from django import forms

from sojourn import content
from sojourn.people.models import CareTeamMember, ContactConsent

Scope = ContactConsent.Scope
CONTACT_WORDS = {
    Scope.TREATMENT.value: "You may speak with them about my treatment",
    Scope.MEDICINES.value: "Only about the medicines I take",
    Scope.ASK_FIRST.value: "Ask me first, each time",
    Scope.NOTHING.value: "Do not contact them",
}
CONTACT_SAID = {
    Scope.TREATMENT.value: "We may speak with them about your treatment",
    Scope.MEDICINES.value: "We may speak with them about your medicines, and nothing else",
    Scope.ASK_FIRST.value: "We ask you first, each time",
    Scope.NOTHING.value: "We do not contact them",
}
"""The patient's choice, and the same as it stands on the list."""


def languages_written() -> list[tuple[str, str]]:
    """The languages of the clinic's pack, each in its own name."""
    return [(code, each.name) for code, each in content.pack().languages.items()]


class MemberForm(forms.Form):
    """One clinician."""

    kind = forms.ChoiceField(
        label="What they are to you", choices=CareTeamMember.Kind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(label="Their name", max_length=120)
    practice = forms.CharField(label="Practice", max_length=120, required=False)
    phone = forms.CharField(
        label="Phone", max_length=24, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label="E-mail", required=False)
    address = forms.CharField(
        label="Address", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    may_contact = forms.BooleanField(
        label="You may speak with them about my treatment",
        required=False,
        help_text="You can change this at any time. Without it we don’t contact them.",
    )


class ContactForm(forms.Form):
    """What we may speak about with one clinician."""

    scope = forms.ChoiceField(
        label="What may we do?", choices=tuple(CONTACT_WORDS.items()), widget=forms.RadioSelect
    )


class DetailsForm(forms.Form):
    """How to call and reach the patient."""

    preferred_name = forms.CharField(label="What we call you", max_length=80, required=False)
    pronouns = forms.CharField(label="Pronouns", max_length=40, required=False)
    phone = forms.CharField(
        label="Phone", max_length=24, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    address = forms.CharField(
        label="Address", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    channel = forms.ChoiceField(
        label="How we remind you",
        choices=[("email", "By e-mail"), ("sms", "By text message"), ("both", "Both")],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label="Language we write to you in", choices=languages_written, widget=forms.RadioSelect
    )


class EscortForm(forms.Form):
    """Who takes the patient home, and whether we may tell them when."""

    name = forms.CharField(label="Their name", max_length=120)
    relationship = forms.CharField(label="Who they are to you", max_length=60, required=False)
    phone = forms.CharField(
        label="Phone", max_length=24, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label="E-mail", required=False)
    may_write = forms.BooleanField(
        label="You may tell them when and where to come for me",
        required=False,
        help_text="They get your first name, the day and the time, never what your visit is for. "
        "You can change this at any time.",
    )
