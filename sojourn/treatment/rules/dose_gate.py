"""May a dose be given now? What was in place at the beginning is asked again: hours may have passed since."""

from __future__ import annotations

from collections.abc import Sequence

from sojourn.content.monitoring import Concern, Monitoring
from sojourn.core.decisions import Decision, Finding
from sojourn.treatment.rules.readiness import ReadinessPoint, may_start
from sojourn.treatment.rules.vitals import Reading, out_of_band

SETTLED_AT_THE_BEGINNING = frozenset(
    {"identity", "age", "weight", "fasting", "escort", "blood_pressure", "airway_kit"}
)
"""Points that do not change within a session. Everything else can have, and holds a booster too."""

PRESSURE = frozenset({"systolic", "diastolic"})


def may_give_first(points: Sequence[ReadinessPoint], latest: Reading, sheet: Monitoring) -> Decision:
    """The whole list again, and no reading that asks for a response first."""
    return Decision.of(may_start(points), _readings(latest, sheet))


def may_give_booster(
    points: Sequence[ReadinessPoint], latest: Reading, sheet: Monitoring, *, decided: bool = False
) -> Decision:
    """What can have changed since the first dose, and readings (``latest``) taken since the last one.

    ``decided``: a provider has part in this dose and wrote why, which goes past a raised pressure but past no stop.
    """
    still_asked = [point for point in points if point.code not in SETTLED_AT_THE_BEGINNING]
    return Decision.of(
        may_start(still_asked),
        _missing(latest, sheet),
        _pressure(latest, sheet, decided=decided),
        _readings(latest, sheet),
    )


def _missing(latest: Reading, sheet: Monitoring) -> Finding | None:
    taken, asked = dict(latest.taken()), sheet.before_booster
    names = [sheet.measure(code).name for code in asked.measures if code not in taken]
    if not names:
        return None
    return Finding(
        code="readings_missing",
        owner="nurse",
        message=f"Measure first: {', '.join(names)}. Since the last dose, and within {asked.within_minutes} minutes, "
        "none is on record.",
    )


def _pressure(latest: Reading, sheet: Monitoring, *, decided: bool) -> Finding | None:
    if latest.systolic is None or latest.diastolic is None:
        return None
    high, low = latest.systolic, latest.diastolic
    hold, stop = sheet.before.hold_from, sheet.before.stop_above
    if high > stop.systolic or low > stop.diastolic:
        return _too_high(f"Blood pressure {high}/{low} is too high for another dose. Measure again.", "nurse")
    if decided or (high < hold.systolic and low < hold.diastolic):
        return None
    return _too_high(
        f"Blood pressure {high}/{low} has reached {hold}. Measure again; or a provider gives or checks this dose, "
        "and the note says why.",
        "provider",
        field="note",
    )


def _too_high(message: str, owner: str, field: str = "") -> Finding:
    return Finding(code="blood_pressure", owner=owner, message=message, field=field)


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
