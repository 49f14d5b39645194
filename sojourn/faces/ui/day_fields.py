"""The field for a typed day. Only years that a clinic means count: further off, counting on leaves the calendar."""

from __future__ import annotations

from typing import Any

from django import forms

from sojourn.core.periods import READABLE_YEARS


class DayField(forms.DateField):
    """A day in years that a clinic means."""

    widget = forms.DateInput(attrs={"type": "date"})

    def clean(self, value: Any) -> Any:
        """The day, or a sentence."""
        day = super().clean(value)
        if day and day.year not in READABLE_YEARS:
            raise forms.ValidationError("Read this date again.", code="year")
        return day
