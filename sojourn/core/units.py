"""Body size between the units people use at home and the units doses are reckoned in."""

from __future__ import annotations

KILOGRAMS_PER_POUND = 0.45359237
CENTIMETRES_PER_INCH = 2.54
INCHES_PER_FOOT = 12


def kilograms(pounds: float) -> float:
    """A weight in pounds as kilograms."""
    return pounds * KILOGRAMS_PER_POUND


def centimetres(feet: float, inches: float = 0) -> float:
    """A height in feet and inches as centimetres."""
    return (feet * INCHES_PER_FOOT + inches) * CENTIMETRES_PER_INCH


def body_mass_index(weight_kg: float, height_cm: float) -> float:
    """Kilograms per square metre. Both must be above zero."""
    return weight_kg / (height_cm / 100) ** 2
