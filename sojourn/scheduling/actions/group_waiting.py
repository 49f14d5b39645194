"""The waiting list of a full group: joining at an agreed price, leaving, taking the place that is kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic.words import spoken
from sojourn.core.decisions import Decision, refuse, require
from sojourn.people.models import Patient
from sojourn.scheduling.actions.groups import take_seat
from sojourn.scheduling.actions.seats import (
    cleared,
    offer_places,
    places_left,
    price_in_range,
    withdraw_word,
)
from sojourn.scheduling.actions.waiting import GONE, USED
from sojourn.scheduling.models import GroupSession, Seat, WaitingListEntry
from sojourn.scheduling.permissions import may_schedule, may_wait_for
from sojourn.scheduling.queries.called_off import is_off
from sojourn.scheduling.queries.waiting import STANDING

W = WaitingListEntry.State
PLACE_IS_OFF = (
    "We had to call off the group on {when}, so this place cannot be taken any more. Please call us or write to us, "
    "and we find another date together."
)


@transaction.atomic
def join_waiting_list(
    *,
    group: GroupSession,
    patient: Patient,
    by: User | None,
    now: datetime,
    agreed_cents: int | None = None,
    joins_sharing: bool | None = None,
) -> WaitingListEntry:
    """Wait for a place in a full group, cleared for it, at the price agreed. Who left comes back at the end."""
    require(may_schedule(by))
    group = GroupSession.objects.select_for_update().get(pk=group.pk)
    require(_may_wait(group, patient, agreed_cents, now))
    entry, is_new = WaitingListEntry.objects.get_or_create(
        group=group, patient=patient, defaults={"since": now}
    )
    if not is_new and entry.state in {W.LEFT, W.TAKEN}:
        entry.state, entry.since, entry.offer_expires_at = W.WAITING, now, None
    entry.agreed_cents, entry.joins_sharing = agreed_cents, joins_sharing
    entry.save(update_fields=["state", "since", "offer_expires_at", "agreed_cents", "joins_sharing"])
    _record("joined", f"{patient} waits for a place in the group on {spoken(group.begins)}", entry, by, now)
    return entry


@transaction.atomic
def leave_waiting_list(*, entry: WaitingListEntry, by: User | None, now: datetime) -> WaitingListEntry:
    """No longer waiting; a place that was offered goes on to the next."""
    require(may_wait_for(by, entry.patient))
    group = GroupSession.objects.select_for_update().get(pk=entry.group_id)
    entry.refresh_from_db(fields=["state"])
    if entry.state not in STANDING:
        return entry
    entry.state, entry.offer_expires_at = W.LEFT, None
    entry.save(update_fields=["state", "offer_expires_at"])
    withdraw_word([entry])
    _record("left", f"{entry.patient} left the waiting list", entry, by, now)
    offer_places(group, now=now)
    return entry


@transaction.atomic
def pass_place(*, entry: WaitingListEntry, by: User | None, now: datetime) -> WaitingListEntry:
    """It does not suit: the next is asked, and they keep their place. Saying it twice counts once."""
    require(may_wait_for(by, entry.patient))
    group = GroupSession.objects.select_for_update().get(pk=entry.group_id)
    entry.refresh_from_db(fields=["state", "offer_expires_at"])
    if entry.state == W.OFFERED:
        entry.state = W.WAITING
        entry.save(update_fields=["state"])
        withdraw_word([entry])
        _record("passed", f"{entry.patient} let the place pass", entry, by, now)
        offer_places(group, now=now)
    return entry


@transaction.atomic
def take_place(*, entry: WaitingListEntry, by: User | None, now: datetime) -> Seat:
    """The place that is kept, at the price agreed when they joined the list; by the same gates as any other seat."""
    require(may_wait_for(by, entry.patient))
    GroupSession.objects.select_for_update().get(pk=entry.group_id)
    entry.refresh_from_db()
    if entry.state == W.TAKEN:
        return _taken_before(entry)
    if entry.state == W.OFF:
        raise refuse("called_off", PLACE_IS_OFF.format(when=spoken(entry.group.begins)))
    if entry.state != W.OFFERED or entry.offer_expires_at is None or entry.offer_expires_at <= now:
        raise refuse("offer_gone", GONE)
    if entry.agreed_cents is None:
        raise refuse(
            "no_price", "The price is agreed with the office first. Please call us, and the place is yours."
        )
    return take_seat(
        group=entry.group,
        patient=entry.patient,
        agreed_cents=entry.agreed_cents,
        joins_sharing=entry.joins_sharing,
        by=by,
        now=now,
    )


def _taken_before(entry: WaitingListEntry) -> Seat:
    """The seat a place became, as long as it was not given up since."""
    if seat := Seat.objects.filter(group=entry.group_id, patient=entry.patient_id).first():
        return seat
    raise refuse("offer_used", USED)


@transaction.atomic
def pass_on_offers(*, now: datetime) -> int:
    """Offers nobody took in time go to the next; who let one pass keeps their place on the list."""
    expired = WaitingListEntry.objects.filter(state=W.OFFERED, offer_expires_at__lte=now)
    groups = {entry.group_id for entry in expired}
    passed = 0
    for group in GroupSession.objects.select_for_update().filter(pk__in=groups).order_by("pk"):
        over = group.waiting_list.filter(state=W.OFFERED, offer_expires_at__lte=now)
        withdraw_word(over)
        passed += over.update(state=W.WAITING)
        offer_places(group, now=now)
    return passed


def _may_wait(group: GroupSession, patient: Patient, agreed_cents: int | None, now: datetime) -> Decision:
    require(Decision.of(is_off(group)))
    if Seat.objects.filter(group=group, patient=patient).exists():
        raise refuse("has_seat", f"{patient.called} has a seat in this group already.", field="patient")
    if places_left(group, but_for=patient.pk) > 0:
        raise refuse("seats_left", "There is still a seat in this group. Take it instead.", field="patient")
    return Decision.of(
        None if agreed_cents is None else price_in_range(group.service, agreed_cents, now),
        cleared(group, patient, now),
    )


def _record(kind: str, sentence: str, entry: WaitingListEntry, by: User | None, now: datetime) -> None:
    audit.record(f"waiting_list.{kind}", sentence, by=by, now=now, subject=entry, patient_id=entry.patient_id)
