"""The desk's forms. Amounts are typed as dollars and handed on as integer cents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from sojourn import content
from sojourn.billing.models import MOST_CENTS
from sojourn.billing.rules import Part
from sojourn.core.money import in_words
from sojourn.faces.ui.number_fields import WholeNumberField
from sojourn.faces.ui.words import short_day

_DOLLARS = re.compile(r"\$?(?P<dollars>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<cents>\d{1,2}))?", re.ASCII)


class DollarsField(forms.CharField):
    """ "137.50", "$1,200" or "90" as cents; anything else is answered with a sentence."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=16,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """Cents as dollars; what was typed stays as typed."""
        return f"{value // 100}.{value % 100:02d}" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Integer cents."""
        typed = super().clean(value).replace(" ", "")
        if typed[:1] in {"-", "−"}:
            raise forms.ValidationError("An amount is more than zero.")
        found = _DOLLARS.fullmatch(typed)
        if not found:
            raise forms.ValidationError("Write an amount in dollars, like 137.50.")
        cents = int(found["dollars"].replace(",", "")) * 100 + int((found["cents"] or "0").ljust(2, "0"))
        if not 0 < cents <= MOST_CENTS:
            raise forms.ValidationError(f"An amount is between one cent and {in_words(MOST_CENTS)}.")
        return cents


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PaymentForm(forms.Form):
    """A payment at the desk."""

    method = forms.ChoiceField(
        label="Way to pay",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they pay.", "invalid_choice": "Choose one of these ways."},
    )
    cents = DollarsField(label="Amount", error_messages={"required": "Write the amount."})
    instalment = forms.ChoiceField(
        label="For",
        required=False,
        error_messages={"invalid_choice": "This instalment is no longer open."},
    )
    reference = forms.CharField(
        label="Reference", required=False, max_length=80, help_text="Last four digits, Venmo number."
    )

    def __init__(self, *args: Any, parts: Sequence[Part] = (), **kwargs: Any) -> None:
        super().__init__(*args, auto_id="pay_%s", **kwargs)
        methods = content.pack().policies.payments.methods
        self.fields["method"].choices = [(each.code, each.name) for each in methods]  # type: ignore[attr-defined]
        self.fields["instalment"].choices = [  # type: ignore[attr-defined]
            ("", "what is due outside a plan"),
            *((str(part.instalment_id), _in_words(part)) for part in parts if not part.is_paid),
        ]


class PlanForm(forms.Form):
    """Paying in parts."""

    total_cents = DollarsField(label="Amount", error_messages={"required": "Write the amount."})
    parts = WholeNumberField(
        label="Instalments",
        min_value=1,
        max_value=24,
        error_messages={"max_value": "At most 24.", "min_value": "At least two.", "required": "How many?"},
    )
    first_due = forms.DateField(
        label="First one due",
        widget=DateInput,
        error_messages={"invalid": "Write a date.", "required": "When is the first one due?"},
    )
    disclosure_prepared = forms.BooleanField(
        label="A Truth in Lending statement was prepared and signed",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="plan_%s", **kwargs)


class TakeOffForm(forms.Form):
    """A waiver or a refund: how much, and why."""

    cents = DollarsField(label="Amount", error_messages={"required": "Write the amount."})
    reason = forms.CharField(
        label="Reason",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Please say why."},
    )


def _in_words(part: Part) -> str:
    amount = in_words(part.open_cents, always_cents=True)
    return f"instalment {part.number} of {part.of}, {amount} due {short_day(part.due_on)}"
