"""Plans, prescriptions and dose orders are a provider's."""

from __future__ import annotations

from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.core.decisions import ALLOWED, Decision, Finding


def may_prescribe(user: User) -> Decision:
    """Write a plan, a prescription or an order."""
    if user.may(Permission.PRESCRIBE):
        return ALLOWED
    return Decision.of(
        Finding(code="permission", message="Only a provider writes plans, prescriptions and orders.")
    )


def may_have_seen(user: User) -> Decision:
    """Stand on a prescription as who saw the patient in person: one who may prescribe."""
    if user.may(Permission.PRESCRIBE):
        return ALLOWED
    message = (
        "Choose the provider who saw the patient: a visit with somebody else is no ground to prescribe on."
    )
    return Decision.of(Finding(code="seen_by", message=message, owner="provider", field="seen_by"))


def may_record_fill(user: User) -> Decision:
    """Write down what a pharmacy dispensed: whoever prescribes, or gives medication."""
    if user.may(Permission.PRESCRIBE) or user.may(Permission.GIVE_MEDICATION):
        return ALLOWED
    return Decision.of(Finding(code="permission", message="Fills are written down by a provider or a nurse."))
