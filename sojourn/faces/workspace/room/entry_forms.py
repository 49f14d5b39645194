"""The forms of the chart's entries. What is possible stands in the library; actions refuse what is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django import forms

from sojourn import content
from sojourn.accounts.models import User
from sojourn.faces.ui.number_fields import NumberField, WholeNumberField
from sojourn.pharmacy.models import Vial
from sojourn.pharmacy.rules import plain, to_ml
from sojourn.treatment.actions.events import REMARK_KINDS
from sojourn.treatment.queries.log import TAKEN_BACK_AS
from sojourn.treatment.rules.drawing import Misfit, misfits

AUTO = "auto"


class MomentField(forms.DateTimeField):
    """A moment as a tablet or a person words it; refused when it is none or lies outside the calendar."""

    def to_python(self, value: Any) -> datetime | None:
        """In whatever shape JSON brought it."""
        moment = super().to_python(value if value is None else str(value))
        try:
            return moment.astimezone(UTC) if moment else moment
        except OverflowError as beyond:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from beyond


@dataclass(frozen=True)
class ToDraw:
    """What the order has drawn now: how much, and from which strength."""

    mg: Decimal
    strength: int

    def misfits(self, vial: Vial) -> tuple[Misfit, ...]:
        """What speaks against that vial."""
        return misfits(vial.strength_mg_per_ml, vial.balance_mg, ordered_strength=self.strength, mg=self.mg)


class EntryForm(forms.Form):
    """What every entry carries: the device's id, when it happened, a note, what it corrects."""

    entry_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    observed_at = MomentField(label="At", required=False)
    note = forms.CharField(label="Note", max_length=500, required=False)
    supersedes = forms.UUIDField(widget=forms.HiddenInput, required=False)


class VitalsForm(EntryForm):
    """One set of readings."""

    point = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput, initial=AUTO)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for measure in content.library().monitoring.measures:
            bounds = {
                "min": measure.low,
                "max": measure.high,
                "inputmode": "numeric",
                "autocomplete": "off",
                "placeholder": "–",
            }
            widget = forms.NumberInput(attrs=bounds)
            self.fields[measure.code] = WholeNumberField(label=measure.name, required=False, widget=widget)


class DoseForm(EntryForm):
    """A dose: from which vial, how much, where, checked by whom."""

    vial = forms.ChoiceField(label="Vial", required=False)
    own_quantity = NumberField(label="How many of their own", required=False, max_digits=6, decimal_places=1)
    mg = NumberField(label="Milligrams", max_digits=9, decimal_places=1)
    route = forms.ChoiceField(
        label="Route", required=False, error_messages={"invalid_choice": "Choose one of the routes shown."}
    )
    site = forms.ChoiceField(label="Site", required=False)
    side = forms.ChoiceField(label="Side", required=False)
    checked_by = forms.ChoiceField(label="Checked by", required=False)

    def __init__(
        self, *args: Any, vials: list[Vial], checkers: list[User], draw: ToDraw | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if draw:
            self.fields["mg"].initial = plain(draw.mg)
        dosing = content.library().dosing
        self.fields["vial"].choices = vial_choices(vials, draw)
        self.fields["route"].choices = [
            ("", "As planned"),
            *((each.code.upper(), each.name) for each in dosing.routes),
        ]
        self.fields["site"].choices = [("", "Choose"), *((each.code, each.name) for each in dosing.sites)]
        self.fields["side"].choices = [("", "Choose"), *((each.code, each.name) for each in dosing.sides)]
        self.fields["checked_by"].choices = [
            ("", "Nobody yet"),
            *((str(each.pk), each.name) for each in checkers),
        ]
        self.vials = {str(each.pk): each for each in vials}
        self.checkers = {str(each.pk): each for each in checkers}

    def offer_as(self, fresh: DoseForm) -> None:
        """Show the vials as a fresh form does, those that fit first: a refused dose was read without its order."""
        self.fields["vial"].choices = fresh.fields["vial"].choices

    def clean_vial(self) -> Vial | None:
        """The vial itself."""
        return self.vials.get(self.cleaned_data["vial"])

    def clean_checked_by(self) -> User | None:
        """The person themselves."""
        return self.checkers.get(self.cleaned_data["checked_by"])


class SideEffectForm(EntryForm):
    """What is felt, and how strongly."""

    kind = forms.CharField(max_length=40)
    severity = forms.CharField(max_length=12)


class GoneForm(EntryForm):
    """A side effect that is over."""

    kind = forms.CharField(max_length=40)


class ResponseForm(EntryForm):
    """What was done about a reading out of band."""

    reading = forms.UUIDField(widget=forms.HiddenInput)
    action = forms.CharField(max_length=40)


class RescueForm(EntryForm):
    """What was given for it."""

    medicine = forms.CharField(label="Medicine", max_length=60)
    dose = forms.CharField(label="Dose", max_length=60)


class RemarkForm(EntryForm):
    """A line of the log."""

    text = forms.CharField(label="Line", max_length=2000)
    kind = forms.ChoiceField(choices=[(each, each) for each in REMARK_KINDS], required=False)


class PhaseForm(EntryForm):
    """The session moves on."""

    phase = forms.CharField(max_length=12)


class MistakeForm(EntryForm):
    """An entry that never happened: which one, of which kind, and what was mixed up."""

    of = forms.ChoiceField(
        choices=[(each, each) for each in TAKEN_BACK_AS.values()], widget=forms.HiddenInput
    )
    supersedes = forms.UUIDField(widget=forms.HiddenInput)
    note = forms.CharField(label="What was mixed up", max_length=500)


def vial_choices(vials: list[Vial], draw: ToDraw | None) -> list[tuple[str, str]]:
    """Those that fit the order first, and what speaks against each of the others."""
    fitting = sorted(vials, key=lambda each: bool(draw and draw.misfits(each)))
    return [("", "Choose"), *((str(each.pk), _vial_words(each, draw)) for each in fitting)]


def _vial_words(vial: Vial, draw: ToDraw | None) -> str:
    against = draw.misfits(vial) if draw else ()
    volume = f"draw {to_ml(draw.mg, vial.strength_mg_per_ml)} mL" if draw else ""
    left = f"{plain(vial.balance_mg)} mg left"
    return ", ".join(
        filter(None, [f"{vial.number}, {vial.strength_mg_per_ml} mg/mL", *against, volume, left])
    )
