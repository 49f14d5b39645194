"""What the desk types about visits."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms

from sojourn import content
from sojourn.clinic.models import Room, StaffMember
from sojourn.clinic.queries import staff_among
from sojourn.core.periods import moment_from
from sojourn.scheduling.models import VisitAnswer
from sojourn.scheduling.queries import FreeTime


def packed(time: FreeTime) -> str:
    """A free time as the value of a button: when, with whom, where."""
    return f"{time.starts_at.isoformat()}|{time.staff.pk}|{time.room.pk}"


def unpacked(value: str) -> tuple[datetime, StaffMember, Room]:
    """Back again. Raises ValueError when it is no such value."""
    try:
        moment, staff, room = value.split("|")
        starts_at = moment_from(moment)
        if starts_at is None:
            raise ValueError("no moment with its zone")
        return starts_at, StaffMember.objects.get(pk=staff), Room.objects.get(pk=room)
    except (StaffMember.DoesNotExist, Room.DoesNotExist, forms.ValidationError) as absent:
        raise ValueError("nobody or nowhere of that id") from absent


class TimeForm(forms.Form):
    """A chosen free time."""

    starts_at = forms.CharField(max_length=200, widget=forms.HiddenInput)

    def clean_starts_at(self) -> tuple[datetime, StaffMember, Room]:
        """When, with whom, where."""
        try:
            return unpacked(self.cleaned_data["starts_at"])
        except ValueError as problem:
            raise forms.ValidationError("Please choose one of the free times.") from problem


class MoveForm(TimeForm):
    """A chosen free time, why, and the start that stood on the screen when it was chosen."""

    reason = forms.CharField(label="Why", required=False, max_length=200)
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> datetime | None:
        """None when the page did not say."""
        return moment_from(self.cleaned_data["seen"])


class CauseForm(forms.Form):
    """Why a visit is cancelled, or why somebody did not come: one of the pack's reasons, and a few words."""

    cause = forms.ChoiceField(label="Why", choices=())
    reason = forms.CharField(label="In a few words", required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = content.pack().policies.cancellation.reasons
        named = [(each.code, each.name) for each in reasons]
        self.fields["cause"].choices = [("", "Choose"), *named]  # type: ignore[attr-defined]


class MissForm(CauseForm):
    """Somebody did not come; often nobody knows why yet."""

    prefix = "missed"


class MonitorForm(forms.Form):
    """Who keeps watch instead, and why."""

    monitor = forms.ModelChoiceField(
        label="Who keeps watch", queryset=StaffMember.objects.none(), empty_label=None
    )
    reason = forms.CharField(label="Why", required=False, max_length=200)

    def __init__(self, *args: Any, able: list[StaffMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["monitor"].queryset = staff_among(able)  # type: ignore[attr-defined]


class CourseForm(forms.Form):
    """From when, on which weekdays, at what time of day."""

    from_day = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}))
    today: date | None = None

    def clean_from_day(self) -> date:
        """A course begins today or later; a wish for a day gone by is said to be one."""
        day: date = self.cleaned_data["from_day"]
        if self.today and day < self.today:
            raise forms.ValidationError("This day is past. Please choose today or a later one.")
        return day

    at = forms.TimeField(label="About", required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    weekdays = forms.TypedMultipleChoiceField(
        label="Sessions best on",
        coerce=int,
        required=False,
        choices=[
            (0, "Monday"),
            (1, "Tuesday"),
            (2, "Wednesday"),
            (3, "Thursday"),
            (4, "Friday"),
            (5, "Saturday"),
        ],
        widget=forms.CheckboxSelectMultiple,
    )


class AnswerForm(forms.Form):
    """Whether somebody comes, as they told the desk."""

    who = forms.ChoiceField(label="Who said it", choices=VisitAnswer.Who.choices)
    comes = forms.ChoiceField(
        label="Will they be there?", choices=[("yes", "Yes, as booked"), ("no", "No, not at this time")]
    )
    note = forms.CharField(label="In their words", max_length=500, required=False)

    @property
    def said(self) -> dict[str, object]:
        """The answer as the action takes it."""
        return {**self.cleaned_data, "comes": self.cleaned_data["comes"] == "yes"}
