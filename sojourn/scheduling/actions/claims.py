"""Claiming time. The unique pair of resource and grid cell is the last word on every clash (law 2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.clinic import queries as clinic
from sojourn.core.decisions import Refused, refuse
from sojourn.scheduling.models import Appointment, Claim, GroupSession, TimeOffer
from sojourn.scheduling.queries.offers import free_instead
from sojourn.scheduling.queries.places import Place, monitors_for
from sojourn.scheduling.rules.availability import occupied

Wanted = tuple[UUID, int]


def claim_visits(appointments: list[Appointment], *, by: User | None, now: datetime) -> None:
    """Claim provider, monitor, room and patient for every visit, or refuse with times ``by`` may take instead.

    Rows go in sorted, so that two bookings that meet wait for each other in one order and never in a ring. When it was
    only somebody who keeps watch that was taken meanwhile, the next free one does.
    """
    while True:
        try:
            _insert([claim for each in appointments for claim in _claims_of_visit(each)])
            return
        except IntegrityError as clash:
            if not _somebody_else_watches(appointments):
                raise _taken(appointments, by, now) from clash


def claim_group(group: GroupSession) -> None:
    """Claim room, provider and monitor for a group, or refuse."""
    minutes = clinic.service(group.service).occupies_minutes
    resources = (group.room_id, group.provider_id, group.monitor_id)
    claims = [
        Claim(resource=resource, cell=cell, group=group)
        for resource in resources
        for cell in _cells(group.starts_at, minutes)
    ]
    try:
        _insert(claims)
    except IntegrityError as clash:
        raise refuse(
            "taken",
            "The room, the provider or the monitor is taken at that time. Please choose another time.",
            field="starts_at",
        ) from clash


def claim_offer(offer: TimeOffer, *, monitor: UUID | None) -> None:
    """Keep the time of an offer. Raises IntegrityError when somebody was quicker."""
    minutes = clinic.service(offer.wish.service).occupies_minutes
    resources = [each for each in (offer.staff_id, offer.room_id, monitor) if each]
    _insert(
        [
            Claim(resource=resource, cell=cell, offer=offer)
            for resource in resources
            for cell in _cells(offer.starts_at, minutes)
        ]
    )


def let_go_of_offers(offers: Iterable[TimeOffer]) -> None:
    """What was kept for somebody is free again."""
    Claim.objects.filter(offer__in=[each.pk for each in offers]).delete()


def let_go(appointment: Appointment) -> None:
    """Give the time back."""
    Claim.objects.filter(appointment=appointment).delete()


def let_go_of_group(group: GroupSession) -> None:
    """Give the group's own time back: room, provider and monitor. Its patients' is their visits'."""
    Claim.objects.filter(group=group).delete()


def _claims_of_visit(appointment: Appointment) -> Iterable[Claim]:
    service = clinic.service(appointment.service)
    wanted: list[Wanted] = [(appointment.patient_id, service.minutes)]
    if appointment.group_id is None:
        wanted += [
            (appointment.staff_id, service.occupies_minutes),
            (appointment.room_id, service.occupies_minutes),
        ]
    if appointment.monitor_id:
        wanted.append((appointment.monitor_id, service.occupies_minutes))
    for resource, minutes in wanted:
        for cell in _cells(appointment.starts_at, minutes):
            yield Claim(resource=resource, cell=cell, appointment=appointment)


def _cells(starts_at: datetime, minutes: int) -> Iterable[datetime]:
    return occupied(starts_at, minutes).grains(content.pack().hours.slot_minutes)


def _insert(claims: list[Claim]) -> None:
    with transaction.atomic():
        Claim.objects.bulk_create(sorted(claims, key=lambda each: (each.resource, each.cell)))


def _somebody_else_watches(appointments: Iterable[Appointment]) -> bool:
    """Put the next free monitor where the one chosen was taken; False when that changes nothing."""
    busy = [each for each in appointments if each.monitor_id and _is_busy(each, each.monitor_id)]
    free = monitors_for([Place(each.service, each.staff, each.room, each.starts_at) for each in busy])
    for appointment, monitor in zip(busy, free, strict=True):
        appointment.monitor = monitor
        appointment.save(update_fields=["monitor"])
    return bool(busy) and all(free)


def _is_busy(appointment: Appointment, resource: UUID) -> bool:
    minutes = clinic.service(appointment.service).occupies_minutes
    cells = list(_cells(appointment.starts_at, minutes))
    return Claim.objects.filter(resource=resource, cell__in=cells).exists()


def _taken(appointments: list[Appointment], by: User | None, now: datetime) -> Refused:
    if any(_patient_is_busy(each) for each in appointments):
        return refuse(
            "patient_busy",
            "There is another visit at that time. Please choose another one.",
            field="starts_at",
        )
    if len(appointments) > 1:
        return refuse(
            "taken", "One of these times was just taken. Here is a new proposal.", field="starts_at"
        )
    first = appointments[0]
    free = free_instead(first.service, first.starts_at, first.staff, by=by, now=now, patient=first.patient)
    sentence = f"That time was just taken.{free or ' Please choose another one.'}"
    return refuse("taken", sentence, field="starts_at")


def _patient_is_busy(appointment: Appointment) -> bool:
    minutes = clinic.service(appointment.service).minutes
    cells = list(_cells(appointment.starts_at, minutes))
    return Claim.objects.filter(resource=appointment.patient_id, cell__in=cells).exists()
