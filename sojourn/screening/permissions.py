"""Clinical decisions are a provider's."""

from __future__ import annotations

from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.core.decisions import ALLOWED, Decision, Finding


def may_decide(user: User) -> Decision:
    """Resolve findings and decide about eligibility."""
    if user.may(Permission.DECIDE_ELIGIBILITY):
        return ALLOWED
    return Decision.of(Finding(code="permission", message="Only a provider decides about treatment."))
