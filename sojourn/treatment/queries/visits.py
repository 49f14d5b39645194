"""Ketamine visits and groups as the rooms look them up."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from sojourn import content
from sojourn.clinic.queries import starts_on, today_everywhere
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment, GroupSession
from sojourn.scheduling.states import AppointmentState
from sojourn.treatment.models import Session


class NotFound(Exception):
    """There is no such session, group or visit."""


def visit_by_id(appointment_id: UUID | str) -> Appointment:
    """One visit with patient, clinician and room. Raises :class:`NotFound`."""
    found = (
        Appointment.objects.select_related("patient", "staff", "room", "group")
        .filter(pk=appointment_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def awaited(now: datetime) -> list[Appointment]:
    """Today's ketamine visits whose session is not open yet."""
    services = [each.code for each in content.pack().services.values() if each.phases]
    return list(
        Appointment.objects.filter(
            starts_on(today_everywhere(now)),
            service__in=services,
            state__in=[AppointmentState.BOOKED, AppointmentState.ARRIVED],
            session__isnull=True,
        ).select_related("patient", "staff", "room", "group")
    )


def sessions_today(patient: Patient, now: datetime) -> QuerySet[Session]:
    """A patient's sessions that were opened today, the latest first; mostly one or none."""
    here = starts_on(today_everywhere(now), "opened_at", "appointment__room")
    return Session.objects.filter(here, patient=patient).order_by("-opened_at")


def group_by_id(group_id: UUID) -> GroupSession:
    """One group with its room and people. Raises :class:`NotFound`."""
    groups = GroupSession.objects.select_related("room", "provider", "monitor", "called_off")
    found = groups.prefetch_related("seats").filter(pk=group_id).first()
    if found is None:
        raise NotFound
    return found


def group_to_show(now: datetime) -> GroupSession | None:
    """The group that is on now or comes next; on its day one that was called off, unless another takes its place."""
    ahead = GroupSession.objects.filter(ends_at__gte=now - timedelta(hours=2)).order_by("starts_at")
    held = ahead.filter(called_off__isnull=True).first()
    off = ahead.filter(starts_on(today_everywhere(now)), called_off__isnull=False).first()
    if off and (held is None or held.begins.date() != off.begins.date()):
        return off
    return held


def visits_of_group(group: GroupSession) -> list[Appointment]:
    """The visits of a group's seats that were not cancelled, by seat."""
    standing = Appointment.objects.filter(group=group).exclude(state=AppointmentState.CANCELLED)
    return list(standing.select_related("patient", "staff", "seat").order_by("seat__number", "starts_at"))
