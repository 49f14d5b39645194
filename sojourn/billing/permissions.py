"""Who may do what with money."""

from __future__ import annotations

from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.billing.models import Estimate
from sojourn.core.decisions import ALLOWED, Decision, Finding


def may_take_payment(user: User) -> Decision:
    """Take payments, agree plans, issue superbills."""
    if user.may(Permission.TAKE_PAYMENT):
        return ALLOWED
    return _refused("Payments are taken at the front desk. Please ask there.", "Front desk")


def may_waive(user: User) -> Decision:
    """Waive charges and give money back."""
    if user.may(Permission.WAIVE_CHARGES):
        return ALLOWED
    return _refused("Waivers and refunds are the owner’s decision. Please ask them.", "Owner")


def may_give_estimate(user: User | None) -> Decision:
    """Staff who book or take payments; Sojourn itself when somebody books on the website."""
    if user is None or user.may(Permission.TAKE_PAYMENT) or user.may(Permission.SCHEDULE):
        return ALLOWED
    return _refused("Estimates are given by the front desk. Please ask there.", "Front desk")


def may_read_estimate(user: User, estimate: Estimate) -> Decision:
    """The patient it is for, and nobody in their place."""
    if estimate.patient.user_id == user.pk:
        return ALLOWED
    return _refused("Only the person it is for can say that they have read it.", "")


def _refused(sentence: str, owner: str) -> Decision:
    return Decision((Finding(code="permission", message=sentence, owner=owner),))
