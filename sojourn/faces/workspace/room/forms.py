"""The forms of the rooms. What is possible stands in the library; actions refuse what is not, at the field."""

from __future__ import annotations

from typing import Any

from django import forms

from sojourn import content
from sojourn.accounts.models import User
from sojourn.faces.ui.inputs import MomentField
from sojourn.faces.ui.number_fields import NumberField

Lines = {"rows": 3}
WHOLE_ROOM = "all"


class WatchForm(forms.Form):
    """Who watches which seat from now on."""

    seats = forms.ChoiceField(label="Seat")
    watcher = forms.ChoiceField(label="Watched from now on by")
    note = forms.CharField(label="What they should know", required=False, max_length=300)

    def __init__(self, *args: Any, seats: list[tuple[str, str]], people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.pk): each for each in people}
        self.fields["seats"].choices = [
            (WHOLE_ROOM, "The whole room"),
            *((number, f"Seat {number}, {name}") for number, name in seats),
        ]
        self.fields["watcher"].choices = [
            ("", "Choose"),
            *((key, each.name) for key, each in self.people.items()),
        ]

    def clean_watcher(self) -> User:
        """The person themselves."""
        return self.people[self.cleaned_data["watcher"]]


class AsideForm(forms.Form):
    """Why a held entry is not charted."""

    reason = forms.CharField(label="Why it is not charted", max_length=500)


BOOKED = "next_visit_booked"
"""The criterion that a chosen time for the next visit meets by itself."""


class HomeForm(forms.Form):
    """The list before somebody goes home: a tick or a reason per line, who takes them, and when they come again."""

    escort_name = forms.CharField(label="Who is here to take them home", max_length=120, required=False)
    next_visit = forms.ChoiceField(
        label="Book it now",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "This time is no longer offered. Choose another one."},
    )

    def __init__(self, *args: Any, times: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_visit"].choices = [*(times or ()), ("", "Not now")] if times else []
        for each in content.library().discharge.criteria:
            self.fields[each.code] = forms.BooleanField(label=each.sentence, required=False)
            self.fields[f"why_{each.code}"] = forms.CharField(
                label="Or why they may go without it", required=False, max_length=500
            )

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        """Each criterion's tick with its reason."""
        codes = [each.code for each in content.library().discharge.criteria]
        return [(self[code], self[f"why_{code}"]) for code in codes]

    def met(self) -> dict[str, bool]:
        """Which criteria are ticked."""
        met = {each.code: self.cleaned_data[each.code] for each in content.library().discharge.criteria}
        return {**met, **({BOOKED: True} if self.cleaned_data["next_visit"] and BOOKED in met else {})}

    def reasons(self) -> dict[str, str]:
        """Why one may be missing."""
        return {
            each.code: self.cleaned_data[f"why_{each.code}"] for each in content.library().discharge.criteria
        }


class DoorForm(forms.Form):
    """A patient's own medicine, looked at in the door."""

    description = forms.CharField(
        label="What they brought", max_length=160, help_text="As the label says it."
    )
    quantity = NumberField(label="How many", max_digits=6, decimal_places=1)
    unit = forms.CharField(label="Of what", max_length=20, initial="troches")
    label_matches = forms.BooleanField(
        label="Name, medicine and date on the label are theirs", required=False
    )


class NoteForm(forms.Form):
    """A note's sections by heading, with start and stop."""

    started_at = MomentField(label="Began", required=False)
    ended_at = MomentField(label="Ended", required=False)
    diagnoses = forms.CharField(
        label="Diagnoses", max_length=400, required=False, help_text="Codes, separated by commas."
    )

    def __init__(self, *args: Any, headings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = headings
        for name in ("started_at", "ended_at"):
            self.fields[name].widget = forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            )
        for each in headings:
            lines = str(self.initial.get(each.code, "")).count("\n") + 2
            self.fields[each.code] = forms.CharField(
                label=each.heading,
                required=False,
                help_text=each.question,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": min(max(lines, 3), 24)}),
            )

    @property
    def sections(self) -> list[Any]:
        """The bound fields of the headings."""
        return [self[each.code] for each in self.headings]

    def words(self) -> dict[str, Any]:
        """What the action takes."""
        cleaned = self.cleaned_data
        return {
            "sections": {each.code: cleaned[each.code] for each in self.headings},
            "diagnoses": cleaned["diagnoses"].split(","),
            "started_at": cleaned["started_at"],
            "ended_at": cleaned["ended_at"],
        }


class AddendumForm(forms.Form):
    """Something to add to a signed note."""

    text = forms.CharField(label="Add to this note", max_length=8000, widget=forms.Textarea(attrs=Lines))
