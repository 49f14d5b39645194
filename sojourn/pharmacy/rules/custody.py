"""What may be done with medicine that a patient brought. Pure; never stock."""

from __future__ import annotations

from decimal import Decimal

from sojourn.core.decisions import Decision, Finding
from sojourn.pharmacy.rules.stock import plain


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


def may_destroy_own(*, quantity: Decimal, held: Decimal, note: str) -> Decision:
    """May the patient destroy this much of their own before two pairs of eyes? The clinic itself may not collect it."""
    return Decision.of(
        None
        if quantity > 0
        else Finding(code="quantity", field="quantity", message="Enter how many are destroyed."),
        None if quantity <= held else _custody(held),
        None if note.strip() else Finding(code="note", field="note", message="Say what happened to it."),
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
