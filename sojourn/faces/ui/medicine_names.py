"""A medicine's name as somebody types it: the type-ahead, and the question back when it is nearly one we know."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, JsonResponse

from sojourn import content
from sojourn.intake.matching import Offer, Suggestion, read_medication, suggest

AS_WRITTEN = "as-written"
NOTHING = "If nothing is taken at all, leave the list empty and say on it that this is everything."


class NamedMedicine(forms.Form):
    """A form with the name of a medicine. One that is nearly a known name is asked back, never guessed."""

    as_written = forms.CharField(
        label="Medicine",
        max_length=200,
        help_text="Name and strength, as on the label.",
        widget=forms.TextInput(
            attrs={"list": "known-names", "data-module": "names", "autocapitalize": "none"}
        ),
    )
    meant = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)
    offers: tuple[Offer, ...] = ()
    nothing = NOTHING

    def clean(self) -> dict[str, Any]:
        """Ask back what may have been meant; "as-written" keeps the words."""
        data = super().clean() or self.cleaned_data
        text, meant = data.get("as_written", ""), data.pop("meant", "")
        reading = read_medication(text, content.library().drugs, offers=False)
        if reading.says_none:
            self.add_error("as_written", self.nothing)
        offers = self.may_mean(text)
        chosen = next((each for each in offers if each.name == meant), None)
        if chosen:
            data["as_written"] = self._ask_on(_with_name(text, chosen))
        elif meant != AS_WRITTEN and text != self.initial.get("as_written"):
            self.offers = offers
        return data

    def may_mean(self, text: str) -> tuple[Offer, ...]:
        """What a name that is not quite known may be."""
        return read_medication(text, content.library().drugs).offers

    @property
    def asked_back(self) -> tuple[tuple[str, str], ...]:
        """What may have been meant, each with what is in it and what that is commonly known for."""
        return tuple((each.name, _beside(each)) for each in self.offers)

    def _ask_on(self, text: str) -> str:
        """One name is settled; another word of the line may still be nearly a name."""
        self.offers = self.may_mean(text)
        self.data = {**{name: self.data[name] for name in self.data}, "as_written": text, "meant": ""}
        return text


def names_answer(request: HttpRequest) -> JsonResponse:
    """What the type-ahead shows: names that begin so, or near ones marked as a question."""
    typed = request.GET.get("q", "")[:60]
    found = suggest(typed, content.library().drugs)
    return JsonResponse({"names": [_line(each, typed) for each in found]})


def _line(each: Suggestion, typed: str) -> dict[str, Any]:
    """A browser's list shows only lines that hold what was typed; a near name says it in its label."""
    known = ", ".join(filter(None, (each.label, known_for(each.ingredients))))
    label = f"Did you mean {known}? You wrote “{typed}”." if each.is_near else known
    return {"name": each.name, "label": label, "ingredients": each.ingredients, "near": each.is_near}


def known_for(ingredients: Iterable[str]) -> str:
    """What these are commonly known for, in the library's plain words."""
    drugs = content.library().drugs.drugs
    return content.library().class_words.of(drugs[each] for each in ingredients if each in drugs)


def _beside(offer: Offer) -> str:
    inside = "" if offer.name.lower() in offer.ingredients else ", ".join(offer.ingredients)
    return ", ".join(filter(None, (inside, known_for(offer.ingredients))))


def _with_name(text: str, offer: Offer) -> str:
    """The words with the misspelled name replaced; the name alone when it cannot be found in them."""
    typed = r"\W+".join(re.escape(word) for word in offer.typed.split())
    replaced, count = re.subn(typed, lambda _: offer.name, text, count=1, flags=re.IGNORECASE)
    return replaced if count else offer.name
