"""What the library and the clinic's pack ask of a session, in the shapes the rules read."""

from __future__ import annotations

from sojourn import content
from sojourn.content.side_effects import SideEffects
from sojourn.treatment.rules.readiness import Limits
from sojourn.treatment.rules.schedule import Cycle


def cycle() -> Cycle:
    """The monitoring schedule after a dose."""
    sheet = content.library().monitoring
    return Cycle(sheet.minutes, sheet.amber_after, sheet.red_after)


def readiness_limits() -> Limits:
    """Numbers the readiness list compares with."""
    policies, before = content.pack().policies, content.library().monitoring.before
    return Limits(
        age=policies.age_limit,
        weight_days=policies.weight.valid_days,
        weight_percent=policies.weight.ask_above_percent,
        food_hours=policies.fasting.food_hours,
        fluids_hours=policies.fasting.fluids_hours,
        substances_hours=policies.fasting.substances_hours,
        decide_systolic=before.decide_above.systolic,
        decide_diastolic=before.decide_above.diastolic,
        stop_systolic=before.stop_above.systolic,
        stop_diastolic=before.stop_above.diastolic,
    )


def side_effects() -> SideEffects:
    """What may be felt, how strongly, and what is given for it."""
    return content.library().side_effects
