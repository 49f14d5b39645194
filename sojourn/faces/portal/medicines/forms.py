"""What is asked about one medicine."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import QuerySet

from sojourn import content
from sojourn.intake.matching import Offer, read_medication
from sojourn.people.models import CareTeamMember

AS_WRITTEN = "as-written"
NOTHING = "If you take nothing at all, leave the list empty and say on it that this is everything."


class MomentInput(forms.DateTimeInput):
    """The browser's own date-and-time picker, in the clinic's zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class MedicineForm(forms.Form):
    """One line of the list. A name that is nearly one we know is asked back before it is kept, never guessed."""

    as_written = forms.CharField(
        label="Medicine",
        max_length=200,
        help_text="Name and strength, as on the label. Vitamins, teas and other substances count too.",
        widget=forms.TextInput(
            attrs={"list": "known-names", "data-module": "names", "autocapitalize": "none"}
        ),
    )
    meant = forms.CharField(required=False, widget=forms.HiddenInput)
    dose = forms.CharField(label="How much", max_length=80, required=False, help_text="For example 150 mg.")
    frequency = forms.CharField(
        label="How often", max_length=80, required=False, help_text="For example twice a day, or when needed."
    )
    last_taken_at = forms.DateTimeField(
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

    def __init__(self, *args: Any, team: QuerySet[CareTeamMember] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if team:
            self.fields["prescribed_by"].queryset = team  # type: ignore[attr-defined]
        else:
            del self.fields["prescribed_by"]

    def clean(self) -> dict[str, Any]:
        """Ask back what may have been meant; "as-written" keeps the words."""
        data = super().clean() or self.cleaned_data
        text, meant = data.get("as_written", ""), data.pop("meant", "")
        reading = read_medication(text, content.library().drugs)
        self.offers: tuple[Offer, ...] = ()
        if reading.says_none:
            self.add_error("as_written", NOTHING)
        chosen = next((each for each in reading.offers if each.name == meant), None)
        if chosen:
            data["as_written"] = _with_name(text, chosen)
        elif meant != AS_WRITTEN:
            self.offers = reading.offers
        return data


class StopForm(forms.Form):
    """Why a medicine is no longer taken."""

    reason = forms.CharField(
        label="Why did you stop it?", max_length=200, help_text="A few words, for example “made me dizzy”."
    )


def _with_name(text: str, offer: Offer) -> str:
    """The words with the misspelled name replaced; the name alone when it cannot be found in them."""
    typed = r"\W+".join(re.escape(word) for word in offer.typed.split())
    replaced, count = re.subn(typed, offer.name, text, count=1, flags=re.IGNORECASE)
    return replaced if count else offer.name
