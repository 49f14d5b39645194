"""The forms of counts, losses, signatures and inspections."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from sojourn import content
from sojourn.faces.ui.day_fields import DayField
from sojourn.faces.ui.inputs import MomentField
from sojourn.faces.ui.number_fields import NumberField
from sojourn.faces.workspace.room.register_forms import VialsField, choices
from sojourn.pharmacy.models import Count, Vial
from sojourn.pharmacy.rules import plain


class CountForm(forms.Form):
    """A level for every vial, without a word of what is expected."""

    moment = forms.ChoiceField(label="When", choices=Count.Moment.choices, initial=Count.Moment.CLOSE)

    def __init__(self, *args: Any, vials: list[Vial], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in vials:
            self.fields[f"ml-{each.pk}"] = NumberField(
                label=f"{each.number}, mL left",
                help_text=f"{plain(each.volume_ml)} mL when full, {each.strength_mg_per_ml} mg/mL, lot {each.lot}",
                max_digits=5,
                decimal_places=2,
                widget=forms.NumberInput(
                    attrs={"inputmode": "decimal", "autocomplete": "off", "step": "0.01"}
                ),
            )

    def levels(self) -> dict[UUID, Decimal]:
        """What was read, by vial."""
        return {UUID(name[3:]): ml for name, ml in self.cleaned_data.items() if name.startswith("ml-")}


class AgainForm(forms.Form):
    """A second look at one level."""

    line = forms.UUIDField(widget=forms.HiddenInput)
    ml = NumberField(label="Read again, mL", max_digits=5, decimal_places=2)


class CauseForm(forms.Form):
    """What a difference is put down to."""

    line = forms.UUIDField(widget=forms.HiddenInput)
    cause = forms.ChoiceField(label="Put it down to")
    reason = forms.CharField(label="What is known about it", max_length=600, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = [("", "Choose"), *choices(content.library().register.causes)]


class LossForm(forms.Form):
    """A theft or a loss, with what Form 106 asks."""

    kind = forms.ChoiceField(label="What happened")
    found_at = MomentField(
        label="Found", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    vials = VialsField(label="Vials that are gone", required=False)
    account = forms.CharField(
        label="What was found, by whom and how", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    police = forms.CharField(label="Police: department and report number", max_length=200, required=False)
    value = NumberField(
        label="What was paid for it, dollars", max_digits=8, decimal_places=2, min_value=0, required=False
    )
    safeguards = forms.CharField(
        label="What is done so that it does not happen again",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, vials: list[Vial], today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(each.pk): each for each in vials}
        self.fields["vials"].offer(vials, today)
        self.fields["kind"].choices = [("", "Choose"), *choices(content.library().register.losses)]

    def told(self) -> dict[str, Any]:
        """What the action takes."""
        typed = dict(self.cleaned_data)
        value, keys = typed.pop("value"), typed.pop("vials")
        cents = None if value is None else int(value * 100)
        return {**typed, "value_cents": cents, "vials": [self.known[key] for key in keys]}


class StepForm(forms.Form):
    """Something done about a loss."""

    kind = forms.ChoiceField(label="Done")
    done_on = DayField(label="On")
    words = forms.CharField(label="Office, person or number", max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Choose"), *choices(content.library().register.steps)]


class SignForm(forms.Form):
    """The second person at somebody else's tablet: their own address, password and second factor."""

    email = forms.EmailField(
        label="Your e-mail", widget=forms.EmailInput(attrs={"autocomplete": "off"}), max_length=254
    )
    password = forms.CharField(
        label="Your password",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    code = forms.CharField(
        label="Code of your second factor",
        max_length=20,
        required=False,
        help_text="If you have set one up.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class PeriodForm(forms.Form):
    """From one day to another, both included."""

    first = DayField(label="From")
    last = DayField(label="To")

    def clean(self) -> dict[str, Any]:
        """The days run forward."""
        typed: dict[str, Any] = super().clean() or {}
        first, last = typed.get("first"), typed.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day lies before the first.")
        return typed
