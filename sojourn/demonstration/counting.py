"""How much of everything there is, for the terminal and for scripts."""

from __future__ import annotations

from sojourn.audit.models import Event
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


def counts() -> dict[str, int]:
    """Rows by name."""
    return {name: model.objects.count() for name, model in COUNTED.items()}
