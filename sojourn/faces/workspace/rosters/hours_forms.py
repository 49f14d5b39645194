"""Hours of one date, or of weekdays from a date on, as they are typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from sojourn.clinic import queries as clinic
from sojourn.clinic.models import DayHours, OpeningDay, StaffMember
from sojourn.faces.ui.day_fields import DayField
from sojourn.faces.ui.wishes import WEEKDAYS

NONE, THESE, USUAL = "none", "these", "usual"
TIMES = ("opens", "closes", "opens_again", "closes_again")


def a_day(label: str) -> DayField:
    """A date, by the browser's own picker."""
    return DayField(label=label)


def a_time(label: str, hint: str = "") -> forms.TimeField:
    """A time on the clock, or none."""
    widget = forms.TimeInput(attrs={"type": "time", "step": 600}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget, help_text=hint)


class KeptForm(forms.Form):
    """Hours that are kept, and why. ``seen`` are the visits the page has shown to fall outside."""

    reason = forms.CharField(label="Why", required=False, max_length=120)
    seen = forms.CharField(max_length=20000, required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> set[UUID]:
        """The ids the page showed; what cannot be read was not seen."""
        try:
            return {UUID(each) for each in self.cleaned_data["seen"].split()}
        except ValueError:
            return set()

    def shows(self, visits: Iterable[Any]) -> None:
        """The page shows these now: sent once more, the form is about them."""
        self.say_again("seen", " ".join(str(each.pk) for each in visits))

    def say_again(self, name: str, value: str) -> None:
        """What the form will say of itself when it is sent once more."""
        self.data = self.data.copy()
        self.data[name] = value

    def ask_in_pairs(self, prefix: str = "", otherwise: str = "") -> None:
        """A stretch has its begin and its end; the first is there before the second."""
        said = {name: self.cleaned_data.get(f"{prefix}{name}") for name in TIMES}
        if not (said["opens"] and said["closes"]):
            self._ask(f"{prefix}opens", f"Say from when until when{otherwise}.")
        if bool(said["opens_again"]) != bool(said["closes_again"]):
            self._ask(f"{prefix}opens_again", "Say until when the second stretch lasts.")

    def _ask(self, name: str, sentence: str) -> None:
        self.add_error(name, ValidationError(sentence, code="required"))


class HoursForm(KeptForm):
    """One or two stretches of a day, or none."""

    kind = forms.ChoiceField(label="Which hours?", widget=forms.RadioSelect)
    opens = a_time("From")
    closes = a_time("Until")
    opens_again = a_time("Again from", "Only for a second stretch, after a break.")
    closes_again = a_time("Until, the second time")
    kinds: tuple[tuple[str, str], ...] = ()
    first: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = self.kinds  # type: ignore[attr-defined]
        self.order_fields([*self.first, "kind", *TIMES, "reason"])

    def clean(self) -> dict[str, Any]:
        """Hours are given in pairs, and only where there are some."""
        said = self.cleaned_data
        if said.get("kind") != THESE:
            said.update(dict.fromkeys(TIMES))
        elif not self.errors:
            self.ask_in_pairs()
        return said

    @property
    def hours(self) -> dict[str, Any]:
        """The stretches and why, as a note keeps them."""
        return {name: self.cleaned_data[name] for name in (*TIMES, "reason")}


class PersonDayForm(HoursForm):
    """Somebody's hours on one date."""

    staff = forms.ModelChoiceField(label="Who", queryset=StaffMember.objects.none(), empty_label=None)
    day = a_day("On")
    kinds = ((THESE, "These hours"), (NONE, "Not here"), (USUAL, "As in any week"))
    first = ("staff", "day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = clinic.who_sees_patients()  # type: ignore[attr-defined]

    @property
    def notes(self) -> list[DayHours]:
        """What is to be kept."""
        said = self.cleaned_data
        return [DayHours(staff=said["staff"], day=said["day"], as_usual=said["kind"] == USUAL, **self.hours)]


class OpeningDayForm(HoursForm):
    """The clinic's hours on one date."""

    day = a_day("On")
    kinds = ((NONE, "Closed"), (THESE, "Open at these hours"), (USUAL, "As in any week; holidays closed"))
    first = ("day",)

    @property
    def notes(self) -> list[DayHours]:
        """What is to be kept."""
        said = self.cleaned_data
        return [DayHours(day=said["day"], as_usual=said["kind"] == USUAL, **self.hours)]


class OpeningWeekForm(HoursForm):
    """The clinic's hours on some weekdays, from a date on."""

    weekdays = forms.TypedMultipleChoiceField(
        label="On which days?",
        coerce=int,
        choices=[*enumerate(WEEKDAYS)],
        widget=forms.CheckboxSelectMultiple,
    )
    day = a_day("From this date on")
    kinds = ((THESE, "Open at these hours"), (NONE, "Closed"))
    first = ("weekdays", "day")

    @property
    def notes(self) -> list[OpeningDay]:
        """What is to be kept, a note for each weekday."""
        said = self.cleaned_data
        return [OpeningDay(weekday=each, from_date=said["day"], **self.hours) for each in said["weekdays"]]
