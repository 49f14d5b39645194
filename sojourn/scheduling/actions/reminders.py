"""Reminders before a visit. Each goes once; text messages wait until the morning."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.comms.rules import outside_quiet_hours
from sojourn.scheduling.actions.record import address_of, tell_patient
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.rules.booking import reminder_due
from sojourn.scheduling.states import AppointmentState


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Queue every reminder that is due; gives how many visits it looked after. Running it again sends nothing twice."""
    hours = content.pack().policies.reminders.visit_hours
    soon = Appointment.objects.filter(
        state=AppointmentState.BOOKED,
        starts_at__gt=now,
        starts_at__lte=now + timedelta(hours=max(hours, default=0)),
    ).select_related("patient", "staff", "room")
    due = [(each, reminder_due(each.starts_at, each.booked_at, now, hours)) for each in soon]
    for appointment, before in due:
        if before is not None:
            _remind(appointment, before, now)
    return sum(1 for _, before in due if before is not None)


def _remind(appointment: Appointment, hours_before: int, now: datetime) -> None:
    quiet = content.pack().policies.reminders
    channel, _ = address_of(appointment.patient)
    goes = outside_quiet_hours(now, quiet.quiet_from, quiet.quiet_until, clinic.timezone())
    tell_patient(
        "visit-reminder",
        appointment,
        once=f"visit-reminder:{appointment.pk}:{appointment.starts_at:%Y%m%d%H%M}:{hours_before}",
        now=now,
        not_before=goes if channel == "sms" else now,
    )
