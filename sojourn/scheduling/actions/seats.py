"""Seats of a group: given back, and offered to whoever waits longest.

Whoever locks a group's row does so before a visit's in it: who books, gives up, waits, and who calls the group off.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet

from sojourn import content
from sojourn.audit import actions as audit
from sojourn.clinic import queries as clinic
from sojourn.clinic.words import spoken
from sojourn.comms import actions as comms
from sojourn.core.decisions import Decision, Finding
from sojourn.core.money import in_words
from sojourn.people.models import Patient
from sojourn.scheduling.actions.record import tell_of_offer
from sojourn.scheduling.models import Appointment, GroupSession, Seat, WaitingListEntry
from sojourn.scheduling.queries.gates import gate, prerequisite
from sojourn.scheduling.queries.waiting import heard_at, offer_stands_until
from sojourn.scheduling.rules.waiting import offered_from

W = WaitingListEntry.State


def hold_group_of(appointment: Appointment) -> None:
    """Lock the group a visit is in, if it is in one, before the visit itself is locked."""
    if appointment.group_id:
        GroupSession.objects.select_for_update().get(pk=appointment.group_id)


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
    """Offer every free place to the next ones waiting who are cleared, with the group's row locked.

    Nobody is offered the same place twice: who let it pass has ``offer_expires_at`` set while waiting. What begins too
    soon to get ready for is not offered.
    """
    lead = content.pack().policies.booking.offer_lead_hours
    count = places_left(group)
    if count < 1 or group.starts_at < offered_from(heard_at(now), lead_hours=lead):
        return []
    next_ones = list(islice((each for each in _not_yet_offered(group) if _is_cleared(each, now)), count))
    for entry in next_ones:
        _offer(entry, now)
    return next_ones


def _not_yet_offered(group: GroupSession) -> QuerySet[WaitingListEntry]:
    waiting = group.waiting_list.filter(state=W.WAITING, offer_expires_at__isnull=True)
    return waiting.select_related("patient", "group")


def cleared(group: GroupSession, patient: Patient, now: datetime) -> Decision:
    """Everything but the price that has to hold for somebody to sit in this group."""
    return Decision.of(
        prerequisite(patient, group.service, group.starts_at), gate(patient, group.service, now)
    )


def _is_cleared(entry: WaitingListEntry, now: datetime) -> bool:
    return cleared(entry.group, entry.patient, now).allowed


def _offer(entry: WaitingListEntry, now: datetime) -> None:
    entry.state, entry.offer_expires_at = W.OFFERED, offer_stands_until(now)
    entry.save(update_fields=["state", "offer_expires_at"])
    tell_of_offer(
        entry.patient,
        entry.group.begins,
        until=entry.offer_expires_at,
        once=f"{_occasion(entry)}{entry.offer_expires_at.isoformat()}",
        now=now,
        not_before=heard_at(now),
    )
    audit.record(
        "waiting_list.offered",
        f"A place in the group on {spoken(entry.group.begins)} was offered to {entry.patient}",
        by=None,
        now=now,
        subject=entry,
        patient_id=entry.patient_id,
    )


def withdraw_word(entries: Iterable[WaitingListEntry]) -> None:
    """A place that was taken, let pass or ran out: word of it that has not left yet does not leave any more."""
    for entry in entries:
        comms.call_off(about=entry.patient_id, once_begins=_occasion(entry))


def _occasion(entry: WaitingListEntry) -> str:
    return f"waiting-list-offer:{entry.pk}:"


def price_in_range(service: str, agreed_cents: int, now: datetime) -> Finding | None:
    """The price agreed with one person lies inside the pack's range."""
    price = clinic.price_of(service, clinic.local_day(now))
    if price.low_cents <= agreed_cents <= price.high_cents:
        return None
    low, high = in_words(price.low_cents), in_words(price.high_cents)
    return Finding(
        code="price_outside", message=f"The price is agreed between {low} and {high}.", field="agreed"
    )
