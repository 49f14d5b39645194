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


def may_record_fill(user: User) -> Decision:
    """Write down what a pharmacy dispensed: whoever prescribes, or gives medication."""
    if user.may(Permission.PRESCRIBE) or user.may(Permission.GIVE_MEDICATION):
        return ALLOWED
    return Decision.of(Finding(code="permission", message="Fills are written down by a provider or a nurse."))
