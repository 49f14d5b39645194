"""Readings as they go in a session: pressure and pulse rise and are highest at forty minutes, then settle."""

from __future__ import annotations

from random import Random

from sojourn.demonstration.people import Person

RISE = {10: 0.5, 20: 0.8, 30: 0.95, 40: 1.0, 60: 0.6, 90: 0.25, 120: 0.1}
"""The share of the whole rise that is there so many minutes after the injection."""
AWAKE = {10: 5, 20: 4, 30: 3, 40: 4, 60: 4}
"""MOAA/S on the way; 5 before and after."""


def before(person: Person, dice: Random) -> dict[str, int]:
    """At rest, fit for treatment."""
    high, low, pulse = _rest(person)
    return {
        "systolic": high + dice.randrange(-4, 5),
        "diastolic": low + dice.randrange(-3, 4),
        "heart_rate": pulse + dice.randrange(-4, 5),
        "spo2": dice.choice((97, 98, 98, 99)),
        "respiratory_rate": dice.choice((12, 13, 14, 15)),
        "moaas": 5,
    }


def reading(person: Person, minutes: int, dice: Random) -> dict[str, int]:
    """So many minutes after the injection."""
    high, low, pulse = _rest(person)
    share, whole = RISE[minutes], person.dice("rise").randrange(18, 34)
    readings = {
        "systolic": round(high + whole * share) + dice.randrange(-2, 3),
        "diastolic": round(low + whole * 0.5 * share) + dice.randrange(-2, 3),
        "heart_rate": round(pulse + whole * 0.6 * share) + dice.randrange(-3, 4),
        "spo2": 98 - (1 if share > 0.7 else 0) - dice.randrange(2),
        "moaas": max(4, AWAKE.get(minutes, 5)) if dice.random() < 0.8 else AWAKE.get(minutes, 5),
    }
    if minutes >= 60:
        readings["nausea"] = dice.choice((1, 2, 3)) if person.has("nausea") else 0
    return readings


def _rest(person: Person) -> tuple[int, int, int]:
    dice = person.dice("rest")
    return dice.randrange(112, 131), dice.randrange(68, 82), dice.randrange(60, 80)
