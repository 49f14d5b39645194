"""May a dose be given now? What was in place at the beginning is asked again: hours may have passed since."""

from __future__ import annotations

from collections.abc import Sequence

from sojourn.content.monitoring import Concern, Monitoring
from sojourn.core.decisions import Decision, Finding
from sojourn.treatment.rules.readiness import ReadinessPoint, may_start
from sojourn.treatment.rules.vitals import Reading, out_of_band

BEFORE_A_BOOSTER = frozenset({"eligibility", "alerts"})
"""Points that hold a booster too. Fasting or weight do not change within a session."""

PRESSURE = frozenset({"systolic", "diastolic"})


def may_give_first(points: Sequence[ReadinessPoint], latest: Reading, sheet: Monitoring) -> Decision:
    """The whole list again, and no reading that asks for a response first."""
    return Decision.of(may_start(points), _readings(latest, sheet))


def may_give_booster(points: Sequence[ReadinessPoint], latest: Reading, sheet: Monitoring) -> Decision:
    """A dose raises the pressure by itself, so a booster waits only for one above the stop."""
    still_asked = [point for point in points if point.code in BEFORE_A_BOOSTER]
    return Decision.of(may_start(still_asked), _pressure(latest, sheet), _readings(latest, sheet))


def _pressure(latest: Reading, sheet: Monitoring) -> Finding | None:
    stop = sheet.before.stop_above
    if latest.systolic is None or latest.diastolic is None:
        return Finding(
            code="blood_pressure", owner="nurse", message="No blood pressure is on record. Measure it first."
        )
    if latest.systolic <= stop.systolic and latest.diastolic <= stop.diastolic:
        return None
    return Finding(
        code="blood_pressure",
        owner="nurse",
        message=f"Blood pressure {latest.systolic}/{latest.diastolic} is too high for another dose. Measure again.",
    )


def _readings(latest: Reading, sheet: Monitoring) -> Finding | None:
    found = [
        each.sentence
        for each in out_of_band(latest, sheet)
        if each.measure.code not in PRESSURE and each.concern is not Concern.WATCH
    ]
    if not found:
        return None
    return Finding(
        code="readings",
        owner="nurse",
        message=f"{'; '.join(found)}: see to this and measure again before a dose.",
    )
