"""Who can be in the demo: a person with everything the stories need to know of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from random import Random
from typing import Any

CURVE = (0.0, 0.5, 0.72, 0.86, 0.94, 1.0)
"""How much of the whole change is there after so many sessions; most of it comes early."""


class Arc(StrEnum):
    """How far somebody gets."""

    BOOKED = "booked"
    FORMS = "forms"
    SUBMITTED = "submitted"
    CANCELLED = "cancelled"
    SEEN = "seen"
    DECLINED = "declined"
    NOT_NOW = "not_now"
    ELIGIBLE = "eligible"
    COURSE = "course"
    SINGLE = "single"
    GROUP = "group"


@dataclass(frozen=True)
class Path:
    """A questionnaire's total before treatment and at the end of it; ``steps`` says each value outright."""

    start: int
    end: int
    steps: tuple[int, ...] = ()

    def after(self, sessions: int) -> int:
        """The total after so many sessions."""
        if self.steps:
            return self.steps[min(sessions, len(self.steps) - 1)]
        return round(self.start + (self.end - self.start) * CURVE[min(sessions, len(CURVE) - 1)])


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody invented. ``told`` are answers of the intake form that differ from a healthy person's."""

    first: str
    last: str
    arc: Arc
    intake_day: date
    lead_days: int
    born: date
    sex: str
    pronouns: str
    complaints: tuple[str, ...]
    kg: float
    height_in: int
    phq: Path
    gad: Path
    medicines: tuple[str, ...] = ()
    allergies: tuple[tuple[str, str, str], ...] = ()
    problems: tuple[tuple[str, str, str], ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)
    provider: str = "sorrel"
    therapist: str = "greenaway"
    sessions: int = 0
    per_week: int = 1
    first_session: date | None = None
    wish: time = time(10)
    mg_per_kg: tuple[str, ...] = ("0.40", "0.50", "0.50", "0.60")
    pays_by: str = "card"
    traits: frozenset[str] = frozenset()
    refused_because: str = ""
    shows: str = ""
    seed: int = 1

    @property
    def name(self) -> str:
        """First and family name."""
        return f"{self.first} {self.last}"

    @property
    def email(self) -> str:
        """An address that reaches nobody."""
        return f"{self.first}.{self.last}@example.com".lower().replace(" ", "").replace("’", "")

    def has(self, trait: str) -> bool:
        """True when the story takes a turn of that name."""
        return trait in self.traits

    def dice(self, subject: object) -> Random:
        """Chance for one subject of this person: the same seed throws the same."""
        return Random(f"{self.seed}:{self.name}:{subject}")
