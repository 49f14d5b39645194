"""The fields for typed numbers. Only plain digits count, so that nobody's "1e3" or "1_2_0" becomes a dose."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from sojourn.core.numbers import number_in


class NumberField(forms.DecimalField):
    """A number with a point: "72.5"."""

    def to_python(self, value: Any) -> Decimal | None:
        """As typed, or a sentence."""
        return super().to_python(_plain(value, self))


class WholeNumberField(forms.IntegerField):
    """A whole number: "120"."""

    def to_python(self, value: Any) -> int | None:
        """As typed, or a sentence."""
        return super().to_python(_plain(value, self))


def _plain(value: Any, field: forms.Field) -> Any:
    if isinstance(value, str) and value.strip() and number_in(value) is None:
        raise forms.ValidationError(field.error_messages["invalid"], code="invalid")
    return value
