"""Is everything in place for this session? Missing is open, never met; a stop cannot be gone past."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sojourn.core.decisions import Decision, Finding
from sojourn.screening.condition_rules import BLOOD_PRESSURE, ESCORT, LETTER, MEASURED, NOBODY, Stand
from sojourn.treatment.rules import readiness_checks as checks
from sojourn.treatment.rules.readiness_facts import (
    Answered,
    Found,
    Limits,
    OwnMedicineAtDoor,
    PointState,
    ReadinessFacts,
)

__all__ = [
    "POINTS",
    "Answered",
    "Limits",
    "OwnMedicineAtDoor",
    "Point",
    "PointState",
    "ReadinessFacts",
    "ReadinessPoint",
    "may_start",
    "point_of",
    "readiness",
]


DESK, NURSE, PROVIDER = "front_desk", "nurse", "provider"


@dataclass(frozen=True)
class Point:
    """One line of the list: whose it is, where it is put right, and whether a provider may go past it.

    ``measured``: only a known value is weighed and gone past; what nobody has measured has to be measured.
    """

    code: str
    title: str
    owner: str
    fix: str
    check: Callable[[ReadinessFacts], Found]
    overridable: bool = False
    measured: bool = False
    where: str = "everywhere"

    def applies(self, is_group: bool) -> bool:
        """Some points belong to one-to-one sessions alone, some to groups."""
        return self.where in {"everywhere", "group" if is_group else "session"}


@dataclass(frozen=True)
class ReadinessPoint:
    """One line as shown: the state, a sentence, the owner's role, and how to put it right."""

    code: str
    title: str
    state: PointState
    sentence: str
    owner: str
    fix: str
    may_override: bool
    past_by: str = PROVIDER


def readiness(facts: ReadinessFacts) -> tuple[ReadinessPoint, ...]:
    """The whole list, in the order people go through it: the clinic's points, then the decision's conditions."""
    return (
        *(_line(point, facts) for point in POINTS if point.applies(facts.is_group)),
        *(_condition(each, facts) for each in facts.conditions),
    )


def may_start(points: Sequence[ReadinessPoint]) -> Decision:
    """Every point that is not ready, as findings."""
    return Decision.of(
        *(
            Finding(code=point.code, message=point.sentence, owner=point.owner)
            for point in points
            if not point.state.is_ready
        )
    )


def point_of(code: str) -> Point | None:
    """The point with this code, or None."""
    return next((point for point in POINTS if point.code == code), None)


def _condition(stand: Stand, facts: ReadinessFacts) -> ReadinessPoint:
    """A condition of the provider's decision: its own line, gone past only by the role that the library names."""
    unmeasured = stand.condition.kind == BLOOD_PRESSURE and stand.kept == PointState.UNKNOWN
    may_override = stand.past_by != NOBODY and not unmeasured
    state, sentence = _gone_past(stand.code, PointState(stand.kept), stand.sentence, may_override, facts)
    fix = FIXES[stand.condition.kind]
    return ReadinessPoint(
        stand.code,
        f"Condition: {stand.title}",
        state,
        sentence,
        stand.owner,
        fix,
        may_override,
        stand.past_by,
    )


def _gone_past(
    code: str, state: PointState, sentence: str, may_override: bool, facts: ReadinessFacts
) -> tuple[PointState, str]:
    reason = facts.overrides.get(code)
    if reason and may_override and state is not PointState.MET:
        return PointState.OVERRIDDEN, f"{sentence} Gone past: {reason}"
    return state, sentence


def _line(point: Point, facts: ReadinessFacts) -> ReadinessPoint:
    found = point.check(facts)
    unmeasured = point.measured and found.state is PointState.UNKNOWN
    may_override = point.overridable and not found.stop and not unmeasured
    state, sentence = _gone_past(point.code, found.state, found.sentence, may_override, facts)
    return ReadinessPoint(point.code, point.title, state, sentence, point.owner, point.fix, may_override)


HERE = "here"
FIXES = {BLOOD_PRESSURE: "vitals", LETTER: "chart_plan", MEASURED: "chart_intake", ESCORT: "way_home"}
"""Where each kind of condition is put right."""

POINTS: tuple[Point, ...] = (
    Point("identity", "Identity", DESK, HERE, checks.identity),
    Point("age", "Age", PROVIDER, "chart", checks.age),
    Point("eligibility", "Eligibility", PROVIDER, "chart_plan", checks.eligibility),
    Point("prescription", "Prescription", PROVIDER, "chart_plan", checks.prescription, where="session"),
    Point("own_prescription", "Own prescription", NURSE, HERE, checks.own_prescription, where="group"),
    Point("own_medicine", "Own medicine", NURSE, "door", checks.own_medicine, where="group"),
    Point("order", "Dose order", PROVIDER, "chart_plan", checks.order, where="session"),
    Point("weight", "Weight", NURSE, HERE, checks.weight),
    Point("consents", "Consents", DESK, "chart_documents", checks.consents),
    Point("interactions", "Interactions", PROVIDER, "chart_medications", checks.interactions),
    Point("holds", "Medicines held", NURSE, HERE, checks.holds, overridable=True),
    Point("fasting", "Food and drink", NURSE, HERE, checks.fasting, overridable=True),
    Point("substances", "Alcohol and substances", NURSE, HERE, checks.substances, overridable=True),
    Point("pregnancy", "Pregnancy", NURSE, HERE, checks.pregnancy, overridable=True, measured=True),
    Point("escort", "Way home", DESK, HERE, checks.escort, overridable=True),
    Point(
        "blood_pressure",
        "Blood pressure",
        NURSE,
        "vitals",
        checks.blood_pressure,
        overridable=True,
        measured=True,
    ),
    Point("alerts", "Safety", PROVIDER, "inbox", checks.alerts),
    Point("airway_kit", "Airway kit", NURSE, HERE, checks.airway),
)
