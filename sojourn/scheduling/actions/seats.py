"""Seats of a group: given back, and offered to whoever waits longest."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from sojourn import content
from sojourn.audit import actions as audit
from sojourn.clinic.words import spoken, spoken_day, spoken_time
from sojourn.comms import actions as comms
from sojourn.scheduling.actions.record import APPOINTMENTS_PAGE, address_of
from sojourn.scheduling.models import Appointment, GroupSession, Seat, WaitingListEntry

W = WaitingListEntry.State


def free_seat(appointment: Appointment, *, now: datetime) -> None:
    """Empty the seat of a cancelled visit and offer the place on; who let an earlier place pass is asked again."""
    group = GroupSession.objects.select_for_update().get(appointments=appointment)
    Seat.objects.filter(appointment=appointment).update(
        patient=None, appointment=None, agreed_cents=None, joins_sharing=None
    )
    group.waiting_list.filter(state=W.WAITING).update(offer_expires_at=None)
    offer_places(group, now=now)


def places_left(group: GroupSession, *, but_for: UUID | None = None) -> int:
    """Empty seats less those offered to others than ``but_for`` (a patient's id)."""
    empty = group.seats.filter(patient__isnull=True).count()
    offered = group.waiting_list.filter(state=W.OFFERED)
    return empty - (offered.exclude(patient_id=but_for) if but_for else offered).count()


def offer_places(group: GroupSession, *, now: datetime) -> list[WaitingListEntry]:
    """Offer every free place to the next ones waiting, with the group's row locked.

    Nobody is offered the same place twice: who let it pass has ``offer_expires_at`` set while waiting.
    """
    if group.starts_at <= now:
        return []
    count = max(0, places_left(group))
    next_ones = list(_not_yet_offered(group)[:count])
    for entry in next_ones:
        _offer(entry, now)
    return next_ones


def _not_yet_offered(group: GroupSession) -> QuerySet[WaitingListEntry]:
    waiting = group.waiting_list.filter(state=W.WAITING, offer_expires_at__isnull=True)
    return waiting.select_related("patient", "group")


def _offer(entry: WaitingListEntry, now: datetime) -> None:
    stands = timedelta(minutes=content.pack().policies.booking.offer_minutes)
    entry.state, entry.offer_expires_at = W.OFFERED, now + stands
    entry.save(update_fields=["state", "offer_expires_at"])
    channel, to = address_of(entry.patient)
    comms.queue(
        template="waiting-list-offer",
        to=to,
        channel=channel,
        context={
            "name": entry.patient.called,
            "day": spoken_day(entry.group.starts_at),
            "time": spoken_time(entry.group.starts_at),
            "until": spoken(entry.offer_expires_at),
            "link": APPOINTMENTS_PAGE,
        },
        about=entry.patient_id,
        once=f"waiting-list-offer:{entry.pk}:{entry.offer_expires_at.isoformat()}",
        now=now,
    )
    audit.record(
        "waiting_list.offered",
        f"A place in the group on {spoken(entry.group.starts_at)} was offered to {entry.patient}",
        by=None,
        now=now,
        subject=entry,
        patient_id=entry.patient_id,
    )
