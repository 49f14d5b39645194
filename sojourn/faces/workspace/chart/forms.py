"""The chart's forms: plain fields, whose cleaned values become an action's keywords."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from sojourn import content
from sojourn.content.drugs import DrugTable
from sojourn.core.decisions import Finding
from sojourn.faces.ui.inputs import MomentField, MomentInput
from sojourn.faces.ui.medicine_names import NamedMedicine
from sojourn.faces.workspace.seen import SeenField
from sojourn.intake.matching import read_medication
from sojourn.people.models import CareTeamMember
from sojourn.screening.models import FindingResolution
from sojourn.screening.resolution_rules import may_resolve
from sojourn.screening.rules import NOT_ANSWERED

Lines = {"rows": 3}


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"


class MedicationForm(NamedMedicine):
    """One line of the medication list. A name that is nearly one we know is asked back, never guessed."""

    dose = forms.CharField(label="Dose", max_length=80, required=False)
    frequency = forms.CharField(label="How often", max_length=80, required=False)
    last_taken_at = MomentField(label="Last taken", required=False, widget=MomentInput())
    prescriber = forms.CharField(label="Prescribed by", max_length=120, required=False)
    prescribed_by = forms.ModelChoiceField(
        label="Who of the care team", queryset=CareTeamMember.objects.none(), required=False
    )
    reason = forms.CharField(label="What for", max_length=160, required=False)

    def __init__(self, *args: Any, team: QuerySet[CareTeamMember] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if team:
            self.fields["prescribed_by"].queryset = team  # type: ignore[attr-defined]
        else:
            del self.fields["prescribed_by"]


class StopMedicationForm(forms.Form):
    """Why a medicine is no longer taken."""

    reason = forms.CharField(label="Why is it no longer taken?", max_length=200)
    last_taken_at = MomentField(
        label="Last taken",
        required=False,
        widget=MomentInput(),
        help_text="Leave it empty if nobody knows: then it counts as taken until now.",
    )


class SetAsideForm(forms.Form):
    """How the clinic knows that a medicine was never taken."""

    reason = forms.CharField(
        label="How do you know?",
        max_length=200,
        help_text="For example “typed by mistake, they have never had it”.",
    )


class IngredientsForm(forms.Form):
    """What an unrecognised medicine contains, said by a provider."""

    ingredients = forms.CharField(
        label="Ingredients",
        help_text="Names from the drug table, separated by commas. What was recognised already stays.",
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "list": "known-names",
                "data-module": "names",
                "data-several": "",
                "autocapitalize": "none",
            }
        ),
    )
    reason = forms.CharField(label="How do you know?", max_length=200)

    def clean_ingredients(self) -> list[str]:
        """The names, lower case, without doubles. An unknown one is asked back with what may be meant."""
        table = content.library().drugs
        names = _listed(self.cleaned_data["ingredients"].lower(), table.ingredients)
        asked = [_asked_back(each, table) for each in names if each not in table.ingredients]
        if asked:
            raise forms.ValidationError(asked)
        return names


def _listed(text: str, known: frozenset[str]) -> list[str]:
    """The names between the commas; a known name may hold a comma itself."""
    held = [name for name in known if "," in name and name in text]
    for name in held:
        text = text.replace(name, "")
    return list(dict.fromkeys([*filter(None, (each.strip() for each in text.split(","))), *held]))


def _asked_back(name: str, table: DrugTable) -> str:
    reading = read_medication(name, table)
    meant = [*reading.ingredients, *(each for offer in reading.offers for each in offer.ingredients)]
    question = f" Did you mean {' or '.join(dict.fromkeys(meant))}?" if meant else ""
    return f"“{name}” is not an ingredient of the drug table.{question}"


class ResolveForm(forms.Form):
    """How a provider deals with one finding."""

    code = forms.CharField(max_length=200, widget=forms.HiddenInput)
    seen = SeenField()
    kind = forms.ChoiceField(label="What do you decide?", choices=FindingResolution.Kind.choices)
    reason = forms.CharField(label="Reason and plan", max_length=2000, widget=forms.Textarea(attrs=Lines))
    due_on = forms.DateField(
        label="Look again on",
        required=False,
        widget=DateInput(),
        help_text="For a clearance or labs: by when the answer is due.",
    )
    asked_of = forms.CharField(
        label="Asked of", max_length=160, required=False, help_text="For a clearance or labs: who answers it."
    )
    what = forms.CharField(
        label="What was asked for",
        max_length=300,
        required=False,
        help_text="For example a letter of neurology, or a liver panel.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("due_on", "asked_of"):
            self.fields[name].wanted_for = "needed when you ask for a clearance"  # type: ignore[attr-defined]

    def offer_what_may_be(self, finding: Finding) -> None:
        """Only what the rules allow for this finding: a stop, or what may be one, is never accepted. What the patient
        has not answered is asked of them: no clearance could settle it."""
        never = {FindingResolution.Kind.CLEARANCE} if finding.code.endswith(NOT_ANSWERED) else set()
        kinds = [
            each
            for each in FindingResolution.Kind.choices
            if each[0] not in never and may_resolve(finding, each[0]).allowed
        ]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
