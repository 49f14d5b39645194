"""How much of everything there is, for the terminal and for scripts."""

from __future__ import annotations

from sojourn.audit.models import Event
from sojourn.demonstration.world import World
from sojourn.measures.models import Score
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from sojourn.treatment.models import DoseGiven, Session, VitalSigns

COUNTED = {
    "patients": Patient,
    "visits": Appointment,
    "sessions": Session,
    "doses": DoseGiven,
    "readings": VitalSigns,
    "questionnaires": Score,
    "events in the trail": Event,
}


def counts(world: World) -> dict[str, int]:
    """Rows by name, and stories the clinic's own rules cut short (none, on an ordinary day)."""
    rows = {name: model.objects.count() for name, model in COUNTED.items()}
    return {**rows, "stories cut short": len(world.chronicle.refused)}
