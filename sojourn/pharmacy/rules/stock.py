"""What the register allows. Pure; amounts are milligrams of ketamine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sojourn.core.decisions import Decision, Finding
from sojourn.core.identifiers import dea_number_is_valid
from sojourn.core.spoken import full_day

LEAST_MG = Decimal("0.1")
MOST_ML = Decimal("100")
OLDEST_INVOICE = timedelta(days=366)
SOURCE = "OAR 847-015-0015"
RECEIPTS = "21 CFR 1304.22(c)"
_DEA_WRONG = "This is no DEA number: two letters and seven digits, the last of which checks the others."


@dataclass(frozen=True, kw_only=True)
class Party:
    """Another registrant: a supplier, a reverse distributor, a clinic."""

    name: str
    address: str
    dea: str


@dataclass(frozen=True, kw_only=True)
class Container:
    """A vial as it comes in, by its label. ``ndc``: the product's number, if it is written down."""

    number: str
    lot: str
    strength_mg_per_ml: int
    volume_ml: Decimal
    expires_on: date
    ndc: str = ""


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


def may_waste(vial: VialFacts, mg: Decimal, *, reason: str) -> Decision:
    """May ``mg`` be written off? From expired vials too. It waits for a second person's signature."""
    return Decision.of(
        _amount(mg),
        _enough(vial, mg),
        None if reason.strip() else Finding(code="reason", field="reason", message="Say why it is wasted."),
    )


def may_withdraw(*, is_writer: bool, is_signed: bool, is_withdrawn: bool, reason: str) -> Decision:
    """May a waste be taken back? By whoever wrote it, until somebody signed it, with a reason."""
    return Decision.of(
        None if is_writer else _not_theirs(),
        Finding(code="signed", message="A second person has signed it, so it stays.") if is_signed else None,
        Finding(code="withdrawn", message="It was taken back already.") if is_withdrawn else None,
        None if reason.strip() else Finding(code="reason", field="reason", message="Say what was wrong."),
    )


def may_sign(*, is_writer: bool, may_handle: bool) -> Decision:
    """May this person be the second pair of eyes?"""
    return Decision.of(
        _second_person() if is_writer else None,
        None if may_handle else _witness_role(),
    )


def may_deal_with(other: Party, *, document: str, where: str) -> Decision:
    """May stock come from, or go to, this one? Name, address, DEA number and paper stand in the record.

    ``where`` begins the names of the form's fields: "supplier", "to".
    """
    return Decision.of(
        None if other.name.strip() else _needed(where, "Name whom it comes from or goes to."),
        None if other.address.strip() else _needed(f"{where}_address", "The record carries their address."),
        None if dea_number_is_valid(other.dea) else _needed(f"{where}_dea", _DEA_WRONG),
        None if document.strip() else _needed("document", "Enter the number of the invoice or form."),
    )


def may_transfer(vials: Sequence[VialFacts]) -> Decision:
    """May these vials go, each with all that is in it?"""
    empty = [each.number for each in vials if each.balance_mg <= 0]
    return Decision.of(
        None if vials else Finding(code="vials", field="vials", message="Choose the vials that go."),
        Finding(code="empty", field="vials", message=f"Nothing is left in {', '.join(empty)}.")
        if empty
        else None,
    )


def may_date_document(day: date, today: date) -> Decision:
    """Is this a day an invoice of a delivery today can carry?"""
    fits = timedelta(0) <= today - day <= OLDEST_INVOICE
    return Decision.of(
        None
        if fits
        else Finding(
            code="document_on",
            field="document_on",
            message="The invoice is from today or from the last twelve months. Read its date again.",
        )
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
        message="The second person is somebody else than the one who wrote it.",
        source="DEA guidance on wastage, 2014",
    )


def _witness_role() -> Finding:
    return Finding(
        code="witness_role", field="witness", message="The witness must be someone who may handle medication."
    )


def _needed(field: str, message: str) -> Finding:
    return Finding(code=field, field=field, message=message, source=RECEIPTS)


def _not_theirs() -> Finding:
    return Finding(code="writer", message="Only whoever wrote it takes it back.")
