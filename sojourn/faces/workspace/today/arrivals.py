"""Who is expected: when, how late, and what the light beside them says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sojourn import content
from sojourn.faces.workspace.today.slots import is_late
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.rules.lights import NOT_LOOKED_AT, BeforeVisit, Light, light_of
from sojourn.scheduling.states import AppointmentState as State


@dataclass(frozen=True)
class Arrival:
    """One line: the visit, how late, and its light; a session has its own longer list behind it."""

    visit: Appointment
    late_minutes: int
    is_late: bool
    light: Light
    has_checklist: bool


def arrivals(
    visits: Iterable[Appointment], known: Mapping[UUID, BeforeVisit], now: datetime
) -> list[Arrival]:
    """Everybody who is expected or waits, in order of their time."""
    return [
        _arrival(each, known.get(each.pk), now)
        for each in visits
        if each.state in (State.BOOKED, State.ARRIVED)
    ]


def tally(visits: Sequence[Appointment], now: datetime) -> dict[str, int]:
    """How many are here, late, to come and done."""
    late = sum(is_late(each, now) for each in visits)
    return {
        "here": sum(each.state in (State.ARRIVED, State.IN_ROOM) for each in visits),
        "late": late,
        "to_come": sum(each.state == State.BOOKED for each in visits) - late,
        "done": sum(each.state == State.DONE for each in visits),
    }


def _arrival(visit: Appointment, known: BeforeVisit | None, now: datetime) -> Arrival:
    late = is_late(visit, now)
    return Arrival(
        visit,
        int((now - visit.starts_at).total_seconds() // 60) if late else 0,
        late,
        light_of(known) if known else NOT_LOOKED_AT,
        bool(content.pack().services[visit.service].phases),
    )
