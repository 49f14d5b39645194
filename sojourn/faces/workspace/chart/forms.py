"""The chart's forms: plain fields, whose cleaned values become an action's keywords."""

from __future__ import annotations

from typing import Any

from django import forms

from sojourn import content
from sojourn.core.decisions import Finding
from sojourn.prescribing.models import PlanRevision, Prescription
from sojourn.screening.models import EligibilityDecision, FindingResolution
from sojourn.screening.resolution_rules import may_resolve

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

    def offer_what_may_be(self, finding: Finding) -> None:
        """Only what the rules allow for this finding: a stop, or what may be one, is never accepted."""
        kinds = [each for each in FindingResolution.Kind.choices if may_resolve(finding, each[0]).allowed]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """The provider's decision, with what the patient's letter says."""

    outcome = forms.ChoiceField(
        label="Decision", choices=EligibilityDecision.Outcome.choices, widget=forms.RadioSelect
    )
    evaluated_on = forms.DateField(
        label="Medical intake held on",
        required=False,
        widget=DateInput(),
        help_text="Has to be given for “eligible”.",
    )
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


class PlanForm(forms.Form):
    """A revision of the treatment plan."""

    kind = forms.ChoiceField(label="Shape", choices=PlanRevision.Kind.choices)
    sessions = forms.IntegerField(label="Sessions", min_value=1, max_value=24)
    per_week = forms.IntegerField(label="A week", min_value=1, max_value=3, initial=1)
    preparation_visits = forms.IntegerField(label="Preparation visits", min_value=0, max_value=6, initial=1)
    integration_after_each = forms.BooleanField(label="Integration after each", required=False, initial=True)
    goals = forms.CharField(
        label="Goals, in the patient’s words", required=False, widget=forms.Textarea(attrs=Lines)
    )
    reason = forms.CharField(label="Why this plan, or this change", widget=forms.Textarea(attrs=Lines))


class PrescriptionForm(forms.Form):
    """A Schedule III prescription for ketamine."""

    setting = forms.ChoiceField(label="Where from", choices=Prescription.Setting.choices)
    drug = forms.CharField(label="Drug", max_length=80)
    strength = forms.CharField(label="Strength", max_length=40)
    form = forms.CharField(label="Form", max_length=40)
    quantity = forms.CharField(label="Quantity", max_length=60)
    directions = forms.CharField(label="Directions", widget=forms.Textarea(attrs=Lines))
    refills = forms.IntegerField(label="Refills", min_value=0, initial=0)
    issued_on = forms.DateField(label="Date of issue", widget=DateInput())
    pdmp_finding = forms.CharField(label="Prescription monitoring programme: what you found", max_length=300)
    external_number = forms.CharField(
        label="E-prescription number, if sent elsewhere", required=False, max_length=60
    )


class OrderForm(forms.Form):
    """The dose for the next session."""

    mg_per_kg = forms.DecimalField(label="Dose, mg/kg", max_digits=4, decimal_places=2)
    strength_mg_per_ml = forms.TypedChoiceField(label="From vials of", coerce=int)
    booster_mg = forms.DecimalField(label="Booster, if needed", max_digits=5, decimal_places=1, initial=0)
    reason = forms.CharField(label="Reason", required=False, widget=forms.Textarea(attrs=Lines))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        strengths = content.library().dosing.strengths_mg_per_ml
        self.fields["strength_mg_per_ml"].choices = [(each, f"{each} mg/mL") for each in strengths]  # type: ignore[attr-defined]
