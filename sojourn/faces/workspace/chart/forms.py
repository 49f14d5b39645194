"""The chart's forms: plain fields, whose cleaned values become an action's keywords."""

from __future__ import annotations

from typing import Any

from django import forms

from sojourn import content
from sojourn.screening.models import EligibilityDecision, FindingResolution

Lines = {"rows": 3}


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"


class MomentInput(forms.DateTimeInput):
    """The browser's own date-and-time picker, in the clinic's zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class MedicationForm(forms.Form):
    """One line of the medication list."""

    as_written = forms.CharField(
        label="Medicine", max_length=200, help_text="Name and strength, as on the label."
    )
    dose = forms.CharField(label="Dose", max_length=80, required=False)
    frequency = forms.CharField(label="How often", max_length=80, required=False)
    last_taken_at = forms.DateTimeField(label="Last taken", required=False, widget=MomentInput())
    prescriber = forms.CharField(label="Prescribed by", max_length=120, required=False)
    reason = forms.CharField(label="What for", max_length=160, required=False)


class StopMedicationForm(forms.Form):
    """Why a medicine is no longer taken."""

    reason = forms.CharField(label="Why is it no longer taken?", max_length=200)


class IngredientsForm(forms.Form):
    """What an unrecognised medicine contains, said by a provider."""

    ingredients = forms.CharField(
        label="Ingredients", help_text="Names from the drug table, separated by commas.", max_length=200
    )
    reason = forms.CharField(label="How do you know?", max_length=200)

    def clean_ingredients(self) -> list[str]:
        """The names, lower case, without doubles."""
        names = (each.strip().lower() for each in self.cleaned_data["ingredients"].split(","))
        return list(dict.fromkeys(filter(None, names)))


class ResolveForm(forms.Form):
    """How a provider deals with one finding."""

    code = forms.CharField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="What do you decide?", choices=FindingResolution.Kind.choices)
    reason = forms.CharField(label="Reason and plan", widget=forms.Textarea(attrs=Lines))
    due_on = forms.DateField(label="Look again on", required=False, widget=DateInput())


class DecideForm(forms.Form):
    """The provider's decision, with what the patient's letter says."""

    outcome = forms.ChoiceField(
        label="Decision", choices=EligibilityDecision.Outcome.choices, widget=forms.RadioSelect
    )
    evaluated_on = forms.DateField(label="Medical intake held on", required=False, widget=DateInput())
    diagnoses = forms.MultipleChoiceField(label="Diagnoses", required=False)
    reasons = forms.CharField(
        label="Reasons",
        widget=forms.Textarea(attrs=Lines),
        help_text="In plain words: the patient reads them.",
    )
    conditions = forms.CharField(label="Conditions", required=False, widget=forms.Textarea(attrs=Lines))
    next_step = forms.CharField(label="What could change it, or where else to turn", required=False)
    valid_until = forms.DateField(label="Holds until", required=False, widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = content.library().codes.diagnoses
        self.fields["diagnoses"].choices = [(each.code, f"{each.code} {each.label}") for each in listed]  # type: ignore[attr-defined]
