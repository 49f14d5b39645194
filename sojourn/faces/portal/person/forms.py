"""Who cares for the patient, and how they are reached."""

from __future__ import annotations

from django import forms

from sojourn.people.models import CareTeamMember


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
    may_contact = forms.BooleanField(
        label="You may speak with them about my treatment",
        required=False,
        help_text="You can change this at any time. Without it we don’t contact them.",
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
