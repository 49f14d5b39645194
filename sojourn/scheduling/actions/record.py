"""Keeping account of each step of a visit, and telling the patient."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import StaffMember
from sojourn.clinic.words import spoken
from sojourn.comms.models import OutboundMessage
from sojourn.people.actions import write_to
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment, AppointmentChange

APPOINTMENTS_PAGE = "/portal/appointments/"
IN_WORDS = {
    "book": "booked",
    "move": "moved",
    "watch": "reassigned",
    "cancel": "cancelled",
    "call_off": "called off",
    "no_date": "no new date wanted",
    "arrive": "arrived",
    "begin": "begun",
    "finish": "finished",
    "miss": "missed",
}


ENDS_UNSEEN = ("cancel", "call_off", "miss")


@dataclass(frozen=True)
class Before:
    """Who a visit was with, and when, before a step that may have changed that."""

    staff: StaffMember
    monitor: StaffMember | None
    starts_at: datetime

    @classmethod
    def of(cls, appointment: Appointment) -> Before:
        """As it stands now."""
        return cls(appointment.staff, appointment.monitor, appointment.starts_at)

    def changed_in(self, appointment: Appointment) -> dict[str, Any]:
        """The fields of a step that say from whom it took the visit, and the time they knew."""
        return {
            "staff_before": self.staff if self.staff != appointment.staff else None,
            "monitor_before": self.monitor if self.monitor != appointment.monitor else None,
            "starts_before": self.starts_at,
        }


def note_step(
    appointment: Appointment,
    step: str,
    *,
    by: User | None,
    now: datetime,
    reason: str = "",
    cause: str = "",
    is_late: bool = False,
    fee_cents: int = 0,
    was: Before | None = None,
    **data: object,
) -> AppointmentChange:
    """One row in the visit's history and one in the trail, in the transaction of the step."""
    change = AppointmentChange.objects.create(
        appointment=appointment,
        move=step,
        state=appointment.state,
        starts_at=appointment.starts_at,
        reason=reason,
        cause=cause,
        is_late=is_late,
        fee_cents=fee_cents,
        by=by,
        at=now,
        **(was.changed_in(appointment) if was else {}),
    )
    audit.record(
        f"appointment.{IN_WORDS[step].replace(' ', '_')}",
        _sentence(appointment, step),
        by=by,
        now=now,
        subject=appointment,
        patient_id=appointment.patient_id,
        reason=reason,
        data={
            "starts_at": appointment.starts_at,
            "state": appointment.state,
            **({"cause": cause} if cause else {}),
            **({"cause": cause, "is_late": is_late, "fee_cents": fee_cents} if step in ENDS_UNSEEN else {}),
            **data,
        },
    )
    return change


def tell_patient(
    template: str,
    appointment: Appointment,
    *,
    once: str,
    now: datetime,
    calendar: str = "",
    not_before: datetime | None = None,
    **more: Any,
) -> list[OutboundMessage]:
    """Queue one of the pack's messages about a visit: day and clock time, and nothing of what it is for."""
    starts = appointment.begins
    return write_to(
        patient=appointment.patient,
        template=template,
        once=once,
        now=now,
        not_before=not_before,
        calendar=calendar,
        day=starts.date(),
        time=starts.time(),
        link=APPOINTMENTS_PAGE,
        **more,
    )


def tell_of_offer(
    patient: Patient, starts: datetime, *, until: datetime, once: str, now: datetime, not_before: datetime
) -> None:
    """Queue word of a time that is kept for them: day, clock time and until when, and nothing of what it is for.

    ``starts`` stands in the zone of its place; until when they may answer is said by the clinic's clock. Once that is
    over, or what it is for has begun, the word does not leave any more.
    """
    write_to(
        patient=patient,
        template="waiting-list-offer",
        once=once,
        now=now,
        not_before=not_before,
        not_after=min(until, starts),
        day=starts.date(),
        time=starts.time(),
        until=until,
        link=APPOINTMENTS_PAGE,
    )


def _sentence(appointment: Appointment, step: str) -> str:
    name = clinic.service(appointment.service).short_name
    return f"{name} on {spoken(appointment.begins)} with {appointment.staff}: {IN_WORDS[step]}"
