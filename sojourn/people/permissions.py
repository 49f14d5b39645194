"""May this person open this record? Patients their own; staff whose role looks patients up or opens charts."""

from __future__ import annotations

from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.core.decisions import ALLOWED, Decision, Finding
from sojourn.people.models import Patient


def may_open(user: User, patient: Patient) -> Decision:
    """The scope of one account over one record."""
    if user.is_patient:
        return ALLOWED if patient.user_id == user.pk else _NOT_YOURS
    if user.may(Permission.FIND_PATIENTS) or user.may(Permission.OPEN_CHART):
        return ALLOWED
    return _NOT_YOURS


def may_write_messages(user: User, patient: Patient) -> Decision:
    """The patient, and staff who answer messages."""
    if user.is_patient:
        return may_open(user, patient)
    return ALLOWED if user.may(Permission.ANSWER_MESSAGES) else _NOT_YOURS


_NOT_YOURS = Decision.of(Finding(code="not_yours", message="There is no such record for you."))
