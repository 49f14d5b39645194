"""Forms of the plan page: the plan, the prescription and its fills, the order for the next dose."""

from __future__ import annotations

from typing import Any

from django import forms

from sojourn import content
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.core.spoken import full_day
from sojourn.faces.ui.inputs import MomentField, MomentInput
from sojourn.faces.ui.number_fields import NumberField, WholeNumberField
from sojourn.faces.workspace.chart.forms import DateInput, Lines
from sojourn.prescribing.models import PlanRevision, Prescription


class NumbersField(forms.CharField):
    """Whole numbers with commas or spaces between them: "1, 4"."""

    def to_python(self, value: Any) -> Any:
        """The numbers in the order they were written."""
        words = str(value or "").replace(",", " ").split()
        if not all(each.isascii() and each.isdecimal() and len(each) < 4 for each in words):
            raise forms.ValidationError("Write whole numbers with commas between them: 1, 4.")
        return [int(each) for each in words]

    def validate(self, value: Any) -> None:
        """An empty list is an answer where the field may be empty."""
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")


def ask_only_after_a_question(form: forms.Form, field: str) -> None:
    """A reason is asked for when the action has asked back, not before; what was written stays."""
    if not (form.has_error(field) or form[field].value()):
        del form.fields[field]


class PlanForm(forms.Form):
    """A revision of the treatment plan."""

    kind = forms.ChoiceField(label="Shape", choices=PlanRevision.Kind.choices)
    sessions = WholeNumberField(label="Sessions", min_value=1)
    per_week = WholeNumberField(label="A week", min_value=1, initial=1)
    route = forms.ChoiceField(label="Route")
    preparation_visits = WholeNumberField(label="Preparation visits", min_value=0, max_value=6, initial=1)
    integration_after_each = forms.BooleanField(label="Integration after each", required=False, initial=True)
    review_after = NumbersField(
        label="Look at it again after session", required=False, help_text="Numbers, for example 1, 4."
    )
    goals = forms.CharField(
        label="Goals, in the patient’s words",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs=Lines),
    )
    reason = forms.CharField(
        label="Why this plan, or this change", max_length=2000, widget=forms.Textarea(attrs=Lines)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        routes = content.library().dosing.routes
        self.fields["route"].choices = [(each.code.upper(), each.name) for each in routes]  # type: ignore[attr-defined]


class PrescriptionForm(forms.Form):
    """A Schedule III prescription for ketamine."""

    setting = forms.ChoiceField(label="Where from", choices=Prescription.Setting.choices)
    preparation = forms.ChoiceField(label="Drug, strength and form")
    quantity = WholeNumberField(label="Quantity", min_value=1, help_text="How many of these.")
    directions = forms.CharField(label="Directions", max_length=1000, widget=forms.Textarea(attrs=Lines))
    days_supply = WholeNumberField(
        label="Days that one fill lasts",
        min_value=1,
        max_value=366,
        required=False,
        help_text="Where a pharmacy dispenses.",
    )
    refills = WholeNumberField(label="Refills", min_value=0, initial=0)
    quantity_reason = forms.CharField(
        label="Why so much is needed", max_length=1000, required=False, widget=forms.Textarea(attrs=Lines)
    )
    issued_on = forms.DateField(label="Date of issue", widget=DateInput())
    seen_on = forms.DateField(label="Seen in person on", widget=DateInput())
    seen_by = forms.TypedChoiceField(label="Seen by")
    pdmp_checked_at = MomentField(
        label="Prescription monitoring programme: when you looked", widget=MomentInput()
    )
    pdmp_finding = forms.CharField(label="What you found there", max_length=300)
    external_number = forms.CharField(
        label="E-prescription number, if sent elsewhere", required=False, max_length=60
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = content.library().dosing.preparations
        self.fields["preparation"].choices = [(each.code, each.in_words) for each in named]  # type: ignore[attr-defined]
        self._offer_prescribers()

    def _offer_prescribers(self) -> None:
        """Only who may prescribe can have seen the patient for it."""
        prescribers = {str(each.pk): each for each in clinic.staff_who_may(Permission.PRESCRIBE)}
        field: Any = self.fields["seen_by"]
        field.choices = [(key, str(each)) for key, each in prescribers.items()]
        field.coerce = prescribers.__getitem__


class FillForm(forms.Form):
    """One time a pharmacy dispensed. ``choices``: this patient's own prescriptions that a pharmacy fills."""

    prescription = forms.ModelChoiceField(
        label="Prescription", queryset=Prescription.objects.none(), empty_label=None
    )
    filled_on = forms.DateField(label="Filled on", widget=DateInput())
    pharmacy = forms.CharField(label="Pharmacy", max_length=120, required=False)
    reason = forms.CharField(
        label="Why it was filled early", max_length=2000, required=False, widget=forms.Textarea(attrs=Lines)
    )

    def among(self, listed: Any) -> FillForm:
        """The same form, with these prescriptions to choose from."""
        field = self.fields["prescription"]
        field.queryset = listed  # type: ignore[attr-defined]
        field.label_from_instance = _named  # type: ignore[attr-defined]
        return self


class CorrectFillForm(forms.Form):
    """What was really dispensed, or that nothing was; and why the row was wrong."""

    filled_on = forms.DateField(label="Filled on", widget=DateInput())
    pharmacy = forms.CharField(label="Pharmacy", max_length=120, required=False)
    withdrawn = forms.BooleanField(label="Nothing was dispensed: take this fill back", required=False)
    reason = forms.CharField(label="What was wrong", max_length=300, widget=forms.Textarea(attrs=Lines))


class OrderForm(forms.Form):
    """The dose for the next session."""

    mg_per_kg = NumberField(label="Dose, mg/kg", max_digits=4, decimal_places=2)
    strength_mg_per_ml = forms.TypedChoiceField(label="From vials of", coerce=int)
    booster_mg = NumberField(label="Booster in mg, if needed", max_digits=5, decimal_places=1, initial=0)
    reason = forms.CharField(
        label="Reason", max_length=2000, required=False, widget=forms.Textarea(attrs=Lines)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        strengths = content.library().dosing.strengths_mg_per_ml
        self.fields["strength_mg_per_ml"].choices = [(each, f"{each} mg/mL") for each in strengths]  # type: ignore[attr-defined]


def _named(prescription: Prescription) -> str:
    issued = full_day(prescription.issued_on)
    return f"{prescription.drug} {prescription.strength}, {prescription.quantity}, of {issued}"
