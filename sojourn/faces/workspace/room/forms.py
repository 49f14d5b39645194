"""The forms of the rooms. What is possible stands in the library; actions refuse what is not, at the field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from sojourn import content
from sojourn.accounts.models import User
from sojourn.faces.ui.number_fields import NumberField, WholeNumberField
from sojourn.pharmacy.models import Vial
from sojourn.pharmacy.rules import plain, to_ml
from sojourn.treatment.actions.events import REMARK_KINDS

Lines = {"rows": 3}
AUTO = "auto"


class EntryForm(forms.Form):
    """What every entry carries: the device's id, when it happened, a note, what it corrects."""

    entry_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    observed_at = forms.DateTimeField(label="At", required=False)
    note = forms.CharField(label="Note", required=False)
    supersedes = forms.UUIDField(widget=forms.HiddenInput, required=False)


class VitalsForm(EntryForm):
    """One set of readings."""

    point = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput, initial=AUTO)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for measure in content.library().monitoring.measures:
            bounds = {
                "min": measure.low,
                "max": measure.high,
                "inputmode": "numeric",
                "autocomplete": "off",
                "placeholder": "–",
            }
            widget = forms.NumberInput(attrs=bounds)
            self.fields[measure.code] = WholeNumberField(label=measure.name, required=False, widget=widget)


class DoseForm(EntryForm):
    """A dose: from which vial, how much, where, checked by whom."""

    vial = forms.ChoiceField(label="Vial", required=False)
    own_quantity = NumberField(label="How many of their own", required=False, max_digits=6, decimal_places=1)
    mg = NumberField(label="Milligrams", max_digits=9, decimal_places=1)
    route = forms.ChoiceField(
        label="Route", required=False, error_messages={"invalid_choice": "Choose one of the routes shown."}
    )
    site = forms.ChoiceField(label="Site", required=False)
    side = forms.ChoiceField(label="Side", required=False)
    checked_by = forms.ChoiceField(label="Checked by", required=False)

    def __init__(
        self, *args: Any, vials: list[Vial], checkers: list[User], draw: Decimal | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if draw:
            self.fields["mg"].initial = plain(draw)
        dosing = content.library().dosing
        self.fields["vial"].choices = [
            ("", "Choose"),
            *((str(each.pk), _vial_words(each, draw)) for each in vials),
        ]
        self.fields["route"].choices = [
            ("", "As planned"),
            *((each.code.upper(), each.name) for each in dosing.routes),
        ]
        self.fields["site"].choices = [("", "Choose"), *((each.code, each.name) for each in dosing.sites)]
        self.fields["side"].choices = [("", "Choose"), *((each.code, each.name) for each in dosing.sides)]
        self.fields["checked_by"].choices = [
            ("", "Nobody yet"),
            *((str(each.pk), each.name) for each in checkers),
        ]
        self.vials = {str(each.pk): each for each in vials}
        self.checkers = {str(each.pk): each for each in checkers}

    def clean_vial(self) -> Vial | None:
        """The vial itself."""
        return self.vials.get(self.cleaned_data["vial"])

    def clean_checked_by(self) -> User | None:
        """The person themselves."""
        return self.checkers.get(self.cleaned_data["checked_by"])


class SideEffectForm(EntryForm):
    """What is felt, and how strongly."""

    kind = forms.CharField(max_length=40)
    severity = forms.CharField(max_length=12)


class RescueForm(EntryForm):
    """What was given for it."""

    medicine = forms.CharField(label="Medicine", max_length=60)
    dose = forms.CharField(label="Dose", max_length=60)


class RemarkForm(EntryForm):
    """A line of the log."""

    text = forms.CharField(label="Line", max_length=2000)
    kind = forms.ChoiceField(choices=[(each, each) for each in REMARK_KINDS], required=False)


class PhaseForm(EntryForm):
    """The session moves on."""

    phase = forms.CharField(max_length=12)


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
                label="Or why they may go without it", required=False
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

    started_at = forms.DateTimeField(label="Began", required=False)
    ended_at = forms.DateTimeField(label="Ended", required=False)
    diagnoses = forms.CharField(label="Diagnoses", required=False, help_text="Codes, separated by commas.")

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

    text = forms.CharField(label="Add to this note", widget=forms.Textarea(attrs=Lines))


def _vial_words(vial: Vial, draw: Decimal | None) -> str:
    volume = f"draw {to_ml(draw, vial.strength_mg_per_ml)} mL" if draw else ""
    left = f"{plain(vial.balance_mg)} mg left"
    return ", ".join(filter(None, [f"{vial.number}, {vial.strength_mg_per_ml} mg/mL", volume, left]))
