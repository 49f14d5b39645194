"""Clinical decisions are a provider's; a finding is settled by the role that its rule names, or one above."""

from __future__ import annotations

from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.core.decisions import ALLOWED, Decision, Finding


def may_decide(user: User) -> Decision:
    """Decide about eligibility, ask for clearance and record what came back."""
    if user.may(Permission.DECIDE_ELIGIBILITY):
        return ALLOWED
    return Decision.of(Finding(code="permission", message="Only a provider decides about treatment."))


def may_settle(user: User) -> Decision:
    """Settle findings at all; which of them, the rule that found them says."""
    if user.may(Permission.SETTLE_FINDINGS):
        return ALLOWED
    message = "Findings are settled by a provider, a nurse or the front desk, as their rule says."
    return Decision.of(Finding(code="permission", message=message))


def may_write_letters(user: User) -> Decision:
    """Ask another clinician about a patient."""
    if user.may(Permission.REVIEW_INTAKE):
        return ALLOWED
    return Decision.of(Finding(code="permission", message="Only a provider writes to other prescribers."))


def may_record_answers(user: User) -> Decision:
    """Take down what another clinician answered: everybody who may read the chart."""
    if user.may(Permission.OPEN_CHART):
        return ALLOWED
    return Decision.of(
        Finding(code="permission", message="Only clinical staff record an answer to a letter.")
    )
