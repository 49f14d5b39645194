"""Who and where the clinic is, when it is open, and its rooms."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from msgspec import Meta, field

from sojourn.content.pack.shapes import Clock, Code, Positive, Shape, Words, clock

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Crisis(Shape, frozen=True, kw_only=True):
    """Where someone in danger turns, and the sentence that says so."""

    line: Words
    emergency: Words
    sentence: Words
    short: Words


class Place(Shape, frozen=True, kw_only=True):
    """A further location of the clinic, with clocks of its own."""

    code: Code
    name: Words
    timezone: Words


class Clinic(Shape, frozen=True, kw_only=True):
    """The clinic's name, address and the sentences that stand on every page."""

    code: Code
    name: Words
    legal_name: Words
    tagline: Words
    city: Words
    region: Annotated[str, Meta(pattern="^[A-Z]{2}$")]
    country: Annotated[str, Meta(pattern="^[A-Z]{2}$")]
    address_lines: Annotated[tuple[str, ...], Meta(min_length=1)]
    postcode: Words
    phone: Words
    email: Annotated[str, Meta(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    website: str = ""
    timezone: Words
    locations: tuple[Place, ...] = ()
    languages: Annotated[tuple[str, ...], Meta(min_length=1)]
    npi: Annotated[str, Meta(pattern=r"^[12]\d{9}$")]
    npi_is_demo: bool
    tin: Annotated[str, Meta(pattern=r"^\d{2}-\d{7}$")]
    tin_is_demo: bool
    holidays_observed: bool = True
    after_hours: Words
    off_label: Words
    not_primary_care: Words
    crisis: Crisis

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the clinic's clocks run."""
        return ZoneInfo(self.timezone)

    @property
    def places(self) -> tuple[Place, ...]:
        """Every location; the clinic's own comes first."""
        return (Place(code=self.code, name=self.name, timezone=self.timezone), *self.locations)

    @property
    def address(self) -> str:
        """The postal address on one line."""
        return ", ".join((*self.address_lines, f"{self.city}, {self.region} {self.postcode}"))


class Room(Shape, frozen=True, kw_only=True):
    """A room that visits are booked into; ``location`` is one of the clinic's further ones, or its own when empty."""

    code: Code
    name: Words
    kind: Literal["journeys", "consulting", "group"]
    capacity: Positive = 1
    location: str = ""
    note: str = ""


class Opening(Shape, frozen=True, kw_only=True):
    """One stretch of a weekday during which the clinic is open."""

    day: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    opens_text: Clock = field(name="opens")
    closes_text: Clock = field(name="closes")

    @property
    def weekday(self) -> int:
        """0 is Monday."""
        return DAYS.index(self.day)

    @property
    def opens(self) -> time:
        """When the doors open, in the clinic's zone."""
        return clock(self.opens_text)

    @property
    def closes(self) -> time:
        """When the last visit must be over, in the clinic's zone."""
        return clock(self.closes_text)

    @property
    def minutes(self) -> int:
        """How long the clinic is open in this stretch."""
        return (self.closes.hour - self.opens.hour) * 60 + self.closes.minute - self.opens.minute


class Hours(Shape, frozen=True, kw_only=True):
    """The clinic's week, the grid visits start on, and how far apart the times are that people are offered."""

    slot_minutes: Annotated[int, Meta(ge=5, le=60)]
    offered_every_minutes: Annotated[int, Meta(ge=5, le=120)] = 30
    weekly: Annotated[tuple[Opening, ...], Meta(min_length=1)]

    def on(self, weekday: int) -> tuple[Opening, ...]:
        """The stretches of one weekday, 0 for Monday."""
        return tuple(each for each in self.weekly if each.weekday == weekday)
