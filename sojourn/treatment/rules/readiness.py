"""Is everything in place for this session? Missing is open, never met; a stop cannot be gone past."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sojourn.core.decisions import Decision, Finding
from sojourn.screening.hold_rules import TimedHold, hold_kept


class PointState(StrEnum):
    """How one point stands."""

    MET = "met"
    OPEN = "open"
    UNKNOWN = "unknown"
    OVERRIDDEN = "overridden"

    @property
    def is_ready(self) -> bool:
        """Met, or gone past by a clinician with a reason."""
        return self in {PointState.MET, PointState.OVERRIDDEN}


@dataclass(frozen=True)
class Limits:
    """Numbers of the clinic's pack and of the library."""

    age: int
    weight_days: int
    food_hours: int
    fluids_hours: int
    decide_systolic: int
    decide_diastolic: int
    stop_systolic: int
    stop_diastolic: int


@dataclass(frozen=True)
class Answered:
    """The latest answer to a check-in question."""

    value: Any
    at: datetime


@dataclass(frozen=True)
class OwnMedicineAtDoor:
    """What was checked at the door for a group."""

    label_matches: bool
    held: Decimal


@dataclass(frozen=True, kw_only=True)
class ReadinessFacts:
    """Everything the list looks at. None means nobody knows."""

    today: date
    now: datetime
    limits: Limits
    is_group: bool
    age_years: int
    eligibility: Decision | None = None
    prescription: Decision | None = None
    ordered_mg: Decimal | None = None
    order_is_used: bool = False
    weighed_at: datetime | None = None
    consents_missing: tuple[str, ...] | None = None
    list_changed_at: datetime | None = None
    checked_at: datetime | None = None
    unchecked_medicines: tuple[str, ...] = ()
    holds: tuple[TimedHold, ...] = ()
    can_be_pregnant: bool | None = None
    blood_pressure: tuple[int, int] | None = None
    open_alerts: int = 0
    own_medicine: OwnMedicineAtDoor | None = None
    answers: Mapping[str, Answered] = field(default_factory=dict)
    overrides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What a check says: met, open, or unknown; ``stop`` when nobody may go past it."""

    state: PointState
    sentence: str
    stop: bool = False


@dataclass(frozen=True)
class Point:
    """One line of the list: whose it is, where it is put right, and whether a provider may go past it."""

    code: str
    title: str
    owner: str
    fix: str
    check: Callable[[ReadinessFacts], Found]
    overridable: bool = False
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


def readiness(facts: ReadinessFacts) -> tuple[ReadinessPoint, ...]:
    """The whole list, in the order people go through it."""
    return tuple(_line(point, facts) for point in POINTS if point.applies(facts.is_group))


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


def _line(point: Point, facts: ReadinessFacts) -> ReadinessPoint:
    found = point.check(facts)
    may_override = point.overridable and not found.stop
    state, sentence = found.state, found.sentence
    reason = facts.overrides.get(point.code)
    if reason and may_override and state is not PointState.MET:
        state, sentence = PointState.OVERRIDDEN, f"{sentence} Gone past: {reason}"
    return ReadinessPoint(point.code, point.title, state, sentence, point.owner, point.fix, may_override)


def _met(sentence: str) -> Found:
    return Found(PointState.MET, sentence)


def _open(sentence: str, *, stop: bool = False) -> Found:
    return Found(PointState.OPEN, sentence, stop)


def _unknown(sentence: str) -> Found:
    return Found(PointState.UNKNOWN, sentence)


def _identity(facts: ReadinessFacts) -> Found:
    answer = facts.answers.get("identity")
    if answer is None:
        return _unknown("Ask for their name and date of birth, and compare.")
    if answer.value == "yes":
        return _met("Name and date of birth confirmed.")
    return _open("Name and date of birth did not match this record.", stop=True)


def _age(facts: ReadinessFacts) -> Found:
    if facts.age_years >= facts.limits.age:
        return _met(f"{facts.age_years} years old.")
    return _open(
        f"{facts.age_years} years old. Treatment is for people of {facts.limits.age} or over.", stop=True
    )


def _eligibility(facts: ReadinessFacts) -> Found:
    return _of_decision(
        facts.eligibility,
        "Eligible, and the decision is current.",
        "No decision about treatment is on record.",
    )


def _prescription(facts: ReadinessFacts) -> Found:
    return _of_decision(
        facts.prescription, "A valid prescription is on record.", "No prescription is on record."
    )


def _own_prescription(facts: ReadinessFacts) -> Found:
    seen = facts.answers.get("own_prescription")
    if seen is None:
        return _unknown("Look at their own prescription: name, medicine, and date.")
    if seen.value != "yes":
        return _open("Their own prescription could not be verified, so nothing is taken today.", stop=True)
    return _of_decision(
        facts.prescription,
        "Own prescription verified at the door.",
        "No prescription of theirs is on record.",
    )


def _own_medicine(facts: ReadinessFacts) -> Found:
    brought = facts.own_medicine
    if brought is None:
        return _unknown("Their own medicine has not been checked at the door.")
    if not brought.label_matches:
        return _open("The label of their medicine does not match, so it stays closed.", stop=True)
    return _met("Own medicine checked and in custody.")


def _order(facts: ReadinessFacts) -> Found:
    if facts.ordered_mg is None:
        return _open("There is no dose order for this session.")
    if facts.order_is_used:
        return _open("The last dose order was for an earlier session. Today needs its own.")
    return _met(f"Dose order: {facts.ordered_mg.normalize():f} mg.")


def _weight(facts: ReadinessFacts) -> Found:
    if facts.weighed_at is None:
        return _unknown("No body weight is on record.")
    days = (facts.now - facts.weighed_at).days
    if days > facts.limits.weight_days:
        return _open(
            f"The last weight is {days} days old; it counts for {facts.limits.weight_days}. Weigh again."
        )
    return _met("Weighed today." if days == 0 else f"Weighed {days} {'day' if days == 1 else 'days'} ago.")


def _consents(facts: ReadinessFacts) -> Found:
    if facts.consents_missing is None:
        return _unknown("Nobody knows which consents are signed.")
    if facts.consents_missing:
        return _open(f"Not signed, or no longer in date: {', '.join(facts.consents_missing)}.")
    return _met("All consents signed and in date.")


def _interactions(facts: ReadinessFacts) -> Found:
    if facts.checked_at is None:
        return _unknown("The medication list has never been checked for interactions.")
    if facts.list_changed_at and facts.checked_at < facts.list_changed_at:
        return _open("The medication list changed after the last interaction check. Check again.")
    if facts.unchecked_medicines:
        return _unknown(f"Not checked, because nobody recognised it: {', '.join(facts.unchecked_medicines)}.")
    return _met("Interactions checked since the list last changed.")


def _holds(facts: ReadinessFacts) -> Found:
    if not facts.holds:
        return _met("No medicine of theirs needs a distance to the injection.")
    found = [_hold(hold, facts) for hold in facts.holds]
    worst = next(
        (each for state in (PointState.OPEN, PointState.UNKNOWN) for each in found if each.state is state),
        None,
    )
    return worst or _met(" ".join(each.sentence for each in found))


def _hold(hold: TimedHold, facts: ReadinessFacts) -> Found:
    answer = facts.answers.get("holds")
    hours = answer.value.get(hold.drug) if answer and isinstance(answer.value, dict) else None
    if answer is None or hours is None:
        return _unknown(f"Ask when they last took {hold.drug}.")
    taken = answer.at - timedelta(hours=float(hours))
    if hold_kept(hold, last_taken_at=taken, starts_at=facts.now):
        return _met(f"Last {hold.drug} at least {hold.before_hours:g} hours ago.")
    wait = -((facts.now - taken - timedelta(hours=hold.before_hours)) // timedelta(minutes=1))
    return _open(f"Last {hold.drug} less than {hold.before_hours:g} hours ago: wait {wait} more minutes.")


def _fasting(facts: ReadinessFacts) -> Found:
    answer = facts.answers.get("fasting")
    if answer is None or not isinstance(answer.value, dict):
        return _unknown("Ask when they last ate and drank.")
    since = (facts.now - answer.at) / timedelta(hours=1)
    food, fluids = (float(answer.value[kind]) + since for kind in ("food", "fluids"))
    if food < facts.limits.food_hours:
        return _open(f"Ate {food:.1f} hours ago; {facts.limits.food_hours} are asked for.")
    if fluids < facts.limits.fluids_hours:
        return _open(f"Drank {fluids:.1f} hours ago; {facts.limits.fluids_hours} are asked for.")
    return _met("Nothing eaten or drunk since the times asked for.")


def _pregnancy(facts: ReadinessFacts) -> Found:
    if facts.can_be_pregnant is False:
        return _met("No test is due.")
    answer = facts.answers.get("pregnancy")
    if answer is None:
        return _unknown("A pregnancy test is due, or the reason why none is.")
    if answer.value == "positive":
        return _open("The pregnancy test is positive. Treatment is not given in pregnancy.", stop=True)
    return _met("Pregnancy test negative." if answer.value == "negative" else "No pregnancy is possible.")


def _escort(facts: ReadinessFacts) -> Found:
    answer = facts.answers.get("escort")
    name = answer.value.get("name", "") if answer and isinstance(answer.value, dict) else ""
    if not name.strip():
        return _unknown("Ask who takes them home, with a telephone number.")
    return _met(f"{name} takes them home.")


def _blood_pressure(facts: ReadinessFacts) -> Found:
    if facts.blood_pressure is None:
        return _unknown("No blood pressure has been taken today.")
    high, low = facts.blood_pressure
    reading, limits = f"Blood pressure {high}/{low}", facts.limits
    if high > limits.stop_systolic or low > limits.stop_diastolic:
        return _open(f"{reading} at rest is too high for treatment today.", stop=True)
    if high > limits.decide_systolic or low > limits.decide_diastolic:
        return _open(
            f"{reading} is above {limits.decide_systolic}/{limits.decide_diastolic}: rest and measure again, "
            "or a provider decides and says why."
        )
    return _met(f"{reading}.")


def _alerts(facts: ReadinessFacts) -> Found:
    if facts.open_alerts:
        return _open(
            "A safety alert of theirs is open. Somebody speaks with them and closes it first.", stop=True
        )
    return _met("No safety alert is open.")


def _airway(facts: ReadinessFacts) -> Found:
    answer = facts.answers.get("airway_kit")
    if answer is not None and answer.value == "yes":
        return _met("Airway kit, oxygen and suction checked in the room.")
    return _unknown("Check airway kit, oxygen and suction in the room.")


def _of_decision(decision: Decision | None, met: str, absent: str) -> Found:
    if decision is None:
        return _unknown(absent)
    return _met(met) if decision.allowed else _open(decision.sentence)


DESK, NURSE, PROVIDER = "front_desk", "nurse", "provider"
HERE = "here"

POINTS: tuple[Point, ...] = (
    Point("identity", "Identity", DESK, HERE, _identity),
    Point("age", "Age", PROVIDER, "chart", _age),
    Point("eligibility", "Eligibility", PROVIDER, "chart_plan", _eligibility),
    Point("prescription", "Prescription", PROVIDER, "chart_plan", _prescription, where="session"),
    Point("own_prescription", "Own prescription", NURSE, HERE, _own_prescription, where="group"),
    Point("own_medicine", "Own medicine", NURSE, "door", _own_medicine, where="group"),
    Point("order", "Dose order", PROVIDER, "chart_plan", _order, where="session"),
    Point("weight", "Weight", NURSE, HERE, _weight),
    Point("consents", "Consents", DESK, "chart_documents", _consents),
    Point("interactions", "Interactions", PROVIDER, "chart_medications", _interactions),
    Point("holds", "Medicines held", NURSE, HERE, _holds, overridable=True),
    Point("fasting", "Food and drink", NURSE, HERE, _fasting, overridable=True),
    Point("pregnancy", "Pregnancy", NURSE, HERE, _pregnancy, overridable=True),
    Point("escort", "Way home", DESK, HERE, _escort, overridable=True),
    Point("blood_pressure", "Blood pressure", NURSE, "vitals", _blood_pressure, overridable=True),
    Point("alerts", "Safety", PROVIDER, "inbox", _alerts),
    Point("airway_kit", "Airway kit", NURSE, HERE, _airway),
)
