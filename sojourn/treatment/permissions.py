"""Who may do what in the session room."""

from __future__ import annotations

from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission, Role
from sojourn.core.decisions import ALLOWED, Decision, Finding
from sojourn.screening.role_rules import is_at_least
from sojourn.treatment.models import VisitNote
from sojourn.treatment.rules.readiness import point_of


def may_check_in(user: User) -> Decision:
    """Receive a patient and answer what the front desk can answer."""
    return _needs(user, Permission.CHECK_IN)


def may_answer(user: User, code: str) -> Decision:
    """The front desk answers its own points of the readiness list; the others are for those who chart."""
    point = point_of(code)
    if point is not None and point.owner == Role.FRONT_DESK:
        return may_check_in(user)
    return may_chart(user)


def may_chart(user: User) -> Decision:
    """Write readings, phases, side effects and remarks."""
    return _needs(user, Permission.RUN_SESSION)


def may_give(user: User) -> Decision:
    """Give a dose or a rescue medicine."""
    return _needs(user, Permission.GIVE_MEDICATION)


def may_chart_anyway(user: User, note: str) -> Decision:
    """Chart a dose that was given against a rule: a provider, who says why."""
    if not user.may(Permission.PRESCRIBE):
        return _refused("chart a dose against its rules; a provider does")
    if not note.strip():
        return Decision((Finding(code="note", field="note", message="Say why it was given all the same."),))
    return ALLOWED


def may_override(user: User, past_by: str = Role.PROVIDER) -> Decision:
    """Go past an open readiness point: whoever runs sessions and is at least what the point names."""
    if is_at_least(past_by, user.roles) and user.may(Permission.RUN_SESSION):
        return ALLOWED
    return _refused(f"go past an open point; a {past_by.replace('_', ' ')} decides that")


def may_discharge(user: User) -> Decision:
    """Send somebody home."""
    return _needs(user, Permission.DISCHARGE)


def may_write(user: User) -> Decision:
    """Write a visit note."""
    return _needs(user, Permission.WRITE_NOTES)


def may_keep_process_notes(user: User) -> Decision:
    """Keep process notes; each is for its author alone."""
    return _needs(user, Permission.KEEP_PROCESS_NOTES)


def may_sign(user: User, note: VisitNote) -> Decision:
    """Sign a note: its author, or the clinician whose visit it was."""
    if not user.may(Permission.SIGN_NOTES):
        return _needs(user, Permission.SIGN_NOTES)
    if user.pk in {note.author_id, note.appointment.staff.user_id}:
        return ALLOWED
    return _refused("sign this note; its author or the clinician of the visit does")


def _needs(user: User, permission: Permission) -> Decision:
    return ALLOWED if user.may(permission) else _refused(str(permission))


def _refused(what: str) -> Decision:
    return Decision((Finding(code="permission", message=f"You may not {what}."),))
