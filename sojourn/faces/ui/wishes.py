"""The form of somebody who waits for a time, as the patient and as the desk fill it in."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms

from sojourn.clinic.models import StaffMember
from sojourn.clinic.queries import staff_among
from sojourn.core.spoken import clock, day
from sojourn.scheduling.models import TimeWish

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOON = time(12)
PARTS_OF_DAY = {"": "Any time", "morning": "In the morning", "afternoon": "In the afternoon"}


class WishForm(forms.Form):
    """Which days, which part of the day, with whom."""

    weekdays = forms.TypedMultipleChoiceField(
        label="Which days suit you?",
        coerce=int,
        required=False,
        choices=[*enumerate(WEEKDAYS[:6])],
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked means any day.",
    )
    hours = forms.ChoiceField(label="When on these days?", required=False, choices=[*PARTS_OF_DAY.items()])
    staff = forms.ModelChoiceField(
        label="With whom?", queryset=StaffMember.objects.none(), required=False, empty_label="Anybody"
    )
    from_day = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}))
    until_day = forms.DateField(label="Until", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, able: list[StaffMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = staff_among(able)  # type: ignore[attr-defined]

    @property
    def wish(self) -> dict[str, Any]:
        """What the action asks for."""
        facts = {name: self.cleaned_data[name] for name in ("weekdays", "staff", "from_day", "until_day")}
        hours = self.cleaned_data["hours"]
        return {
            **facts,
            "not_before": NOON if hours == "afternoon" else None,
            "not_after": NOON if hours == "morning" else None,
        }


def first_answers(from_day: date, until_day: date) -> dict[str, Any]:
    """What the form holds on first sight."""
    return {"from_day": from_day, "until_day": until_day}


def wish_in_words(wish: TimeWish) -> str:
    """ "Tuesdays and Thursdays, in the morning, with Dr Sorrel, until Friday 3 April"."""
    days = [f"{WEEKDAYS[each]}s" for each in wish.weekdays]
    until = f"until {day(wish.until_day)}"
    parts = [_listed(days) or "Any day", _hours(wish), f"with {wish.staff}" if wish.staff else "", until]
    return ", ".join(filter(None, parts))


def _hours(wish: TimeWish) -> str:
    if wish.not_after:
        return "in the morning" if wish.not_after == NOON else f"until {clock(wish.not_after)}"
    if wish.not_before:
        return "in the afternoon" if wish.not_before == NOON else f"from {clock(wish.not_before)}"
    return ""


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
