"""Whose hours may this person set? People's: who schedules; the clinic's: who answers for its doors."""

from __future__ import annotations

from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.clinic.models import DayHours, OpeningDay, RosterDay
from sojourn.core.decisions import Finding


def may_note(user: User | None, note: OpeningDay | RosterDay | DayHours) -> Finding | None:
    """The clinic itself may note any."""
    of_a_person = not isinstance(note, OpeningDay) and note.staff_id
    needed = Permission.SCHEDULE if of_a_person else Permission.SET_OPENING_HOURS
    if user is None or user.may(needed):
        return None
    return _not_yours(
        "Somebody's hours are set by whoever books visits."
        if of_a_person
        else "Opening hours are set by the owner or the front desk."
    )


def _not_yours(message: str) -> Finding:
    return Finding(code="not_yours", message=message, owner="front desk")
