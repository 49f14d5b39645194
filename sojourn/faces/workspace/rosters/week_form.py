"""Somebody's whole week as it is typed: seven rows, of which only those that differ become notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from sojourn.clinic.hour_queries import HourNotes, Stretches
from sojourn.clinic.models import RosterDay, StaffMember
from sojourn.content.pack.place import DAYS
from sojourn.core.spoken import hours_in_words
from sojourn.faces.ui.wishes import WEEKDAYS
from sojourn.faces.workspace.rosters.hours_forms import TIMES, KeptForm, a_day, a_time

LABELS = dict(zip(TIMES, ("from", "until", "again from", "until, the second time"), strict=True))


@dataclass(frozen=True)
class Row:
    """One weekday of the form."""

    name: str
    off: BoundField
    first: tuple[BoundField, BoundField]
    again: tuple[BoundField, BoundField]

    @property
    def fields(self) -> tuple[BoundField, ...]:
        """All that is asked about it."""
        return (self.off, *self.first, *self.again)

    @property
    def errors(self) -> list[str]:
        """What is wrong with any of them."""
        return [str(error) for each in self.fields for error in each.errors]


class PersonWeekForm(KeptForm):
    """Somebody's hours on each weekday from a date on. A day that is ticked off is off, whatever its times say.

    ``shown`` are the hours the page was filled with. A row that was left as shown but is another by the date that was
    chosen, or by what a colleague noted meanwhile, is pointed out before it is taken for a wish.
    """

    day = a_day("From this date on")
    shown = forms.CharField(max_length=20000, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, staff: StaffMember, notes: HourNotes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._staff, self._notes = staff, notes
        for weekday, name in enumerate(DAYS):
            self._ask_about(WEEKDAYS[weekday], name)
        if not self.is_bound:
            self._fill_in(self._week(self.initial["day"]))
        self.order_fields(["day", *(f"{name}_{each}" for name in DAYS for each in ("off", *TIMES)), "reason"])

    @property
    def rows(self) -> list[Row]:
        """The seven weekdays."""
        return [
            Row(
                WEEKDAYS[weekday],
                self[f"{name}_off"],
                (self[f"{name}_opens"], self[f"{name}_closes"]),
                (self[f"{name}_opens_again"], self[f"{name}_closes_again"]),
            )
            for weekday, name in enumerate(DAYS)
        ]

    def clean(self) -> dict[str, Any]:
        """Each day is off or has its hours; a form that changes nothing says so."""
        said = self.cleaned_data
        for name in DAYS:
            if said.get(f"{name}_off"):
                self._forget(name)
            elif not any(f"{name}_{each}" in self.errors for each in TIMES):
                self.ask_in_pairs(f"{name}_", ", or tick the day off")
        if not self.errors:
            self._against_what_holds()
        return said

    @property
    def notes(self) -> list[RosterDay]:
        """What is to be kept: a note for each weekday that differs from what holds on the date."""
        said = self.cleaned_data
        facts = {"staff": self._staff, "from_date": said["day"], "reason": said["reason"]}
        holds = _written(self._week(said["day"]))
        return [
            RosterDay(weekday=weekday, **facts, **{each: said[f"{name}_{each}"] for each in TIMES})
            for weekday, (name, now, then) in enumerate(zip(DAYS, holds, self._typed(), strict=True))
            if now != then
        ]

    def _forget(self, name: str) -> None:
        """A day off has no hours, whatever its fields still hold."""
        for each in TIMES:
            self.errors.pop(f"{name}_{each}", None)
            self.cleaned_data[f"{name}_{each}"] = None

    def _ask_about(self, words: str, name: str) -> None:
        self.fields[f"{name}_off"] = forms.BooleanField(label=f"{words}: day off", required=False)
        for each in TIMES:
            self.fields[f"{name}_{each}"] = a_time(f"{words} {LABELS[each]}")

    def _fill_in(self, week: Sequence[Stretches]) -> None:
        self.initial["shown"] = "|".join(_written(week))
        for name, stretches in zip(DAYS, week, strict=True):
            self.initial[f"{name}_off"] = not stretches
            clocks = [each for both in stretches for each in both]
            self.initial.update({f"{name}_{each}": clock for each, clock in zip(TIMES, clocks, strict=False)})

    def _against_what_holds(self) -> None:
        week = self._week(self.cleaned_data["day"])
        holds, typed = _written(week), self._typed()
        shown = self.cleaned_data["shown"].split("|")
        shown = shown if len(shown) == len(DAYS) else holds
        if typed == shown == holds:
            raise ValidationError("Nothing is changed yet: these are the hours already.", code="unchanged")
        for weekday, name in enumerate(DAYS):
            if typed[weekday] == shown[weekday] != holds[weekday]:
                self.add_error(f"{name}_opens" if typed[weekday] else f"{name}_off", _other(week[weekday]))
        self.say_again("shown", "|".join(holds))

    def _typed(self) -> list[str]:
        said = [[self.cleaned_data[f"{name}_{each}"] for each in TIMES] for name in DAYS]
        return _written(
            [[(begin, end) for begin, end in (each[:2], each[2:]) if begin and end] for each in said]
        )

    def _week(self, by: date) -> list[Stretches]:
        """What holds on a date, as much of it as the form shows."""
        return [each[: len(TIMES) // 2] for each in self._notes.week_of(self._staff, by)]


def _written(week: Sequence[Stretches]) -> list[str]:
    """Each day's hours as the hidden field keeps them; a day off is empty."""
    return [",".join(f"{starts}-{ends}" for starts, ends in stretches) for stretches in week]


def _other(stretches: Stretches) -> ValidationError:
    holds = hours_in_words(stretches) or "a day off"
    return ValidationError(
        f"On that date it is {holds} already. Sent once more, it becomes as it stands here.", code="other"
    )
