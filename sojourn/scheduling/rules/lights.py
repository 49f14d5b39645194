"""The light beside somebody who is expected: green only when everything was looked at and nothing is open. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class LightState(StrEnum):
    """What the light says."""

    READY = "ready"
    UNKNOWN = "unknown"
    HOLD = "hold"


@dataclass(frozen=True, kw_only=True)
class BeforeVisit:
    """What is known about a patient before a visit; None is what nobody has looked up."""

    open_forms: int | None = None
    intake_is_sent: bool | None = None
    unsigned: tuple[str, ...] | None = None
    open_alerts: int | None = None
    on_hold: bool = False


@dataclass(frozen=True)
class Light:
    """State, and the sentences that explain it."""

    state: LightState
    reasons: tuple[str, ...] = ()


ON_HOLD = "On hold: no yes."
"""A visit that needs the provider's yes, and has none that stands."""
NOT_LOOKED_AT = Light(LightState.UNKNOWN, ("Nobody has looked yet.",))


def light_of(known: BeforeVisit) -> Light:
    """What holds the visit comes first; anything unknown or unanswered keeps the light from being green."""
    holding, missing = tuple(_holding(known)), tuple(_missing(known))
    if holding:
        return Light(LightState.HOLD, (*holding, *missing))
    return Light(LightState.UNKNOWN, missing) if missing else Light(LightState.READY)


def _holding(known: BeforeVisit) -> Iterator[str]:
    if known.on_hold:
        yield ON_HOLD
    if known.open_alerts:
        yield "A clinician speaks with them first."
    for title in known.unsigned or ():
        yield f"“{title}” is not signed."


def _missing(known: BeforeVisit) -> Iterator[str]:
    if known.intake_is_sent is False:
        yield "The intake form is not sent in."
    if known.open_forms:
        yield f"{known.open_forms} questionnaire{'' if known.open_forms == 1 else 's'} not answered."
    if None in (known.open_forms, known.intake_is_sent, known.unsigned, known.open_alerts):
        yield from NOT_LOOKED_AT.reasons
