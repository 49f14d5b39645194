"""Counting: read first, then shown what was expected; a difference is explained before anybody signs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sojourn.core.decisions import Decision, Finding
from sojourn.pharmacy.rules.stock import SOURCE, VialFacts, may_sign, plain, to_ml

INVENTORY = "21 CFR 1304.11"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was expected in a vial and what was counted, mg."""

    number: str
    expected_mg: Decimal
    counted_mg: Decimal
    is_explained: bool = False

    @property
    def gap_mg(self) -> Decimal:
        """Above zero: more than expected."""
        return self.counted_mg - self.expected_mg

    @property
    def is_open(self) -> bool:
        """A difference that nobody has explained."""
        return self.gap_mg != 0 and not self.is_explained


def counted_mg(ml: Decimal, expected_mg: Decimal, strength_mg_per_ml: int) -> Decimal:
    """Milligrams in a level that was read, mL to two places.

    A level that reads as the register's would is what the register says: 1.7 mg at 100 mg/mL reads 0.02 mL.
    """
    if ml == to_ml(expected_mg, strength_mg_per_ml):
        return expected_mg
    return (ml * strength_mg_per_ml).quantize(Decimal("0.1"))


def may_read(vial: VialFacts, ml: Decimal, field: str = "ml") -> Decision:
    """Can this be the level in the vial?"""
    most = vial.capacity_mg / vial.strength_mg_per_ml
    if Decimal(0) <= ml <= most:
        return Decision()
    message = f"Vial {vial.number} can hold between 0 and {plain(most)} mL."
    return Decision.of(Finding(code="count", field=field, message=message))


def words_of_gap(gap_mg: Decimal) -> str:
    """ "10 mg short", "2.5 mg over", "agrees"."""
    if gap_mg == 0:
        return "agrees"
    return f"{plain(abs(gap_mg))} mg {'over' if gap_mg > 0 else 'short'}"


def may_explain(
    reading: Reading, vial: VialFacts, *, is_known: bool, is_waste: bool, is_loss: bool, reason: str
) -> Decision:
    """May this difference be put down to a cause? The balance then moves by it, within what the vial can hold."""
    after = vial.balance_mg + reading.gap_mg
    return Decision.of(
        None if reading.is_open else Finding(code="explained", message="There is no open difference here."),
        None if is_known else Finding(code="cause", field="cause", message="Choose what explains it."),
        Finding(code="cause", field="cause", message="More than expected is not explained by waste.")
        if is_waste and reading.gap_mg > 0
        else None,
        _say_why(reading) if not reason.strip() and (is_loss or is_waste) else None,
        None if Decimal(0) <= after <= vial.capacity_mg else _moved_since(vial),
    )


def may_sign_count(readings: Sequence[Reading], *, wrote_in_it: bool, may_handle: bool) -> Decision:
    """May the second person sign? When every difference is explained, and not for what they counted themselves."""
    unexplained = [f"{each.number} is {words_of_gap(each.gap_mg)}" for each in readings if each.is_open]
    return Decision.of(
        may_sign(is_writer=wrote_in_it, may_handle=may_handle),
        Finding(
            code="open", message=f"Not yet: {', '.join(unexplained)}. Each needs its cause.", source=SOURCE
        )
        if unexplained
        else None,
    )


def inventory_due(last: date | None, years: int, today: date) -> date:
    """By when the next whole inventory is taken: the initial one at once, then within so many years of the last."""
    if last is None:
        return today
    try:
        return last.replace(year=last.year + years)
    except ValueError:
        return last.replace(year=last.year + years, day=28)


def _say_why(reading: Reading) -> Finding:
    words = words_of_gap(reading.gap_mg)
    return Finding(
        code="difference",
        field="reason",
        message=f"Vial {reading.number} is {words}. Say what is known about it.",
        source=SOURCE,
    )


def _moved_since(vial: VialFacts) -> Finding:
    return Finding(
        code="moved", message=f"Vial {vial.number} has moved since it was read. Read its level again."
    )
