"""Everybody who comes to the invented clinic: some by name, the rest thrown from the seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sojourn.clinic.queries import local_day
from sojourn.demonstration.days import open_on_or_after, open_on_or_before, stage_day
from sojourn.demonstration.known import NAMED
from sojourn.demonstration.names import FAMILY, FEMALE, MALE
from sojourn.demonstration.parts import PARTS, Part
from sojourn.demonstration.people import Path, Person

WISHES = {"sorrel": (time(8, 30), time(12, 30)), "rowe": (time(10), time(13, 30))}
PAYS = ("card", "card", "card", "hsa", "venmo", "cash", "fsa", "card")
COMPLAINTS = (
    ("depression",),
    ("depression", "anxiety"),
    ("anxiety",),
    ("depression",),
    ("ptsd", "depression"),
    ("depression", "anxiety"),
    ("chronic_pain", "depression"),
)
DAILY = (
    ("sertraline 100 mg",),
    (),
    ("Lexapro 10 mg", "vitamin D"),
    ("fluoxetine 40 mg",),
    ("bupropion XL 300 mg",),
    (),
    ("gabapentin 300 mg three times a day", "ibuprofen 400 mg as needed"),
    ("escitalopram 20 mg",),
    ("trazodone 50 mg", "melatonin 3 mg"),
)
FALLS_PHQ = (0.0, 0.05, 0.12, 0.28, 0.38, 0.44, 0.48, 0.52, 0.55, 0.58, 0.62, 0.66, 0.7, 0.73, 0.76)
FALLS_GAD = (0.0, 0.1, 0.2, 0.4, 0.5, 0.56, 0.6, 0.63, 0.65, 0.7, 0.72, 0.75, 0.78, 0.8, 0.85)
"""By which share a score falls over a whole course: some hardly, half of them by half."""
STARTS_PHQ = (16, 13, 19, 15, 17, 11, 21, 16, 14, 18, 16, 12, 20, 15, 17, 9, 23)
STARTS_GAD = (14, 11, 17, 13, 15, 9, 18, 14, 12, 16, 14, 10, 19, 13, 15, 7, 20)


def cast(*, seed: int, now: datetime) -> list[Person]:
    """All people in the order of their intake; the same seed and day give the same."""
    dice = Random(f"{seed}:cast")
    names, stage = _names(dice), stage_day(now)
    starts = _shuffled(dice, STARTS_PHQ), _shuffled(dice, STARTS_GAD)
    falls = _shuffled(dice, FALLS_PHQ), _shuffled(dice, FALLS_GAD)
    people = []
    for number, part in enumerate((*NAMED, *PARTS)):
        facts = _anybody(dice, number, names, part)
        paths = {"phq": _path(number, starts[0], falls[0]), "gad": _path(number, starts[1], falls[1])}
        days = _days(part, stage, local_day(now), dice)
        people.append(Person(**{**facts, **paths, **days, **_provider(number), **part.facts, "seed": seed}))
    return sorted(people, key=lambda each: (each.intake_day, each.last))


def _anybody(dice: Random, number: int, names: Iterator[tuple[str, str, str]], part: Part) -> dict[str, Any]:
    first, last, sex = next(names)
    height = dice.randrange(61, 69) if sex == "female" else dice.randrange(66, 75)
    kg = dice.randrange(54, 88) if sex == "female" else dice.randrange(66, 104)
    traits = [name for name, odds in (("superbill", 0.35), ("nausea", 0.2)) if dice.random() < odds]
    born = date(dice.randrange(1953, 2004), dice.randrange(1, 13), dice.randrange(1, 28))
    return {
        "arc": part.arc,
        "first": first,
        "last": last,
        "sex": sex,
        "pronouns": "she/her" if sex == "female" else "he/him",
        "born": born,
        "kg": float(kg),
        "height_in": height,
        "complaints": COMPLAINTS[number % len(COMPLAINTS)],
        "medicines": DAILY[number % len(DAILY)],
        "pays_by": PAYS[number % len(PAYS)],
        "traits": frozenset(traits) | part.traits,
        "sessions": part.sessions,
        "per_week": part.per_week,
    }


def _provider(number: int) -> dict[str, Any]:
    provider = ("sorrel", "rowe")[number % 2]
    return {
        "provider": provider,
        "therapist": ("greenaway", "tansy")[number // 2 % 2],
        "wish": WISHES[provider][number // 4 % 2],
    }


def _days(part: Part, stage: date, today: date, dice: Random) -> dict[str, Any]:
    """Days are counted from the stage day; somebody early on their way booked so many days before today."""
    first = (
        open_on_or_after(stage + timedelta(days=part.first_session))
        if part.first_session is not None
        else None
    )
    if first:
        intake_day = open_on_or_before(first - timedelta(days=dice.randrange(8, 11)))
    else:
        intake_day = open_on_or_after(stage + timedelta(days=part.intake))
    lead = (
        (intake_day - today).days + part.booked_ago if part.booked_ago is not None else dice.randrange(6, 11)
    )
    return {"first_session": first, "intake_day": intake_day, "lead_days": lead}


def _path(number: int, starts: list[int], falls: list[float]) -> Path:
    start = starts[number % len(starts)]
    return Path(start, round(start * (1 - falls[number % len(falls)])))


def _shuffled(dice: Random, values: tuple[Any, ...]) -> list[Any]:
    return dice.sample(values, len(values))


def _names(dice: Random) -> Iterator[tuple[str, str, str]]:
    """First name, family name, sex, no family name twice."""
    family = _shuffled(dice, FAMILY)
    firsts = {"female": _shuffled(dice, FEMALE), "male": _shuffled(dice, MALE)}
    for number in range(2 * len(family)):
        sex = ("female", "male", "female")[number % 3]
        first = firsts[sex][number // 2 % len(firsts[sex])]
        yield first, family[number % len(family)], sex
