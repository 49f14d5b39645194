"""Doses and the weight they rest on: arithmetic and limits. Amounts are exact decimals, rounded once, half up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sojourn.content.dosing import Dosing
from sojourn.core.decisions import ALLOWED, Decision, Finding, Severity


@dataclass(frozen=True, kw_only=True)
class DoseLimits:
    """What the library and the clinic allow. Limits per kg count everything given in one session."""

    strengths_mg_per_ml: Collection[int]
    least_mg_per_kg: Decimal
    soft_mg_per_kg: Decimal
    hard_mg_per_kg: Decimal
    most_mg: Decimal
    source: str = ""

    @classmethod
    def of(cls, dosing: Dosing) -> DoseLimits:
        """The limits of the library's dosing sheet."""
        return cls(
            strengths_mg_per_ml=dosing.strengths_mg_per_ml,
            least_mg_per_kg=dosing.least_mg_per_kg,
            soft_mg_per_kg=dosing.soft_mg_per_kg,
            hard_mg_per_kg=dosing.hard_mg_per_kg,
            most_mg=dosing.most_mg,
            source=dosing.source.citation,
        )


@dataclass(frozen=True, kw_only=True)
class Dose:
    """One amount in its three languages, with the weight it was reckoned for."""

    weight_kg: Decimal
    mg_per_kg: Decimal
    mg: Decimal
    strength_mg_per_ml: int
    ml: Decimal

    @property
    def in_words(self) -> str:
        """ "60 mg = 0.60 mL of 100 mg/mL (0.75 mg/kg at 80 kg)"."""
        at = f"{plain(self.mg_per_kg)} mg/kg at {plain(self.weight_kg)} kg"
        return f"{plain(self.mg)} mg = {self.ml} mL of {self.strength_mg_per_ml} mg/mL ({at})"


def dose_for(*, weight_kg: Decimal, mg_per_kg: Decimal, strength_mg_per_ml: int) -> Dose:
    """mg to a tenth and mL to a hundredth. Raises ValueError unless all three are above zero."""
    if min(weight_kg, mg_per_kg, Decimal(strength_mg_per_ml)) <= 0:
        raise ValueError("weight, mg/kg and strength are above zero")
    mg = _rounded(weight_kg * mg_per_kg, "0.1")
    return Dose(
        weight_kg=weight_kg,
        mg_per_kg=mg_per_kg,
        mg=mg,
        strength_mg_per_ml=strength_mg_per_ml,
        ml=volume_ml(mg, strength_mg_per_ml),
    )


def volume_ml(mg: Decimal, strength_mg_per_ml: int) -> Decimal:
    """How much to draw, to a hundredth of a mL."""
    return _rounded(mg / strength_mg_per_ml, "0.01")


def check_weight(*, known: bool, measured: bool, days_old: int, valid_days: int) -> Decision:
    """A dose rests on a weight the clinic measured, not long ago; what a patient told is no scale."""
    if not known:
        return Decision.of(
            _weight(
                "weight_missing", "Nobody has weighed this patient. A nurse weighs them, then order the dose."
            )
        )
    if not measured:
        return Decision.of(
            _weight(
                "weight_told", "The weight on record is what the patient told. A nurse weighs them first."
            )
        )
    if days_old <= valid_days:
        return ALLOWED
    words = f"The last weighing is {days_old} days old; a weight counts for {valid_days}. A nurse weighs them again."
    return Decision.of(_weight("weight_old", words))


def check_dose(
    *,
    mg: Decimal,
    weight_kg: Decimal,
    strength_mg_per_ml: int,
    limits: DoseLimits,
    already_given_mg: Decimal = Decimal(0),
) -> Decision:
    """Limits count the whole session: caution below the least and above the soft one, stop above the hard one."""
    total = already_given_mg + mg
    return Decision.of(
        _impossible(mg, weight_kg, total, limits),
        _strength_unknown(strength_mg_per_ml, limits),
        _over_limit(total, weight_kg, limits),
        _under_limit(total, weight_kg, limits),
    )


