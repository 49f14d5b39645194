"""What the frame of every page says of the clinic: taken from its pack."""

from __future__ import annotations

from dataclasses import dataclass

from sojourn import content


@dataclass(frozen=True)
class Brand:
    """The clinic in the head and foot of a page, and on its paper."""

    name: str
    city: str
    place: str
    email: str
    description: str


def brand() -> Brand:
    """The clinic this installation runs."""
    clinic = content.pack().clinic
    return Brand(
        name=clinic.name,
        city=clinic.city,
        place=f"{clinic.city}, {clinic.state}",
        email=clinic.email,
        description=clinic.description,
    )
