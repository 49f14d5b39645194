"""Doses and Schedule III prescriptions: arithmetic and limits. Amounts are exact decimals, rounded once, half up."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta

from sojourn.content.dosing import Dosing
from sojourn.core.decisions import Decision, Finding, Severity

DEA_LAW = "21 CFR 1306.05"
REFILL_LAW = "21 CFR 1306.22"
MOST_REFILLS_BY_LAW = 5
MONTHS_BY_LAW = 6
NPI_PREFIX = "80840"

_DEA = re.compile(r"[A-Z][A-Z9]\d{7}")
_NPI = re.compile(r"[12]\d{9}")


@dataclass(frozen=True, kw_only=True)
class DoseLimits:
    """What the library and the clinic allow. Limits per kg count everything given in one session."""

    strengths_mg_per_ml: Collection[int]
    soft_mg_per_kg: Decimal
    hard_mg_per_kg: Decimal
    most_mg: Decimal
    source: str = ""

    @classmethod
    def of(cls, dosing: Dosing) -> DoseLimits:
        """The limits of the library's dosing sheet."""
        return cls(
            strengths_mg_per_ml=dosing.strengths_mg_per_ml,
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


@dataclass(frozen=True, kw_only=True)
class PrescriptionFacts:
    """What a Schedule III prescription says, as the rules need it."""

    issued_on: date
    signed_on: date
    refills: int
    dea_number: str
    patient_name: str
    patient_address: str
    drug: str
    strength: str
    form: str
    quantity: str
    directions: str


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


def check_dose(
    *,
    mg: Decimal,
    weight_kg: Decimal,
    strength_mg_per_ml: int,
    limits: DoseLimits,
    already_given_mg: Decimal = Decimal(0),
    second_prescriber: bool = False,
) -> Decision:
    """Limits count the whole session: caution above the soft one, stop above the hard one but for two prescribers."""
    total = already_given_mg + mg
    return Decision.of(
        _impossible(mg, weight_kg, total, limits),
        _strength_unknown(strength_mg_per_ml, limits),
        _over_limit(total, weight_kg, limits, second_prescriber=second_prescriber),
    )


def last_day_to_fill(issued_on: date, months: int = MONTHS_BY_LAW) -> date:
    """The same day some calendar months later (31 August + 6 months is the end of February); that day still counts."""
    return issued_on + relativedelta(months=months)


def may_fill(*, issued_on: date, on: date, fills_so_far: int, refills: int) -> Decision:
    """Whether a prescription covers a fill (the first, or a refill) on a day."""
    last = last_day_to_fill(issued_on)
    return Decision.of(
        _law("before_issue", "The prescription is not issued yet on that day.") if on < issued_on else None,
        _law("expired", f"A Schedule III prescription ends six months after issue ({last}).")
        if on > last
        else None,
        _law("no_refills_left", "No refills are left.") if fills_so_far > refills else None,
    )


def check_prescription(
    facts: PrescriptionFacts, *, most_refills: int = MOST_REFILLS_BY_LAW, months: int = MONTHS_BY_LAW
) -> Decision:
    """Everything that keeps a Schedule III prescription from being signed. The clinic may be stricter than the law."""
    allowed = min(most_refills, MOST_REFILLS_BY_LAW)
    too_many = not 0 <= facts.refills <= allowed
    other_day = facts.issued_on != facts.signed_on
    return Decision.of(
        _law("refills", f"At most {allowed} refills.", field="refills") if too_many else None,
        _law("months", "At most six months.", field="issued_on") if not 0 < months <= MONTHS_BY_LAW else None,
        _law("issue_date", "The date of issue is the day it is signed.", DEA_LAW, "issued_on")
        if other_day
        else None,
        None if dea_number_is_valid(facts.dea_number) else _bad_dea(),
        *_missing(facts),
    )


def dea_number_is_valid(number: str) -> bool:
    """Two letters (the second may be a 9) and seven digits, the last of which is the check digit."""
    text = number.strip().upper()
    if not _DEA.fullmatch(text):
        return False
    digits = [int(each) for each in text[2:]]
    return (sum(digits[0:6:2]) + 2 * sum(digits[1:6:2])) % 10 == digits[6]


def npi_is_valid(number: str) -> bool:
    """Ten digits beginning with 1 or 2, by Luhn's check over 80840 and the number."""
    text = number.strip()
    if not _NPI.fullmatch(text):
        return False
    digits = [int(each) for each in reversed(NPI_PREFIX + text)]
    doubled = (sum(divmod(2 * each, 10)) for each in digits[1::2])
    return (sum(digits[0::2]) + sum(doubled)) % 10 == 0


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


def _over_limit(
    total: Decimal, weight_kg: Decimal, limits: DoseLimits, *, second_prescriber: bool
) -> Finding | None:
    hard, soft = limits.hard_mg_per_kg * weight_kg, limits.soft_mg_per_kg * weight_kg
    if weight_kg <= 0 or total <= soft:
        return None
    above_hard = total > hard
    stops = above_hard and not second_prescriber
    limit = limits.hard_mg_per_kg if above_hard else limits.soft_mg_per_kg
    then = " A second prescriber has to sign." if stops else ""
    return Finding(
        code="dose_above_hard_limit" if above_hard else "dose_above_soft_limit",
        message=f"{plain(total)} mg in this session is above {plain(limit)} mg/kg.{then}",
        severity=Severity.STOP if stops else Severity.CAUTION,
        source=limits.source,
        owner="provider",
        field="mg",
    )


def _law(code: str, message: str, source: str = REFILL_LAW, field: str = "") -> Finding:
    return Finding(code=code, message=message, source=source, owner="provider", field=field)


def _bad_dea() -> Finding:
    return _law("dea_number", "The DEA number's check digit does not fit.", DEA_LAW, "dea_number")


def _missing(facts: PrescriptionFacts) -> list[Finding]:
    names = ("patient_name", "patient_address", "drug", "strength", "form", "quantity", "directions")
    return [
        _law(f"{name}_missing", f"A prescription carries the {name.replace('_', ' ')}.", DEA_LAW, name)
        for name in names
        if not getattr(facts, name).strip()
    ]
