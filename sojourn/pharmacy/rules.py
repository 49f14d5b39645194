"""What the register allows. Pure; amounts are milligrams of ketamine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sojourn.core.decisions import Decision, Finding
from sojourn.core.spoken import full_day

LEAST_MG = Decimal("0.1")
MOST_ML = Decimal("100")
SOURCE = "OAR 847-015-0015"


@dataclass(frozen=True, kw_only=True)
class VialFacts:
    """A vial as the register knows it."""

    number: str
    strength_mg_per_ml: int
    balance_mg: Decimal
    capacity_mg: Decimal
    expires_on: date


def plain(amount: Decimal) -> str:
    """A number without idle zeros: 40.0 is "40", 0.50 is "0.5"."""
    return f"{amount.normalize():f}"


def to_ml(mg: Decimal, strength_mg_per_ml: int) -> Decimal:
    """The volume that holds ``mg``, in mL to two places: 60 mg at 100 mg/mL is 0.60 mL."""
    return (mg / strength_mg_per_ml).quantize(Decimal("0.01"))


def may_receive(*, strength_mg_per_ml: int, volume_ml: Decimal, expires_on: date, today: date) -> Decision:
    """May this container be entered as stock?"""
    return Decision.of(
        None if 1 <= strength_mg_per_ml <= 200 else _strength(strength_mg_per_ml),
        None if Decimal(0) < volume_ml <= MOST_ML else _volume(volume_ml),
        None if expires_on >= today else _expired_on_arrival(expires_on),
    )


def may_draw(vial: VialFacts, mg: Decimal, today: date) -> Decision:
    """May ``mg`` be drawn up for a patient? Never from an expired vial, never more than is left."""
    return Decision.of(_amount(mg), _expired(vial, today), _enough(vial, mg))


def may_waste(
    vial: VialFacts, mg: Decimal, *, reason: str, same_person: bool, witness_may_handle: bool
) -> Decision:
    """May ``mg`` be written off? Expired vials too, but always before a second person's eyes."""
    return Decision.of(
        _amount(mg),
        _enough(vial, mg),
        None if reason.strip() else Finding(code="reason", field="reason", message="Say why it is wasted."),
        _second_person() if same_person else None,
        None if witness_may_handle else _witness_role(),
    )


def may_count(vial: VialFacts, counted_mg: Decimal, reason: str) -> Decision:
    """May this count be signed? A difference needs its reason."""
    possible = Decimal(0) <= counted_mg <= vial.capacity_mg
    explained = counted_mg == vial.balance_mg or reason.strip()
    return Decision.of(
        None if possible else _impossible_count(vial),
        None if explained else _difference(vial, counted_mg),
    )


def may_use_own(*, quantity: Decimal, held: Decimal, label_matches: bool) -> Decision:
    """May the patient take this much of the medicine they brought?"""
    return Decision.of(
        None
        if quantity > 0
        else Finding(code="quantity", field="quantity", message="Enter how many were taken."),
        None if label_matches else _label(),
        None if quantity <= held else _custody(held),
    )


def may_return_own(*, quantity: Decimal, held: Decimal) -> Decision:
    """May this much go home again? No more than is held."""
    return Decision.of(
        None
        if quantity > 0
        else Finding(code="quantity", field="quantity", message="Enter how many go home."),
        None if quantity <= held else _custody(held),
    )


def _amount(mg: Decimal) -> Finding | None:
    if mg >= LEAST_MG:
        return None
    return Finding(code="amount", field="mg", message="Enter an amount in milligrams above zero.")


def _expired(vial: VialFacts, today: date) -> Finding | None:
    if vial.expires_on >= today:
        return None
    sentence = (
        f"Vial {vial.number} expired on {full_day(vial.expires_on)}. Set it aside and draw from another."
    )
    return Finding(code="expired", field="vial", message=sentence)


def _enough(vial: VialFacts, mg: Decimal) -> Finding | None:
    if mg <= vial.balance_mg:
        return None
    sentence = f"Vial {vial.number} holds {plain(vial.balance_mg)} mg by the register, and this takes {plain(mg)} mg."
    return Finding(code="not_enough", field="vial", message=sentence, source=SOURCE)


def _strength(value: int) -> Finding:
    return Finding(
        code="strength",
        field="strength_mg_per_ml",
        message=f"{value} mg/mL is not a strength ketamine comes in. Read the label again.",
    )


def _volume(value: Decimal) -> Finding:
    return Finding(
        code="volume",
        field="volume_ml",
        message=f"{plain(value)} mL is not the volume of a vial. Read the label again.",
    )


def _expired_on_arrival(day: date) -> Finding:
    return Finding(
        code="expired",
        field="expires_on",
        message=f"This vial expired on {full_day(day)}. It goes back to the supplier, not into stock.",
    )


def _second_person() -> Finding:
    return Finding(
        code="witness",
        field="witness",
        message="Waste is seen by a second person, not by the one who drew it up.",
        source="DEA guidance on wastage, 2014",
    )


def _witness_role() -> Finding:
    return Finding(
        code="witness_role", field="witness", message="The witness must be someone who may handle medication."
    )


def _impossible_count(vial: VialFacts) -> Finding:
    return Finding(
        code="count",
        field="counted_mg",
        message=f"Vial {vial.number} can hold between 0 and {plain(vial.capacity_mg)} mg.",
    )


def _difference(vial: VialFacts, counted: Decimal) -> Finding:
    gap = counted - vial.balance_mg
    words = f"{plain(abs(gap))} mg {'over' if gap > 0 else 'short'}"
    return Finding(
        code="difference",
        field="reason",
        message=f"Vial {vial.number} is {words}. Read the level again; if it stays, say why.",
        source=SOURCE,
    )


def _label() -> Finding:
    return Finding(
        code="label",
        field="quantity",
        message="The label of this medicine was not matched to the patient at the door, so it stays closed.",
    )


def _custody(held: Decimal) -> Finding:
    return Finding(
        code="custody", field="quantity", message=f"Only {plain(held)} of their own medicine are in custody."
    )
