"""What a patient types about visits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from sojourn import content
from sojourn.clinic.models import StaffMember
from sojourn.core.periods import moment_from


class CancelForm(forms.Form):
    """Why a visit is given up: one of the clinic's reasons, and a word if they like."""

    cause = forms.ChoiceField(
        label="Why",
        choices=(),
        widget=forms.RadioSelect,
        error_messages={"required": "Please choose one of the reasons."},
    )
    reason = forms.CharField(
        label="Anything you would like us to know",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = content.pack().policies.cancellation.reasons
        self.fields["cause"].choices = [  # type: ignore[attr-defined]
            (each.code, each.name) for each in reasons if not each.staff_only
        ]


class TimeForm(forms.Form):
    """One of the free times: when, and with whom."""

    time = forms.CharField(max_length=200, required=False)

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

    @property
    def chosen(self) -> str:
        """The time that was pressed, when the form has to be shown once more."""
        return self.data.get("time", "") if "time" not in self.errors else ""


class MoveForm(CancelForm, TimeForm):
    """Another time, and why."""
