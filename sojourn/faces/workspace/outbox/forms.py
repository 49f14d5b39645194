"""What the desk says about a message."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import validate_email

from sojourn import content
from sojourn.people.rules import phone_as_written


class AgainForm(forms.Form):
    """Where to, and why once more."""

    to = forms.CharField(label="To", max_length=254)
    reason = forms.CharField(label="Why is it sent again?", max_length=300)

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channel = channel

    def clean_to(self) -> str:
        """An address for an e-mail, a number for a text."""
        to = str(self.cleaned_data["to"]).strip()
        if self.channel == "email":
            validate_email(to)
            return to.lower()
        number = phone_as_written(to, content.pack().clinic.country)
        if not number:
            raise forms.ValidationError("We cannot read this as a phone number. Please give ten digits.")
        return number


class SettleForm(forms.Form):
    """What was done instead."""

    how = forms.CharField(label="What did you do instead?", max_length=300)


class BouncedForm(forms.Form):
    """What came back."""

    answer = forms.CharField(
        label="What does the returned mail say?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
