"""How much a prescription hands out, with those in force: in a fill, over all fills, and for how many days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from sojourn.content.dosing import Quantities, Quantity
from sojourn.core.decisions import Decision, Finding, Severity
from sojourn.core.spoken import full_day
from sojourn.prescribing.rules.doses import plain
from sojourn.prescribing.rules.standing import InForce


@dataclass(frozen=True, kw_only=True)
class QuantityFacts:
    """What is handed out. ``mg_each``, ``days``: None while nobody knows; ``reason``: why it is so much;
    ``others``: what the patient's other prescriptions of this setting come to."""

    setting: str
    mg_each: Decimal | None
    amount: int
    refills: int
    days: int | None
    reason: str = ""
    others: InForce = field(default_factory=InForce)

    @property
    def fill_mg(self) -> Decimal:
        """Ketamine in one fill."""
        return (self.mg_each or Decimal(0)) * self.amount

    @property
    def all_fills_mg(self) -> Decimal:
        """In the first fill and every refill together."""
        return self.fill_mg * (self.refills + 1)


def check_quantity(facts: QuantityFacts, limits: Quantities) -> Decision:
    """Above a hard limit it is refused, above a soft one asked back until there is a reason; unknown never passes."""
    most = limits.of(facts.setting)
    hard, soft = " ".join(_above(facts, most.hard)), " ".join(_above(facts, most.soft))
    return Decision.of(
        _unknown_mg(facts),
        _unknown_days(facts, most.soft),
        _unknown_others(facts),
        _too_much(hard, limits.review) if hard else _asked_back(soft, facts.reason, limits.review),
    )


def _unknown_mg(facts: QuantityFacts) -> Finding | None:
    if facts.mg_each is not None:
        return None
    message = "Nobody knows how much ketamine one of these holds. Choose one from the list."
    return Finding(code="quantity_unknown", message=message, owner="provider", field="preparation")


def _unknown_days(facts: QuantityFacts, most: Quantity) -> Finding | None:
    if not most.days or (facts.days or 0) > 0:
        return None
    message = "Write for how many days one fill is meant to last."
    return Finding(code="days_unknown", message=message, owner="provider", field="days_supply")


def _unknown_others(facts: QuantityFacts) -> Finding | None:
    if not facts.others.unknown:
        return None
    days = " and ".join(map(full_day, facts.others.unknown))
    message = (
        f"Nobody knows how much ketamine the prescription of {days} holds, so the limits cannot be reckoned. "
        "Take it back, or wait until what was dispensed on it is used."
    )
    return Finding(code="others_unknown", message=message, owner="provider", field="quantity")


def _too_much(words: str, source: str) -> Finding:
    return Finding(
        code="quantity_above_hard_limit",
        message=f"{words} Nothing is prescribed above that: lower the quantity, the refills or the days, "
        "or take back a prescription that is not needed any more.",
        source=source,
        owner="provider",
        field="quantity",
    )


def _asked_back(words: str, reason: str, source: str) -> Finding | None:
    if not words:
        return None
    return Finding(
        code="quantity_above_soft_limit",
        message=f"{words} Is that meant? Then say why so much is needed; if not, lower it.",
        severity=Severity.CAUTION if reason.strip() else Severity.STOP,
        source=source,
        owner="provider",
        field="quantity_reason",
    )


def _above(facts: QuantityFacts, most: Quantity) -> Iterator[str]:
    """A sentence for every limit that is passed."""
    others, days = facts.others, facts.days or 0
    if facts.fill_mg + others.at_once_mg > most.fill_mg:
        held = _with_others(facts.fill_mg, others.at_once_mg, "mg")
        yield f"One fill holds {held}, and the limit is {plain(most.fill_mg)} mg."
    if facts.all_fills_mg + others.all_fills_mg > most.all_fills_mg:
        held = _with_others(facts.all_fills_mg, others.all_fills_mg, "mg")
        yield f"All fills together hold {held}, and the limit is {plain(most.all_fills_mg)} mg."
    if most.days and days + others.days > most.days:
        lasts = _with_others(Decimal(days), Decimal(others.days), "days")
        yield f"One fill lasts {lasts}, and the limit is {most.days} days."


def _with_others(own: Decimal, others: Decimal, unit: str) -> str:
    """ "500 mg, with the other prescriptions 1500 mg"."""
    both = f", with the other prescriptions {plain(own + others)} {unit}" if others else ""
    return f"{plain(own)} {unit}{both}"
