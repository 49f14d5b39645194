"""The three steps of booking a first visit. What was typed in one travels with the next as hidden fields."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest

from sojourn.clinic.models import StaffMember
from sojourn.clinic.queries import staff_who_can
from sojourn.core.ids import held_to, new_id
from sojourn.core.numbers import whole_number_in
from sojourn.core.periods import moment_from
from sojourn.faces.website.booking import SERVICE, FirstVisit
from sojourn.faces.website.reading import no_address

MONTHS = list(enumerate(month_name))[1:]


class BirthDateForm(forms.Form):
    """Month, day and year in three fields, the way people here say it."""

    month = forms.TypedChoiceField(choices=[("", "Month"), *MONTHS], coerce=int, required=False)
    day = forms.CharField(max_length=4, required=False)
    year = forms.CharField(max_length=6, required=False)

    def clean(self) -> dict[str, Any]:
        """One date out of the three."""
        typed = self.cleaned_data
        try:
            year, day = (whole_number_in(typed.get(each, "")) or 0 for each in ("year", "day"))
            typed["birth_date"] = date(year, int(typed.get("month") or 0), day)
        except ValueError:
            self.add_error(None, "Please give month, day and year of your birth, such as March 17, 1984.")
        return typed


LONGEST_FULL_NAME = 160


class PersonForm(forms.Form):
    """Who comes, and how to reach them."""

    first_name = forms.CharField(
        label="First name",
        max_length=80,
        validators=[no_address],
        error_messages={"required": "Please give your first name."},
    )
    last_name = forms.CharField(
        label="Last name",
        max_length=80,
        validators=[no_address],
        error_messages={"required": "Please give your last name."},
    )
    preferred_name = forms.CharField(
        label="What you like to be called", max_length=80, required=False, validators=[no_address]
    )
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        error_messages={
            "required": "We send the link to your account there, so we need it.",
            "invalid": "This does not look like an e-mail address yet.",
        },
    )
    phone = forms.CharField(
        label="Telephone number",
        max_length=24,
        error_messages={"required": "Please give a number, in case something changes at short notice."},
    )
    contact_agreed = forms.BooleanField(
        label="You may write to me and call me about this visit",
        error_messages={"required": "Without this we could not confirm the visit or tell you if it moves."},
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def clean_last_name(self) -> str:
        """Both names go onto one line of the account, whole."""
        last: str = self.cleaned_data["last_name"]
        called = max(str(self.data.get("first_name", "")), str(self.data.get("preferred_name", "")), key=len)
        if len(f"{called} {last}") > LONGEST_FULL_NAME:
            raise forms.ValidationError(f"Please keep both names together under {LONGEST_FULL_NAME} letters.")
        return last


TYPED = ("month", "day", "year", "staff", "slot", *PersonForm.base_fields)


@dataclass(frozen=True)
class Slot:
    """A chosen time with the doctor who has it, as a button sends it: "<staff id>|<moment>"."""

    staff: StaffMember
    starts_at: datetime

    @property
    def value(self) -> str:
        """As a button sends it."""
        return slot_value(self.staff, self.starts_at)


def slot_value(staff: StaffMember, starts_at: datetime) -> str:
    """What the button of a free time carries."""
    return f"{staff.pk}|{starts_at.isoformat()}"


def read_slot(value: str) -> Slot | None:
    """The time behind a button; None when somebody made the value up."""
    staff_id, _, moment = value.partition("|")
    staff = next((each for each in staff_who_can(SERVICE) if str(each.pk) == staff_id), None)
    starts_at = moment_from(moment)
    return Slot(staff, starts_at) if staff and starts_at else None


def carried(request: HttpRequest, *, but: Iterable[str] = ()) -> dict[str, str]:
    """Everything typed so far, for the hidden fields of the next step."""
    left_out = set(but)
    found = {name: request.POST[name] for name in TYPED if name in request.POST and name not in left_out}
    if "client_id" not in left_out:
        found.setdefault("client_id", str(new_id()))
    return found


def wish(person: dict[str, Any], birth_date: date, slot: Slot) -> FirstVisit:
    """The three steps together."""
    facts = {name: value for name, value in person.items() if name != "contact_agreed"}
    client_id = held_to(facts.pop("client_id"), facts["email"].strip().lower())
    return FirstVisit(
        **facts, birth_date=birth_date, staff=slot.staff, starts_at=slot.starts_at, client_id=client_id
    )
