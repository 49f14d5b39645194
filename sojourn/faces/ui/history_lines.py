"""Lines of the problem list and of the allergies as forms, for the patient and the provider alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404

from sojourn import content
from sojourn.content.codes import Diagnosis
from sojourn.faces.ui.medicine_names import AS_WRITTEN, NamedMedicine
from sojourn.intake import actions, queries
from sojourn.intake.allergy_reading import allergy_offers
from sojourn.intake.line_lists import LineList
from sojourn.intake.matching import Offer
from sojourn.intake.models import Allergy, Problem
from sojourn.people.models import Patient


class ProblemForm(forms.Form):
    """One condition. A name that is nearly one of the list is asked back before it is kept, never guessed."""

    name = forms.CharField(
        label="What is it?",
        max_length=200,
        help_text="Choose from the list as you type, or use your own words.",
        widget=forms.TextInput(attrs={"list": "known-conditions", "autocomplete": "off"}),
    )
    since = forms.CharField(
        label="Since when?",
        max_length=60,
        required=False,
        help_text="Month and year help most, for example June 2019; a year alone is good too. “I don’t know” is fine.",
    )
    state = forms.ChoiceField(
        label="Is it there now?", choices=Problem.State.choices, widget=forms.RadioSelect, initial=""
    )
    treated_by = forms.CharField(label="Who treats it?", max_length=120, required=False)
    meant = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)
    offers: tuple[Diagnosis, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A line in own words is asked about again whenever somebody opens it."""
        super().__init__(*args, **kwargs)
        text, codes = self.initial.get("name", ""), content.library().codes
        if text and not self.is_bound and codes.named(text) is None:
            self.offers = codes.like(text)

    def clean(self) -> dict[str, Any]:
        """Ask back what may have been meant; "as-written" keeps the words."""
        data = super().clean() or self.cleaned_data
        text, meant, codes = data.get("name", ""), data.pop("meant", ""), content.library().codes
        if text and codes.named(text) is None:
            offers = codes.like(text)
            if meant in {each.label for each in offers}:
                data["name"] = meant
            elif meant != AS_WRITTEN and text != self.initial.get("name"):
                self.offers = offers
        return data


class AllergyForm(NamedMedicine):
    """One allergy. A name that is nearly a known drug is asked back before it is kept, never guessed."""

    reaction = forms.CharField(
        label="What happened?",
        max_length=200,
        required=False,
        help_text="For example hives, or trouble breathing.",
    )
    harm = forms.ChoiceField(
        label="How bad was it?", choices=Allergy.Harm.choices, widget=forms.RadioSelect, initial=""
    )
    nothing = "If there are no allergies, leave the list empty and answer the question before it with “No”."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["as_written"]
        name.label, name.help_text = "Allergic to what?", "A medicine, a food, latex, or anything else."

    def may_mean(self, text: str) -> tuple[Offer, ...]:
        """Families of medicines before single ones; a material by its own name is no misspelled drug."""
        return allergy_offers(text, content.library().drugs, content.library().allergies)


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One of the two lists, as its pages need it. ``row`` is the parameter that its actions call a line by."""

    key: str
    row: str
    noun: str
    form: type[forms.Form]
    every: Callable[[Patient], Any]
    add: Callable[..., Any]
    change_line: Callable[..., Any]
    remove_line: Callable[..., Any]
    put_back_line: Callable[..., Any]

    def lines(self, patient: Patient) -> LineList[Any]:
        """The list of this patient."""
        return LineList.of(self.every(patient))

    def told(self, line: Any) -> dict[str, Any]:
        """What a line says, by field of the form."""
        return {name: getattr(line, name) for name in self.form.base_fields if name != "meant"}

    def change(self, line: Any, form: forms.Form, **who: Any) -> Any:
        """Keep what differs; the reading of an unchanged name stays."""
        before = self.told(line)
        changes = {name: value for name, value in form.cleaned_data.items() if value != before.get(name)}
        return self.change_line(**{self.row: line}, **changes, **who)

    def remove(self, line: Any, **who: Any) -> Any:
        """Take it off."""
        return self.remove_line(**{self.row: line}, **who)

    def put_back(self, line: Any, **who: Any) -> Any:
        """Undo."""
        return self.put_back_line(**{self.row: line}, **who)


LISTINGS = {
    "problems": Listing(
        key="problems",
        row="problem",
        noun="condition",
        form=ProblemForm,
        every=queries.every_problem,
        add=actions.add_problem,
        change_line=actions.change_problem,
        remove_line=actions.remove_problem,
        put_back_line=actions.put_back_problem,
    ),
    "allergies": Listing(
        key="allergies",
        row="allergy",
        noun="allergy",
        form=AllergyForm,
        every=queries.every_allergy,
        add=actions.add_allergy,
        change_line=actions.change_allergy,
        remove_line=actions.remove_allergy,
        put_back_line=actions.put_back_allergy,
    ),
}


def listing_named(key: str) -> Listing:
    """The list of an address; raises Http404 for one there is not."""
    if key not in LISTINGS:
        raise Http404
    return LISTINGS[key]


def line_among(lines: Iterable[Any], line_id: UUID) -> Any:
    """One of these lines; raises Http404 for another person's and for one that was replaced."""
    found = next((each for each in lines if each.pk == line_id), None)
    if found is None:
        raise Http404
    return found


def known_conditions() -> tuple[Diagnosis, ...]:
    """What the problem list is chosen from, by name."""
    return tuple(sorted(content.library().codes.conditions, key=lambda each: each.label.casefold()))
