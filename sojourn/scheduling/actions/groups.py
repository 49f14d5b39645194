"""Groups (P25–P27): six seats are six rows, the seventh waits, and a place given up goes to who waits longest."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import Room, StaffMember
from sojourn.clinic.words import spoken
from sojourn.core.decisions import Decision, Finding, refuse, require
from sojourn.core.ids import new_id
from sojourn.core.sent_again import kept_before
from sojourn.people.models import Patient
from sojourn.scheduling.actions.changes import cancel
from sojourn.scheduling.actions.claims import claim_group, claim_visits
from sojourn.scheduling.actions.record import note_step, tell_patient
from sojourn.scheduling.actions.seats import cleared, places_left, price_in_range, withdraw_word
from sojourn.scheduling.calendar_file import calendar_of
from sojourn.scheduling.models import Appointment, GroupSession, Seat, WaitingListEntry
from sojourn.scheduling.permissions import may_change
from sojourn.scheduling.queries.called_off import is_off
from sojourn.scheduling.queries.places import place_is_possible

W = WaitingListEntry.State


@transaction.atomic
def open_group(
    *,
    service: str,
    room: Room,
    provider: StaffMember,
    monitor: StaffMember,
    starts_at: datetime,
    by: User | None,
    now: datetime,
    client_id: UUID | None = None,
) -> GroupSession:
    """A group with its seats, its room, its provider and somebody else who monitors."""
    if client_id and (known := GroupSession.objects.filter(pk=client_id).first()):
        return opened_before(known, starts_at, service=service, room=room, provider=provider, monitor=monitor)
    require(_group_can_be(service, room, provider, monitor, starts_at, now))
    offered = clinic.service(service)
    group = GroupSession.objects.create(
        pk=client_id or new_id(),
        service=service,
        room=room,
        provider=provider,
        monitor=monitor,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=offered.minutes),
        created_at=now,
    )
    claim_group(group)
    Seat.objects.bulk_create(Seat(group=group, number=number + 1) for number in range(offered.seats))
    audit.record("group.opened", f"Group on {spoken(group.begins)} opened", by=by, now=now, subject=group)
    return group


def opened_before(known: GroupSession, starts_at: datetime, **said: Any) -> GroupSession:
    """What the same form opened the first time; a page somebody went back to, with other facts, opens nothing."""
    if known.starts_at == starts_at:
        return kept_before(known, said)
    raise refuse(
        "page_used",
        f"This page has opened a group already: {spoken(known.begins)}. Please open the page anew for another.",
    )


@transaction.atomic
def take_seat(
    *,
    group: GroupSession,
    patient: Patient,
    agreed_cents: int,
    joins_sharing: bool | None,
    by: User | None,
    now: datetime,
) -> Seat:
    """One seat for one person at the agreed price. When none is left the refusal names the waiting list."""
    group = GroupSession.objects.select_for_update().get(pk=group.pk)
    if known := Seat.objects.filter(group=group, patient=patient).first():
        return known
    require(Decision.of(is_off(group)))
    require(_may_sit(group, patient, agreed_cents, now))
    if places_left(group, but_for=patient.pk) < 1:
        raise refuse(
            "group_full", "Every seat in this group is taken. The waiting list is open.", field="patient"
        )
    seat = group.seats.filter(patient__isnull=True).first()
    if seat is None:
        raise refuse(
            "group_full", "Every seat in this group is taken. The waiting list is open.", field="patient"
        )
    appointment = _visit_in(group, patient, agreed_cents, by, now)
    claim_visits([appointment], by=by, now=now)
    seat.patient, seat.appointment = patient, appointment
    seat.agreed_cents, seat.joins_sharing = agreed_cents, joins_sharing
    seat.save(update_fields=["patient", "appointment", "agreed_cents", "joins_sharing"])
    waited = list(group.waiting_list.filter(patient=patient))
    group.waiting_list.filter(patient=patient).update(state=W.TAKEN)
    withdraw_word(waited)
    note_step(appointment, "book", by=by, now=now, agreed_cents=agreed_cents, seat=seat.number)
    tell_patient(
        "booking-confirmed",
        appointment,
        once=f"booking-confirmed:{appointment.pk}",
        now=now,
        calendar=calendar_of([appointment], now=now),
    )
    return seat


@transaction.atomic
def say_sharing(*, seat: Seat, joins: bool, by: User, now: datetime) -> Seat:
    """Whether they would like to join the sharing round (P26); their own word, changed as often as they like."""
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    if seat.appointment is None:
        raise refuse("seat_empty", "Nobody has this seat.")
    require(may_change(by, seat.appointment))
    if seat.joins_sharing != joins:
        seat.joins_sharing = joins
        seat.save(update_fields=["joins_sharing"])
        words = "joins the sharing round" if joins else "rather does not join the sharing round"
        audit.record(
            "group.sharing",
            f"{seat.patient} {words}",
            by=by,
            now=now,
            subject=seat,
            patient_id=seat.patient_id,
        )
    return seat


@transaction.atomic
def give_up_seat(*, seat: Seat, reason: str, by: User | None, now: datetime) -> None:
    """The seat is free again and offered to whoever waits longest."""
    if seat.appointment is None:
        raise refuse("seat_empty", "Nobody has this seat.")
    cancel(appointment=seat.appointment, reason=reason, by=by, now=now)


def _group_can_be(
    service: str, room: Room, provider: StaffMember, monitor: StaffMember, starts_at: datetime, now: datetime
) -> Decision:
    return Decision.of(
        None
        if starts_at > now
        else Finding(
            code="past", message="A group is opened for a time that is still ahead.", field="starts_at"
        ),
        place_is_possible(service, provider, room, starts_at, monitor=monitor),
    )


def _may_sit(group: GroupSession, patient: Patient, agreed_cents: int, now: datetime) -> Decision:
    past = Finding(code="past", message="This group has begun.", field="patient")
    return Decision.of(
        past if group.starts_at <= now else None,
        price_in_range(group.service, agreed_cents, now),
        cleared(group, patient, now),
    )


def _visit_in(
    group: GroupSession, patient: Patient, agreed_cents: int, by: User | None, now: datetime
) -> Appointment:
    return Appointment.objects.create(
        patient=patient,
        service=group.service,
        staff=group.provider,
        room=group.room,
        group=group,
        starts_at=group.starts_at,
        ends_at=group.ends_at,
        price_cents=agreed_cents,
        booked_at=now,
        booked_by=by,
    )
