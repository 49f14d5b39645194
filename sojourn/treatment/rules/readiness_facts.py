"""What the readiness list looks at, and what one check can find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sojourn.core.decisions import Decision
from sojourn.screening.condition_rules import Stand
from sojourn.screening.hold_rules import TimedHold


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
    weight_percent: int
    food_hours: int
    fluids_hours: int
    substances_hours: int
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
    zone: tzinfo = UTC
    limits: Limits
    is_group: bool
    age_years: int
    eligibility: Decision | None = None
    prescription: Decision | None = None
    ordered_mg: Decimal | None = None
    ordered_for_kg: Decimal | None = None
    order_is_used: bool = False
    weight_kg: Decimal | None = None
    weighed_at: datetime | None = None
    consents_missing: tuple[str, ...] | None = None
    consents_taken_back: tuple[str, ...] = ()
    list_is_told: bool = False
    list_changed_at: datetime | None = None
    checked_at: datetime | None = None
    unchecked_medicines: tuple[str, ...] = ()
    holds: tuple[TimedHold, ...] = ()
    can_be_pregnant: bool | None = None
    blood_pressure: tuple[int, int] | None = None
    open_alerts: int = 0
    own_medicine: OwnMedicineAtDoor | None = None
    conditions: tuple[Stand, ...] = ()
    answers: Mapping[str, Answered] = field(default_factory=dict)
    overrides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What a check says: met, open, or unknown; ``stop`` when nobody may go past it."""

    state: PointState
    sentence: str
    stop: bool = False
