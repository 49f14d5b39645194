"""Reminders before a visit, to the patient and to whoever takes them home. Each goes once; a changed visit calls
back what still waits, and a list whose times changed after its reminder is told once more.

A visit that waits for the provider's yes is on hold: no reminder and no list, but one word that it is, and all of it
again as soon as the yes stands. What is queued already is looked at once more when its turn comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.comms import actions as comms
from sojourn.comms.models import OutboundMessage
from sojourn.content.pack.languages import OwnTimes
from sojourn.people.actions import write_to_escort
from sojourn.people.queries import escort_of
from sojourn.scheduling.actions.record import tell_patient
from sojourn.scheduling.answer_links import answer_path
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries.called_off import PICK_UP
from sojourn.scheduling.queries.on_hold import on_hold
from sojourn.scheduling.rules.booking import reminder_due
from sojourn.scheduling.states import JOURNEYS, AppointmentState
from sojourn.screening.queries import HeldMedicine, holds_for

REMINDER, CALLED_OFF = "visit-reminder", "escort-called-off"
TIMES_CHANGED, ON_HOLD = "times-changed", "visit-on-hold"
LOOKED_AT_AGAIN = (REMINDER, PICK_UP, TIMES_CHANGED, ON_HOLD)


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Queue every reminder that is due; gives how many visits it looked after. Running it again sends nothing twice.

    Whose times changed since the last reminder, or whose visit is on hold now, hears of it, once for each change.
    """
    hours = content.pack().policies.reminders.visit_hours
    soon = list(_booked_until(now, hours=max(hours, default=0)))
    waiting = on_hold(soon, now)
    for appointment in soon:
        if appointment.pk in waiting:
            _tell_on_hold(appointment, now)
    due = [
        (each, reminder_due(each.starts_at, each.booked_at, now, hours))
        for each in soon
        if each.pk not in waiting
    ]
    for appointment, before in due:
        held = _held(appointment)
        if before is None or not _remind(appointment, held, before, now):
            _tell_changed_times(appointment, held, now)
    return sum(1 for _, before in due if before is not None)


@transaction.atomic
def remind_escorts(*, now: datetime) -> int:
    """Tell those who take somebody home when and where, if the patient agreed; gives how many visits had one."""
    policies = content.pack().policies
    soon = _booked_until(now, hours=policies.reminders.escort_hours)
    wanted = list(soon.filter(service__in=policies.escort.required_for))
    waiting = on_hold(wanted, now)
    return sum(_tell_escort(each, now) for each in wanted if each.pk not in waiting)


@transaction.atomic
def call_off_reminders(appointment: Appointment, *, now: datetime) -> None:
    """The visit leaves its time: what still waits is dropped, and an escort who was told is told again."""
    patient, ends = appointment.patient, appointment.finishes
    for template in (REMINDER, TIMES_CHANGED, ON_HOLD):
        comms.call_off(about=patient.pk, once_begins=_occasion(template, appointment))
    Appointment.objects.filter(pk=appointment.pk).update(times_told="")
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


def is_still_true(message: OutboundMessage, now: datetime) -> bool:
    """Whether a message about a visit fits it still: it says that the visit is on hold when it is, and not when not."""
    visits = list(Appointment.objects.filter(pk__in=_visit_of(message)).select_related("patient"))
    if not visits:
        return True
    return bool(on_hold(visits, now)) == (message.template == ON_HOLD)


def _visit_of(message: OutboundMessage) -> Iterator[UUID]:
    """From the occasion; an occasion that is off names none."""
    template, _, rest = message.once.partition(":")
    if template == message.template:
        yield UUID(rest.partition(":")[0])


def _booked_until(now: datetime, *, hours: int) -> QuerySet[Appointment]:
    return Appointment.objects.filter(
        state=AppointmentState.BOOKED, starts_at__gt=now, starts_at__lte=now + timedelta(hours=hours)
    ).select_related("patient", "staff", "room")


def _remind(appointment: Appointment, held: list[HeldMedicine], hours_before: int, now: datetime) -> bool:
    """True when this reminder had not gone out before."""
    visit = (appointment.pk, appointment.starts_at, "patient")
    told = tell_patient(
        REMINDER,
        appointment,
        once=f"{_occasion(REMINDER, appointment)}:{hours_before}",
        now=now,
        own_times=_own_times(appointment, held),
        answer_link=answer_path(*visit),
        change_link=answer_path(*visit, change=True),
    )
    is_new = any(each.created_at == now for each in told)
    if is_new:
        Appointment.objects.filter(pk=appointment.pk).update(times_told=_mark(held))
    return is_new


def _tell_changed_times(appointment: Appointment, held: list[HeldMedicine], now: datetime) -> None:
    """Of two workers at once one tells: the mark is changed by whoever finds the old one."""
    known, mark = appointment.times_told, _mark(held)
    if not known or known == mark:
        return
    if Appointment.objects.filter(pk=appointment.pk, times_told=known).update(times_told=mark):
        tell_patient(
            TIMES_CHANGED,
            appointment,
            once=f"{_occasion(TIMES_CHANGED, appointment)}:{now.isoformat()}",
            now=now,
            own_times=_own_times(appointment, held),
        )


def _tell_on_hold(appointment: Appointment, now: datetime) -> None:
    """Once for each time that it comes to be on hold; what was said before no longer holds."""
    if appointment.times_told == ON_HOLD:
        return
    call_off_reminders(appointment, now=now)
    Appointment.objects.filter(pk=appointment.pk).update(times_told=ON_HOLD)
    tell_patient(ON_HOLD, appointment, once=f"{_occasion(ON_HOLD, appointment)}:{now.isoformat()}", now=now)


def _held(appointment: Appointment) -> list[HeldMedicine]:
    """What this patient holds around a treatment; around any other visit nothing."""
    if appointment.service not in JOURNEYS:
        return []
    return holds_for(appointment.patient, starts_at=appointment.starts_at, ends_at=appointment.ends_at)


def _mark(held: list[HeldMedicine]) -> str:
    """The same for the same medicines at the same times, and for nothing else."""
    lines = sorted(
        f"{each.line.ingredients or each.line.as_written} {each.clock.last_allowed_at.isoformat()} "
        f"{each.clock.restart_at.isoformat()}"
        for each in held
    )
    return sha256("\n".join(lines).encode()).hexdigest()


def _own_times(appointment: Appointment, held: list[HeldMedicine]) -> OwnTimes:
    """The clock times of held medicines around a treatment; a message never says what they are for."""
    zone = clinic.zone_of(appointment.room_id)
    moments = sorted(
        moment for each in held for moment in (each.clock.last_allowed_at, each.clock.restart_at)
    )
    return OwnTimes(
        appointment.starts_at.astimezone(zone).date(), tuple(moment.astimezone(zone) for moment in moments)
    )


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
