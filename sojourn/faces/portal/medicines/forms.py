"""What is asked about one medicine."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from sojourn.faces.ui.inputs import MomentField, MomentInput
from sojourn.faces.ui.medicine_names import NamedMedicine
from sojourn.people.models import CareTeamMember

NOTHING = "If you take nothing at all, leave the list empty and say on it that this is everything."
NAME_HINT = "Name and strength, as on the label. Vitamins, teas and other substances count too."


class MedicineForm(NamedMedicine):
    """One line of the list. A name that is nearly one we know is asked back before it is kept, never guessed."""

    dose = forms.CharField(label="How much", max_length=80, required=False, help_text="For example 150 mg.")
    frequency = forms.CharField(
        label="How often", max_length=80, required=False, help_text="For example twice a day, or when needed."
    )
    last_taken_at = MomentField(
        label="Last taken",
        required=False,
        widget=MomentInput(),
        help_text="As near as you remember. Leave it empty if you don’t know.",
    )
    prescriber = forms.CharField(label="Who prescribes it", max_length=120, required=False)
    prescribed_by = forms.ModelChoiceField(
        label="Are they in your care team?",
        queryset=CareTeamMember.objects.none(),
        required=False,
        empty_label="No, or I don’t know",
    )
    reason = forms.CharField(label="What it is for", max_length=160, required=False)
    nothing = NOTHING

    def __init__(self, *args: Any, team: QuerySet[CareTeamMember] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_written"].help_text = NAME_HINT
        if team:
            self.fields["prescribed_by"].queryset = team  # type: ignore[attr-defined]
        else:
            del self.fields["prescribed_by"]


class StopForm(forms.Form):
    """Why a medicine is no longer taken."""

    reason = forms.CharField(
        label="Why did you stop it?", max_length=200, help_text="A few words, for example “made me dizzy”."
    )
    last_taken_at = MomentField(
        label="When did you take it last?",
        required=False,
        widget=MomentInput(),
        help_text="As near as you remember. Leave it empty if you don’t know.",
    )
