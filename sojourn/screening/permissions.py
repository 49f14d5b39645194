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
