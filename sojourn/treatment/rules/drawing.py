"""What is left of an order, and which vials fit it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

NOTHING = Decimal(0)


class Misfit(StrEnum):
    """Why a vial is not the one that an order is drawn from."""

    STRENGTH = "another strength"
    LITTLE = "holds too little"


def misfits(strength: int, left_mg: Decimal, *, ordered_strength: int, mg: Decimal) -> tuple[Misfit, ...]:
    """Everything that speaks against a vial for that amount; empty for one that fits."""
    found = {Misfit.STRENGTH: strength != ordered_strength, Misfit.LITTLE: left_mg < mg}
    return tuple(each for each, speaks in found.items() if speaks)


def booster_left(ordered_mg: Decimal, booster_mg: Decimal, given: Sequence[Decimal]) -> Decimal:
    """What another booster may be at most, as :func:`~sojourn.treatment.rules.doses.may_give` counts it.

    ``given``: every dose of the session that stands. Nothing when the order allows no booster, or it is used up.
    """
    together = ordered_mg + booster_mg - sum(given, NOTHING)
    return max(min(booster_mg, together), NOTHING)
