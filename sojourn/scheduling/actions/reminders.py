"""Reminders before a visit, to the patient and to whoever takes them home. Each goes once; a changed visit calls
back what still waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.comms import actions as comms
from sojourn.content.pack.languages import OwnTimes
from sojourn.people.actions import write_to_escort
from sojourn.people.queries import escort_of
from sojourn.scheduling.actions.record import tell_patient
from sojourn.scheduling.answer_links import answer_path
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.rules.booking import reminder_due
from sojourn.scheduling.states import JOURNEYS, AppointmentState
from sojourn.screening.queries import holds_for

REMINDER, PICK_UP, CALLED_OFF = "visit-reminder", "escort-pickup", "escort-called-off"


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Queue every reminder that is due; gives how many visits it looked after. Running it again sends nothing twice."""
    hours = content.pack().policies.reminders.visit_hours
    soon = _booked_until(now, hours=max(hours, default=0))
    due = [(each, reminder_due(each.starts_at, each.booked_at, now, hours)) for each in soon]
    for appointment, before in due:
        if before is not None:
            _remind(appointment, before, now)
    return sum(1 for _, before in due if before is not None)


@transaction.atomic
def remind_escorts(*, now: datetime) -> int:
    """Tell those who take somebody home when and where, if the patient agreed; gives how many visits had one."""
    policies = content.pack().policies
    soon = _booked_until(now, hours=policies.reminders.escort_hours)
    return sum(_tell_escort(each, now) for each in soon.filter(service__in=policies.escort.required_for))


@transaction.atomic
def call_off_reminders(appointment: Appointment, *, now: datetime) -> None:
    """The visit leaves its time: what still waits is dropped, and an escort who was told is told again."""
    patient, ends = appointment.patient, appointment.finishes
    comms.call_off(about=patient.pk, once_begins=_occasion(REMINDER, appointment))
    for told in comms.call_off(about=patient.pk, once_begins=_occasion(PICK_UP, appointment)):
        comms.queue(
            template=CALLED_OFF,
            to=told.to,
            channel=told.channel,
            context={"patient_first_name": patient.called, "day": ends.date(), "time": ends.time()},
            about=patient.pk,
            once=f"{CALLED_OFF}:{told.pk}",
            now=now,
            language=told.language,
        )


def _booked_until(now: datetime, *, hours: int) -> QuerySet[Appointment]:
    return Appointment.objects.filter(
        state=AppointmentState.BOOKED, starts_at__gt=now, starts_at__lte=now + timedelta(hours=hours)
    ).select_related("patient", "staff", "room")


def _remind(appointment: Appointment, hours_before: int, now: datetime) -> None:
    visit = (appointment.pk, appointment.starts_at, "patient")
    tell_patient(
        REMINDER,
        appointment,
        once=f"{_occasion(REMINDER, appointment)}:{hours_before}",
        now=now,
        own_times=_own_times(appointment),
        answer_link=answer_path(*visit),
        change_link=answer_path(*visit, change=True),
    )


def _own_times(appointment: Appointment) -> OwnTimes:
    """The clock times of this patient's held medicines around a treatment; a reminder never says what they are for."""
    zone = clinic.zone_of(appointment.room_id)
    starts, ends = appointment.starts_at, appointment.ends_at
    is_journey = appointment.service in JOURNEYS
    held = holds_for(appointment.patient, starts_at=starts, ends_at=ends) if is_journey else []
    moments = sorted(
        moment for each in held for moment in (each.clock.last_allowed_at, each.clock.restart_at)
    )
    return OwnTimes(starts.astimezone(zone).date(), tuple(moment.astimezone(zone) for moment in moments))


def _tell_escort(appointment: Appointment, now: datetime) -> bool:
    """``once`` knows the address too: somebody else who is named later is told as well."""
    escort = escort_of(appointment.patient)
    if escort is None or not escort.may_write:
        return False
    ends = appointment.finishes
    address = sha256((escort.phone or escort.email).encode()).hexdigest()[:12]
    write_to_escort(
        patient=appointment.patient,
        escort=escort,
        template=PICK_UP,
        once=f"{_occasion(PICK_UP, appointment)}:{address}",
        now=now,
        day=ends.date(),
        time=ends.time(),
        answer_link=answer_path(appointment.pk, appointment.starts_at, "escort"),
    )
    return True


def _occasion(template: str, appointment: Appointment) -> str:
    return f"{template}:{appointment.pk}:{appointment.starts_at:%Y%m%d%H%M}"
