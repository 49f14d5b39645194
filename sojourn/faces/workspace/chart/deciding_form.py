"""The provider's decision with its conditions: plain fields, filled in or left alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from sojourn import content
from sojourn.core.spoken import full_day
from sojourn.faces.ui.number_fields import NumberField, WholeNumberField
from sojourn.faces.workspace.chart.diagnoses_field import DiagnosesField
from sojourn.faces.workspace.chart.forms import DateInput, Lines
from sojourn.faces.workspace.seen import AllSeenField
from sojourn.screening.condition_rules import (
    BELOW,
    BLOOD_PRESSURE,
    ESCORT,
    LETTER,
    MEASURED,
    Condition,
)
from sojourn.screening.models import EligibilityDecision

ROWS = (1, 2)
"""Two letters and two values at the most; a decision with more is for a conversation."""
SUBJECT = "Score or value"
_LIMITS = ("pressure_systolic", "pressure_diastolic")
_TOLD = ("seen", "outcome", "evaluated_on", "diagnoses", "reasons", "conditions", "next_step", "valid_until")


class NumberInput(forms.NumberInput):
    """A short field with the number keys of a phone."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "class": "input input-number", **(attrs or {})})


class DecideForm(forms.Form):
    """The outcome, its reasons, and what the patient's letter says."""

    seen = AllSeenField()
    outcome = forms.ChoiceField(
        label="Decision", choices=EligibilityDecision.Outcome.choices, widget=forms.RadioSelect
    )
    evaluated_on = forms.DateField(
        label="Day of the medical intake",
        required=False,
        help_text="Of a visit that took place or has begun.",
        widget=DateInput(),
    )
    diagnoses = DiagnosesField(
        label="Diagnoses",
        required=False,
        help_text="Type a code or a word and choose; several with commas between them.",
    )
    reasons = forms.CharField(
        label="Reasons",
        max_length=4000,
        widget=forms.Textarea(attrs=Lines),
        help_text="In plain words: the patient reads them.",
    )
    pressure = forms.BooleanField(label="Blood pressure at rest on the day, below", required=False)
    pressure_systolic = WholeNumberField(label="Upper number", required=False, widget=NumberInput())
    pressure_diastolic = WholeNumberField(label="Lower number", required=False, widget=NumberInput())
    escort = forms.BooleanField(label="Somebody is named who takes them home", required=False)
    conditions = forms.CharField(
        label="Other condition, in words",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Shown to everybody and in the letter. A person checks it: nothing is held back by it.",
    )
    next_step = forms.CharField(
        label="What could change it, or where else to turn", max_length=2000, required=False
    )
    valid_until = forms.DateField(label="Holds until", required=False, widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evaluated_on"].wanted_for = "needed for “eligible”"  # type: ignore[attr-defined]
        days = content.pack().policies.eligibility.valid_days
        longest = timezone.localdate() + timedelta(days=days)
        self.fields[
            "valid_until"
        ].help_text = f"At most until {full_day(longest)}, which is also meant by an empty field."
        for number in ROWS:
            self.fields |= _letter_fields(number) | _value_fields(number)

    @property
    def letters(self) -> list[dict[str, forms.BoundField]]:
        """The rows of letters, each with its fields by their short name."""
        return [self._row(f"letter_{number}", ("what", "asked_of", "due_on")) for number in ROWS]

    @property
    def values(self) -> list[dict[str, forms.BoundField]]:
        """The rows of scores and values."""
        return [self._row(f"value_{number}", ("subject", "side", "limit")) for number in ROWS]

    def _row(self, name: str, fields: tuple[str, ...]) -> dict[str, forms.BoundField]:
        return {field: self[f"{name}_{field}"] for field in fields}

    def clean_pressure(self) -> bool:
        """A limit that was written without its box would hold nobody back: it is asked what was meant."""
        ticked: bool = self.cleaned_data["pressure"]
        if not ticked and any(self._was_written(name) for name in _LIMITS):
            raise forms.ValidationError(
                "You wrote a limit. Tick this box, or leave the numbers as they were."
            )
        return ticked

    def _was_written(self, name: str) -> bool:
        return bool(self[name].data) and name in self.changed_data

    def decision(self) -> dict[str, Any]:
        """What was filled in, as the action's keywords."""
        told = {name: self.cleaned_data[name] for name in _TOLD}
        return told | {"set_conditions": tuple(self._conditions())}

    def _conditions(self) -> Iterator[Condition]:
        """What is ticked or filled in; an empty row is no condition."""
        told = self.cleaned_data
        if told["pressure"]:
            numbers = {name: told[f"pressure_{name}"] for name in ("systolic", "diastolic")}
            yield Condition(kind=BLOOD_PRESSURE, field="pressure", **numbers)
        for number in ROWS:
            yield from self._filled(LETTER, f"letter_{number}", ("what", "asked_of", "due_on"), 2)
        for number in ROWS:
            yield from self._filled(MEASURED, f"value_{number}", ("subject", "limit", "side"), 2)
        if told["escort"]:
            yield Condition(kind=ESCORT, field="escort")

    def _filled(self, kind: str, name: str, fields: tuple[str, ...], telling: int) -> Iterator[Condition]:
        """The last fields of a row carry what is usual, so the first ``telling`` say whether it is meant."""
        values = {field: self.cleaned_data[f"{name}_{field}"] for field in fields}
        if any(values[field] not in (None, "") for field in fields[:telling]):
            yield Condition(kind=kind, field=name, **values)


def as_first_shown(conditions: tuple[Condition, ...], *, answer_due: date | None) -> dict[str, Any]:
    """The usual limits, and what the decision before asked for and is still open: nothing is lost by deciding again.

    A letter that did not clear is not asked for again: it stands among the findings until a reason answers it.
    """
    usual = content.library().conditions.blood_pressure.usual
    first: dict[str, Any] = {
        "pressure_systolic": usual.systolic,
        "pressure_diastolic": usual.diastolic,
        **{f"letter_{number}_due_on": answer_due for number in ROWS},
        **{f"value_{number}_side": BELOW for number in ROWS},
    }
    for each in conditions:
        if each.kind == BLOOD_PRESSURE:
            first |= {
                "pressure": True,
                "pressure_systolic": each.systolic,
                "pressure_diastolic": each.diastolic,
            }
        if each.kind == ESCORT:
            first["escort"] = True
    letters = [each for each in conditions if each.kind == LETTER and not each.answered]
    values = [each for each in conditions if each.kind == MEASURED]
    for number, each in zip(ROWS, letters, strict=False):
        first |= {f"letter_{number}_{name}": getattr(each, name) for name in ("what", "asked_of")}
    for number, each in zip(ROWS, values, strict=False):
        first |= {f"value_{number}_{name}": getattr(each, name) for name in ("subject", "side", "limit")}
    return first


def _letter_fields(number: int) -> dict[str, forms.Field]:
    return {
        f"letter_{number}_what": forms.CharField(label="Letter or result", max_length=300, required=False),
        f"letter_{number}_asked_of": forms.CharField(label="From whom", max_length=160, required=False),
        f"letter_{number}_due_on": forms.DateField(label="Answer due", required=False, widget=DateInput()),
    }


def _value_fields(number: int) -> dict[str, forms.Field]:
    library = content.library()
    subjects = [(each.code, _named(each.name, each.unit)) for each in library.offered_subjects.values()]
    return {
        f"value_{number}_subject": forms.ChoiceField(
            label=SUBJECT, choices=[("", "None"), *subjects], required=False
        ),
        f"value_{number}_side": forms.ChoiceField(
            label="Has to be", choices=list(library.conditions.sides.items()), required=False
        ),
        f"value_{number}_limit": NumberField(
            label="Limit", max_digits=9, decimal_places=2, required=False, widget=NumberInput({"step": "any"})
        ),
    }


def _named(name: str, unit: str) -> str:
    return f"{name}, {unit}" if unit else name