def check_booster(mg: Decimal, most_mg: Decimal) -> Decision:
    """A booster is the smaller part of a session."""
    if mg <= most_mg:
        return ALLOWED
    message = f"A booster is at most {plain(most_mg)} mg. Check the units."
    return Decision.of(Finding(code="booster_not_plausible", message=message, field="booster_mg"))


def is_strength(mg_per_ml: int, written: str) -> bool:
    """Does a prescription's strength, as it is written, name these vials?"""
    return written == f"{mg_per_ml} mg/mL"


def check_prescribed_strength(mg_per_ml: int, written: Sequence[str]) -> Decision:
    """An order draws on a prescription in force, and on vials of the strength that prescription names."""
    if any(is_strength(mg_per_ml, each) for each in written):
        return ALLOWED
    if not written:
        words = "There is no valid prescription to give from stock. Write one first."
        return Decision.of(Finding(code="no_prescription", message=words))
    named = " and ".join(dict.fromkeys(written))
    words = f"The prescription is for {named}, and this order for {mg_per_ml} mg/mL. Order from the vials prescribed."
    return Decision.of(Finding(code="other_strength", message=words, field="strength_mg_per_ml"))


def plain(amount: Decimal) -> str:
    """Without trailing zeros: 60.0 -> "60"."""
    return f"{amount.normalize():f}"


def _rounded(amount: Decimal, step: str) -> Decimal:
    return amount.quantize(Decimal(step), rounding=ROUND_HALF_UP)


def _impossible(mg: Decimal, weight_kg: Decimal, total: Decimal, limits: DoseLimits) -> Finding | None:
    if mg <= 0 or weight_kg <= 0:
        return Finding(code="dose_not_positive", message="Dose and weight are above zero.", field="mg")
    if total > limits.most_mg:
        message = f"More than {plain(limits.most_mg)} mg in a session is not plausible. Check the units."
        return Finding(code="dose_not_plausible", message=message, source=limits.source, field="mg")
    return None


def _strength_unknown(strength: int, limits: DoseLimits) -> Finding | None:
    if strength in limits.strengths_mg_per_ml:
        return None
    known = ", ".join(str(each) for each in sorted(limits.strengths_mg_per_ml))
    message = f"There is no vial of {strength} mg/mL. Known strengths: {known} mg/mL."
    return Finding(code="strength_unknown", message=message, source=limits.source, field="strength_mg_per_ml")


def _over_limit(total: Decimal, weight_kg: Decimal, limits: DoseLimits) -> Finding | None:
    hard, soft = limits.hard_mg_per_kg * weight_kg, limits.soft_mg_per_kg * weight_kg
    if weight_kg <= 0 or total <= soft:
        return None
    stops = total > hard
    limit = limits.hard_mg_per_kg if stops else limits.soft_mg_per_kg
    then = " No order is taken above it: lower the dose or the booster." if stops else ""
    return Finding(
        code="dose_above_hard_limit" if stops else "dose_above_soft_limit",
        message=f"{plain(total)} mg in this session is above {plain(limit)} mg/kg.{then}",
        severity=Severity.STOP if stops else Severity.CAUTION,
        source=limits.source,
        owner="provider",
        field="mg_per_kg",
    )


def _under_limit(total: Decimal, weight_kg: Decimal, limits: DoseLimits) -> Finding | None:
    if total <= 0 or weight_kg <= 0 or total >= limits.least_mg_per_kg * weight_kg:
        return None
    least = plain(limits.least_mg_per_kg)
    return Finding(
        code="dose_below_least",
        message=f"{plain(total)} mg in this session is below {least} mg/kg. Is the decimal point where it should be?",
        severity=Severity.CAUTION,
        source=limits.source,
        owner="provider",
        field="mg_per_kg",
    )


def _weight(code: str, message: str) -> Finding:
    return Finding(code=code, message=message, owner="nurse", field="mg_per_kg")
