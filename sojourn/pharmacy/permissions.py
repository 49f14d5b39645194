"""Who may write in the register."""

from __future__ import annotations

from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.core.decisions import ALLOWED, Decision, Finding


def may_keep_register(user: User) -> Decision:
    """Receive, count and waste."""
    return ALLOWED if user.may(Permission.KEEP_REGISTER) else _not_yours("keep the register")


def may_give(user: User) -> Decision:
    """Draw up and give."""
    return ALLOWED if user.may(Permission.GIVE_MEDICATION) else _not_yours("give medication")


def may_witness(user: User) -> bool:
    """Be the second pair of eyes."""
    return user.may(Permission.GIVE_MEDICATION) or user.may(Permission.KEEP_REGISTER)


def may_hold_own_medicine(user: User) -> Decision:
    """Check a patient's own medicine at the door and keep it."""
    return (
        ALLOWED if user.may(Permission.RUN_SESSION) else _not_yours("take a patient’s medicine into custody")
    )


def _not_yours(what: str) -> Decision:
    return Decision(
        (Finding(code="permission", message=f"Your role does not {what}. Ask a nurse or a provider."),)
    )
