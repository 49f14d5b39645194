"""A form with one of everything."""

from __future__ import annotations

from django import forms

from sojourn.faces.ui.number_fields import NumberField

CHOICES = (("0", "Not at all"), ("1", "Several days"), ("2", "Nearly every day"))


class SpecimenForm(forms.Form):
    """Text, number, choice, several choices, a tick and a long answer."""

    name = forms.CharField(
        label="Name you like to be called", max_length=120, help_text="It stands at the top of your chart."
    )
    weight = NumberField(label="Weight", min_value=30)
    visit = forms.ChoiceField(
        label="Kind of visit", choices=(("intake", "Intake"), ("integration", "Integration"))
    )
    often = forms.ChoiceField(label="How often?", choices=CHOICES, widget=forms.RadioSelect)
    hopes = forms.CharField(
        label="What do you hope for?", max_length=2000, widget=forms.Textarea, required=False
    )
    agreed = forms.BooleanField(label="Rosa may be told when I leave")


def answered_wrongly(theme: str) -> SpecimenForm:
    """The form as it comes back with mistakes; what was typed is kept."""
    return SpecimenForm({"name": "Wren", "weight": "eighty", "often": "1"}, auto_id=f"id_{theme}_wrong_%s")
