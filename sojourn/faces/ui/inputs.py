"""Inputs that more than one face asks with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

CLOCKS_CHANGE = (
    "In this hour the clocks are changed: it comes twice that night, or not at all. "
    "Please give the nearest time before or after it."
)


class MomentField(forms.DateTimeField):
    """A day and a time on the clinic's clock."""

    def to_python(self, value: Any) -> datetime | None:
        """As Django reads it; the hour of the changed clocks is asked back in our words."""
        try:
            return super().to_python(value)
        except ValidationError as problem:
            if problem.code != "ambiguous_timezone":
                raise
            raise ValidationError(CLOCKS_CHANGE, code=problem.code) from problem


class MomentInput(forms.DateTimeInput):
    """The browser's own date-and-time picker, in the clinic's zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")
