"""What the desk types about groups."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import Room, StaffMember
from sojourn.core.money import in_words
from sojourn.faces.ui.day_fields import DayField
from sojourn.faces.ui.number_fields import WholeNumberField
from sojourn.people.models import Patient

PRICE_STEPS_CENTS = 500


class OpenGroupForm(forms.Form):
    """When, where, who leads and who monitors."""

    day = DayField(label="Day")
    time = forms.TimeField(label="Begins", widget=forms.TimeInput(attrs={"type": "time", "step": 600}))
    months = WholeNumberField(
        label="For how many months",
        initial=1,
        required=False,
        min_value=1,
        max_value=12,
        help_text="On the same weekday of each month.",
    )
    room = forms.ModelChoiceField(label="Room", queryset=Room.objects.none(), empty_label=None)
    provider = forms.ModelChoiceField(label="Provider", queryset=StaffMember.objects.none())
    monitor = forms.ModelChoiceField(label="Monitor", queryset=StaffMember.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        service, house = group_service(), clinic.house()
        self._offer("room", Room.objects.filter(is_active=True, kind=service.room_kind))
        self._offer("provider", _among(house.who_can(service.code)))
        self._offer("monitor", _among(house.who_plays("monitor")))
        if len(clinic.zones()) > 1:
            self.fields["time"].help_text = "By the clock where the room is."

    def clean_months(self) -> int:
        """One, when nothing else is said."""
        return self.cleaned_data["months"] or 1

    @property
    def starts_at(self) -> datetime:
        """The chosen moment, by the clock in the room."""
        said = self.cleaned_data
        return datetime.combine(said["day"], said["time"], clinic.zone_of(said["room"].pk))

    def _offer(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]


class SeatForm(forms.Form):
    """Who takes the seat, at which price, and whether they would like to join the sharing."""

    patient = forms.UUIDField(widget=forms.HiddenInput)
    agreed_cents = forms.TypedChoiceField(label="Price agreed", coerce=int, choices=())
    joins_sharing = forms.ChoiceField(
        label="Sharing afterwards",
        choices=[("", "Not asked yet"), ("yes", "Would like to join"), ("no", "Rather not")],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_cents"].choices = _prices()  # type: ignore[attr-defined]

    def clean_patient(self) -> Patient:
        """Somebody we know."""
        found = Patient.objects.filter(pk=self.cleaned_data["patient"]).first()
        if found is None:
            raise forms.ValidationError("Find the person first.")
        return found

    def clean_joins_sharing(self) -> bool | None:
        """Yes, no, or nobody asked."""
        return {"yes": True, "no": False}.get(self.cleaned_data["joins_sharing"])


class CallOffForm(forms.Form):
    """Why the group does not take place, and whose names stood on the page."""

    reason = forms.CharField(
        label="Why",
        help_text="For the record. Patients read that the reason lies with the clinic, and nothing more.",
        max_length=300,
        error_messages={"required": "Please say in a few words why."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def clean_seen(self) -> list[UUID]:
        """Whose names they were."""
        try:
            return [UUID(each) for each in self.cleaned_data["seen"].split()]
        except ValueError as other:
            raise forms.ValidationError("Please open the page anew.") from other


def group_service() -> Any:
    """The service that has seats. The pack has one."""
    return next(each for each in content.pack().services.values() if each.capacity > 1)


def _prices() -> list[tuple[int, str]]:
    service = group_service()
    steps = range(service.price_low_cents, service.price_high_cents + 1, PRICE_STEPS_CENTS)
    return [(cents, in_words(cents)) for cents in steps]


def _among(people: list[StaffMember]) -> Any:
    return StaffMember.objects.filter(pk__in=[each.pk for each in people])
