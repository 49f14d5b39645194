"""What a patient types about visits."""

from __future__ import annotations

from datetime import datetime

from django import forms

from sojourn.clinic.models import StaffMember
from sojourn.core.periods import moment_from


class CancelForm(forms.Form):
    """A word about why."""

    reason = forms.CharField(
        label="Why, in a word or two", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class TimeForm(forms.Form):
    """One of the free times: when, and with whom."""

    time = forms.CharField(required=False)

    def clean_time(self) -> tuple[datetime, StaffMember]:
        """When and with whom. The room is found again when booking."""
        moment, _, staff = self.cleaned_data["time"].partition("|")
        starts_at = moment_from(moment)
        try:
            who = StaffMember.objects.filter(pk=staff).first()
        except (ValueError, forms.ValidationError):
            who = None
        if who is None or starts_at is None:
            raise forms.ValidationError("Please choose one of the times.")
        return starts_at, who
