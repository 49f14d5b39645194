"""Who cares for the patient, and how they are reached."""

from __future__ import annotations

from django import forms

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
        choices=[("email", "By e-mail"), ("sms", "By text message")],
        widget=forms.RadioSelect,
    )
