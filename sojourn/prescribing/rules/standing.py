"""What somebody has, or can still have, on prescriptions written before; and how early a fill comes. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Dispensed:
    """One fill that stands: its day, and for how many days it is meant to last."""

    on: date
    days: int


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One prescription: what a fill holds (None: nobody knows), the fills that are left, and those there were."""

    issued_on: date
    fill_mg: Decimal | None
    days: int
    fills_left: int
    fills: tuple[Dispensed, ...] = ()

    def days_in_hand(self, today: date) -> int:
        """For how many days what was dispensed still lasts."""
        until = lasts_until(self.fills)
        return max((until - today).days, 0) if until else 0


@dataclass(frozen=True, kw_only=True)
class InForce:
    """All prescriptions together: mg in hand or to be had now, mg with all fills to come, days that lasts.

    ``unknown``: the days of issue of those of which nobody knows how much they hold.
    """

    at_once_mg: Decimal = NOTHING
    all_fills_mg: Decimal = NOTHING
    days: int = 0
    unknown: tuple[date, ...] = ()


def lasts_until(fills: Iterable[Dispensed]) -> date | None:
    """The first day that no fill covers any more; one that came early begins when the one before it ends."""
    until: date | None = None
    for each in sorted(fills, key=lambda fill: fill.on):
        until = max(until or each.on, each.on) + timedelta(days=each.days)
    return until


def together(standing: Iterable[Standing], today: date) -> InForce:
    """What these come to. A fill counts in full while it lasts, and so does each that is left."""
    counted = [each for each in standing if each.fills_left or each.days_in_hand(today)]
    return InForce(
        at_once_mg=sum((_at_once(each, today) for each in counted), NOTHING),
        all_fills_mg=sum((_in_hand(each, today) + _left(each) for each in counted), NOTHING),
        days=sum(each.days_in_hand(today) or each.days for each in counted),
        unknown=tuple(each.issued_on for each in counted if each.fill_mg is None),
    )


def days_early(fills: Iterable[Dispensed], new: Dispensed) -> int:
    """By how many days this fill comes before those before it are used, or makes a later one come so."""
    most, before = 0, list[Dispensed]()
    for each in sorted([*fills, new], key=lambda fill: fill.on):
        until = lasts_until(before)
        if until and each.on >= new.on:
            most = max(most, (until - each.on).days)
        before.append(each)
    return most


def _left(each: Standing) -> Decimal:
    return (each.fill_mg or NOTHING) * each.fills_left


def _in_hand(each: Standing, today: date) -> Decimal:
    """Whole fills: what is left of one that was begun nobody counts."""
    days = each.days_in_hand(today)
    return (each.fill_mg or NOTHING) * -(-days // each.days) if days else NOTHING


def _at_once(each: Standing, today: date) -> Decimal:
    return _in_hand(each, today) or each.fill_mg or NOTHING
