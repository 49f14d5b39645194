"""The form of somebody who waits for a time, as the patient and as the desk fill it in."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms

from sojourn import content
from sojourn.clinic.models import StaffMember
from sojourn.clinic.queries import own_place, staff_among
from sojourn.core.spoken import clock, day
from sojourn.faces.ui.day_fields import DayField
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
    from_day = DayField(label="From")
    until_day = DayField(label="Until")

    def __init__(self, *args: Any, able: list[StaffMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = staff_among(able)  # type: ignore[attr-defined]

    def ask_where(self) -> None:
        """At which place, where there are several; patients by themselves come to the clinic's own."""
        if len(_places()) > 1:
            self.fields["place"] = forms.ChoiceField(label="Where?", choices=[*_places().items()])

    @property
    def wish(self) -> dict[str, Any]:
        """What the action asks for."""
        facts = {name: self.cleaned_data[name] for name in ("weekdays", "staff", "from_day", "until_day")}
        hours = self.cleaned_data["hours"]
        return {
            **facts,
            "place": self.cleaned_data.get("place", ""),
            "not_before": NOON if hours == "afternoon" else None,
            "not_after": NOON if hours == "morning" else None,
        }


def first_answers(from_day: date, until_day: date) -> dict[str, Any]:
    """What the form holds on first sight."""
    return {"from_day": from_day, "until_day": until_day}


def wish_in_words(wish: TimeWish) -> str:
    """ "Tuesdays and Thursdays, in the morning, with Dr Sorrel, at East, until Friday 3 April"."""
    days = [f"{WEEKDAYS[each]}s" for each in wish.weekdays]
    until = f"until {day(wish.until_day)}"
    with_whom = f"with {wish.staff}" if wish.staff else ""
    parts = [_listed(days) or "Any day", _hours(wish), with_whom, _elsewhere(wish), until]
    return ", ".join(filter(None, parts))


def _elsewhere(wish: TimeWish) -> str:
    """The place, when it is not the clinic's own."""
    return "" if wish.place in ("", own_place()) else f"at {_places().get(wish.place, wish.place)}"


def _places() -> dict[str, str]:
    return {each.code: each.name for each in content.pack().clinic.places}


def _hours(wish: TimeWish) -> str:
    if wish.not_after:
        return "in the morning" if wish.not_after == NOON else f"until {clock(wish.not_after)}"
    if wish.not_before:
        return "in the afternoon" if wish.not_before == NOON else f"from {clock(wish.not_before)}"
    return ""


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
