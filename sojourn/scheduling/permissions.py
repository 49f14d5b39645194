"""May this person change this visit? Patients their own, staff who schedule any, the clinic itself every one."""

from __future__ import annotations

from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.clinic.models import StaffMember
from sojourn.core.decisions import ALLOWED, Decision, Finding
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment


def may_schedule(user: User | None) -> Decision:
    """What the clinic arranges: staff who schedule, and the clinic itself."""
    if user is None or user.may(Permission.SCHEDULE):
        return ALLOWED
    message = "This is arranged at the front desk. Please ask there."
    return Decision.of(Finding(code="not_scheduling", message=message, owner="front desk"))


def may_wait_for(user: User | None, patient: Patient) -> Decision:
    """Join and leave the waiting list, answer an offer: the patient, and staff who schedule."""
    if user is not None and user.is_patient and patient.user_id == user.pk:
        return ALLOWED
    return may_schedule(user)


def may_change(user: User | None, appointment: Appointment) -> Decision:
    """Move or cancel."""
    if user is None or user.may(Permission.SCHEDULE):
        return ALLOWED
    if user.is_patient and appointment.patient.user_id == user.pk:
        return ALLOWED
    return Decision.of(Finding(code="not_yours", message="This visit is not yours to change."))


def may_have_feed(user: User, staff: StaffMember) -> Decision:
    """A calendar link is its owner's alone to make and to take back."""
    if staff.user_id == user.pk and staff.is_active:
        return ALLOWED
    return Decision.of(Finding(code="not_yours", message="A calendar link is made by the person it is for."))
