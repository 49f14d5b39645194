"""What the desk types about people."""

from __future__ import annotations

from django import forms

from sojourn import content
from sojourn.people.models import Contact


def languages_written() -> list[tuple[str, str]]:
    """The languages of the clinic's pack."""
    return [(code, each.name) for code, each in content.pack().languages.items()]


class NewPatientForm(forms.Form):
    """Somebody who walks in or calls."""

    first_name = forms.CharField(label="First name", max_length=80)
    last_name = forms.CharField(label="Last name", max_length=80)
    preferred_name = forms.CharField(label="Likes to be called", max_length=80, required=False)
    pronouns = forms.CharField(label="Pronouns", max_length=40, required=False)
    birth_date = forms.DateField(label="Date of birth", widget=forms.DateInput(attrs={"type": "date"}))
    email = forms.EmailField(label="E-mail", max_length=254)
    phone = forms.CharField(label="Phone", max_length=24, required=False)
    with_portal = forms.BooleanField(
        label="Send the link that opens their account, with the forms to fill in",
        required=False,
        initial=True,
    )


class DetailsForm(forms.Form):
    """How somebody is called and reached."""

    first_name = forms.CharField(label="First name", max_length=80)
    last_name = forms.CharField(label="Last name", max_length=80)
    preferred_name = forms.CharField(label="Likes to be called", max_length=80, required=False)
    pronouns = forms.CharField(label="Pronouns", max_length=40, required=False)
    email = forms.EmailField(label="E-mail", max_length=254)
    phone = forms.CharField(label="Phone", max_length=24, required=False)
    address = forms.CharField(
        label="Postal address", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    channel = forms.ChoiceField(
        label="Messages go by", choices=[("email", "E-mail"), ("sms", "Text message"), ("both", "Both")]
    )
    language = forms.ChoiceField(label="In", choices=languages_written)


class ContactForm(forms.Form):
    """Somebody who stands by the patient."""

    kind = forms.ChoiceField(label="Who is it", choices=Contact.Kind.choices)
    name = forms.CharField(label="Name", max_length=120)
    relationship = forms.CharField(label="How they know each other", max_length=60, required=False)
    phone = forms.CharField(label="Phone", max_length=24, required=False)
    email = forms.EmailField(label="E-mail", required=False)
    may_write = forms.BooleanField(label="The patient agreed that we tell them when to come", required=False)


class MessageForm(forms.Form):
    """A few lines."""

    text = forms.CharField(label="Your message", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
