"""The parts to be played: how many people stand where on their way, and how far they have come.

Days count from the stage day. ``first_session`` places the intake about nine days before it; else ``intake`` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sojourn.demonstration.people import Arc


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part. ``facts`` are fields of the person that are not thrown from the seed."""

    arc: Arc
    intake: int = 0
    first_session: int | None = None
    booked_ago: int | None = None
    sessions: int = 0
    per_week: int = 1
    traits: frozenset[str] = frozenset()
    facts: Mapping[str, Any] = field(default_factory=dict)


def traits(*names: str) -> frozenset[str]:
    """Turns a story takes."""
    return frozenset(names)


def _many(arc: Arc, days: tuple[int, ...], **more: Any) -> tuple[Part, ...]:
    return tuple(Part(arc=arc, intake=day, **more) for day in days)


def _courses(
    days: tuple[int, ...], sessions: int, per_week: int = 1, arc: Arc = Arc.COURSE
) -> tuple[Part, ...]:
    return tuple(Part(arc=arc, first_session=day, sessions=sessions, per_week=per_week) for day in days)


PARTS = (
    *_many(Arc.BOOKED, (4, 7, 9), booked_ago=1),
    *_many(Arc.FORMS, (2, 4, 5), booked_ago=3),
    *_many(Arc.SUBMITTED, (0, 2, 3), booked_ago=7),
    *_many(Arc.CANCELLED, (-20,)),
    *_many(Arc.SEEN, (-1, -5)),
    *_many(Arc.ELIGIBLE, (-2, -4, -7)),
    *_many(Arc.ELIGIBLE, (-6,), traits=traits("no_plan")),
    *_courses((2, 3), 8, 2),
    *_courses((1,), 4),
    *_courses((-24, -14), 8, 2),
    *_courses((-1, -6, -8, -11, -13, -17, -20), 4),
    *_courses((-3, -6, -10), 1, arc=Arc.SINGLE),
    *_courses((-60, -56, -53, -49, -45, -41, -36), 4),
)
