"""The forms of the controlled-drug register. What is possible the actions say, at the field."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import forms

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.core.spoken import clock
from sojourn.faces.ui.day_fields import DayField
from sojourn.faces.ui.number_fields import NumberField
from sojourn.pharmacy.models import RegisterEntry, Vial
from sojourn.pharmacy.rules import Container, Party, plain

MOST_AT_ONCE = 60
_BETWEEN = re.compile(r"[,;\s]+")
_NDC = re.compile(r"[0-9]{4,5}-?[0-9]{3,4}-?[0-9]{1,2}")


class ReceiveForm(forms.Form):
    """A delivery: its paper, and the label that its vials share."""

    supplier = forms.CharField(label="Supplier", max_length=120)
    supplier_address = forms.CharField(label="Their address", max_length=200)
    supplier_dea = forms.CharField(label="Their DEA number", max_length=9)
    document = forms.CharField(label="Invoice or form number", max_length=60)
    document_on = DayField(label="Date on it")
    number = forms.CharField(
        label="Numbers you give the vials",
        max_length=900,
        help_text="One for each vial of this label, with commas between.",
    )
    lot = forms.CharField(label="Lot", max_length=40)
    ndc = forms.CharField(
        label="NDC",
        max_length=14,
        required=False,
        help_text="The product’s number on the label. Form 106 asks for it.",
    )
    strength_mg_per_ml = forms.TypedChoiceField(label="Strength", coerce=int)
    volume_ml = NumberField(label="Volume of each, mL", max_digits=5, decimal_places=1)
    expires_on = DayField(label="Expires")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        strengths = content.library().dosing.strengths_mg_per_ml
        self.fields["strength_mg_per_ml"].choices = [
            ("", "Choose"),
            *((each, f"{each} mg/mL") for each in strengths),
        ]

    def clean_number(self) -> list[str]:
        """The numbers one by one."""
        numbers = [each for each in _BETWEEN.split(self.cleaned_data["number"]) if each]
        if not numbers or len(numbers) > MOST_AT_ONCE or any(len(each) > 20 for each in numbers):
            raise forms.ValidationError(f"One to {MOST_AT_ONCE} numbers, each of 20 characters at the most.")
        return numbers

    def clean_ndc(self) -> str:
        """Digits with hyphens, or nothing."""
        ndc: str = self.cleaned_data["ndc"].strip()
        if ndc and not _NDC.fullmatch(ndc):
            raise forms.ValidationError("An NDC is ten or eleven digits in three parts: 0143-9508-01.")
        return ndc

    def told(self) -> dict[str, Any]:
        """What the action takes."""
        typed = self.cleaned_data
        label = {
            name: typed[name] for name in ("lot", "ndc", "strength_mg_per_ml", "volume_ml", "expires_on")
        }
        return {
            "containers": [Container(number=each, **label) for each in typed["number"]],
            "supplier": Party(
                name=typed["supplier"], address=typed["supplier_address"], dea=typed["supplier_dea"].upper()
            ),
            "document": typed["document"],
            "document_on": typed["document_on"],
        }


class WasteForm(forms.Form):
    """What is thrown away. The second person signs afterwards, themselves."""

    mg = NumberField(label="Milligrams", max_digits=7, decimal_places=1)
    reason = forms.CharField(label="Why", max_length=300)
    dose = forms.ChoiceField(label="Left over from a dose of", required=False)

    def __init__(self, *args: Any, doses: list[RegisterEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.doses = {str(each.pk): each for each in doses}
        self.fields["dose"].choices = [
            ("", "No dose"),
            *((key, _dose(each)) for key, each in self.doses.items()),
        ]

    def told(self) -> dict[str, Any]:
        """What the action takes."""
        typed = self.cleaned_data
        dose = self.doses.get(typed["dose"])
        return {"mg": typed["mg"], "reason": typed["reason"], "patient": dose.patient if dose else None}


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label="What was wrong", max_length=300)


class VialsField(forms.MultipleChoiceField):
    """Vials of the cabinet, to be ticked."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, vials: list[Vial], today: Any) -> None:
        """These."""
        self.choices = [(str(each.pk), _words(each, today)) for each in vials]


class TransferForm(forms.Form):
    """Whole vials that leave."""

    vials = VialsField(label="Vials that go, with all that is in them")
    reason = forms.ChoiceField(label="Why")
    to = forms.CharField(label="To", max_length=120)
    to_address = forms.CharField(label="Their address", max_length=200)
    to_dea = forms.CharField(label="Their DEA number", max_length=9)
    document = forms.CharField(label="Invoice or form number", max_length=60)

    def __init__(self, *args: Any, vials: list[Vial], today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(each.pk): each for each in vials}
        self.fields["vials"].offer(vials, today)
        self.fields["reason"].choices = choices(content.library().register.transfers)

    def told(self) -> dict[str, Any]:
        """What the action takes."""
        typed = self.cleaned_data
        return {
            "vials": [self.known[key] for key in typed["vials"]],
            "reason": typed["reason"],
            "to": Party(name=typed["to"], address=typed["to_address"], dea=typed["to_dea"].upper()),
            "document": typed["document"],
        }


class DestroyForm(forms.Form):
    """What a patient destroys of their own."""

    quantity = NumberField(label="How many", max_digits=6, decimal_places=1)
    note = forms.CharField(label="What happened to it", max_length=300)


def now_here(now: datetime) -> datetime:
    """The clinic's clock, for a field to begin with."""
    return now.astimezone(clinic.timezone())


def choices(of: Any) -> list[tuple[str, str]]:
    """Codes with their words."""
    return [(each.code, each.name) for each in of]


def _dose(line: RegisterEntry) -> str:
    when = clock(now_here(line.when))
    return f"{line.patient.name if line.patient else ''}, {plain(-line.mg)} mg at {when}"


def _words(vial: Vial, today: Any) -> str:
    expired = ", expired" if vial.expires_on < today else ""
    return f"{vial.number}, {plain(vial.balance_mg)} mg left of {plain(vial.capacity_mg)}, lot {vial.lot}{expired}"
