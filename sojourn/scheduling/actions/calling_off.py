"""Calling a group off as a whole: its seats, its list, its time and everybody who was told, in one step."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic.words import spoken
from sojourn.core.decisions import Decision, refuse, require
from sojourn.core.ids import new_id
from sojourn.core.sent_again import kept_before
from sojourn.people.actions import write_to
from sojourn.scheduling.actions.changes import locked
from sojourn.scheduling.actions.claims import let_go_of_group
from sojourn.scheduling.actions.ending import end_visits
from sojourn.scheduling.actions.offers import offer_soon
from sojourn.scheduling.actions.record import APPOINTMENTS_PAGE, note_step, tell_patient
from sojourn.scheduling.actions.seats import withdraw_word
from sojourn.scheduling.calendar_file import calendar_of
from sojourn.scheduling.models import Appointment, GroupCalledOff, GroupSession, WaitingListEntry
from sojourn.scheduling.permissions import may_schedule
from sojourn.scheduling.queries.called_off import is_off, was_lost
from sojourn.scheduling.queries.waiting import STANDING
from sojourn.scheduling.rules.calling_off import GroupThen, may_call_off, why_in_words
from sojourn.scheduling.states import HOLDS_ITS_PLACE

NO_PLACE = {"patient": None, "appointment": None, "agreed_cents": None, "joins_sharing": None}


@transaction.atomic
def call_off_group(
    *,
    group: GroupSession,
    reason: str,
    by: User | None,
    now: datetime,
    client_id: UUID | None = None,
    seen: Collection[UUID] | None = None,
) -> GroupCalledOff:
    """The clinic's own no: everybody's visit ends without a fee, nobody waits, the time is free, and all are told.

    ``seen`` are the patients its page named; who took a seat since is not called off unawares.
    """
    require(may_schedule(by))
    group = _locked(group)
    if client_id and (known := GroupCalledOff.objects.filter(pk=client_id, group=group).first()):
        return kept_before(known, {"reason": reason.strip()})
    visits, waiting = _visits_in(group), _waiting_for(group)
    require(may_call_off(_facts(group, visits, seen, now), reason))
    _empty_the_list(group, waiting)
    gone = end_visits(visits, "call_off", by=by, now=now, reason=reason.strip(), cause=_cause())
    group.seats.update(**NO_PLACE)
    let_go_of_group(group)
    off = _keep(group, reason.strip(), by, now, client_id)
    _note(off, visits, waiting)
    for visit in visits:
        _tell(visit, calendar_of(gone[visit.pk], now=now), now)
    for entry in waiting:
        _tell_who_waited(entry, now)
    offer_soon(now)
    return off


@transaction.atomic
def settle_without_date(*, appointment: Appointment, reason: str, by: User | None, now: datetime) -> None:
    """Somebody whose visit was called off wants no other date, in their words; nobody asks them again."""
    require(may_schedule(by))
    appointment = locked(appointment)
    if not was_lost(appointment):
        raise refuse(
            "not_called_off", "Only a visit that was called off with its group waits for a new date."
        )
    require(Decision.of(why_in_words(reason)))
    if not appointment.changes.filter(move="no_date").exists():
        note_step(appointment, "no_date", by=by, now=now, reason=reason.strip())


def _locked(group: GroupSession) -> GroupSession:
    """Locked first and read afterwards, as whoever gives or takes a seat does."""
    GroupSession.objects.select_for_update().values_list("pk", flat=True).get(pk=group.pk)
    return GroupSession.objects.select_related("room", "provider", "monitor").get(pk=group.pk)


def _visits_in(group: GroupSession) -> list[Appointment]:
    """Those that keep their place, with what follows them all locked at once."""
    concerned = Appointment.objects.filter(Q(group=group) | Q(follows__group=group))
    keys = list(concerned.values_list("pk", flat=True))
    list(Appointment.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    held = Appointment.objects.filter(group=group, state__in=HOLDS_ITS_PLACE)
    return list(held.select_related("patient", "staff", "monitor", "room", "seat").order_by("seat__number"))


def _waiting_for(group: GroupSession) -> list[WaitingListEntry]:
    return list(group.waiting_list.filter(state__in=STANDING).select_related("patient", "group"))


def _facts(
    group: GroupSession, visits: list[Appointment], seen: Collection[UUID] | None, now: datetime
) -> GroupThen:
    return GroupThen(
        starts_at=group.starts_at,
        now=now,
        states={str(each.patient_id): each.state for each in visits},
        is_off=is_off(group) is not None,
        seen=None if seen is None else [str(each) for each in seen],
    )


def _empty_the_list(group: GroupSession, waiting: list[WaitingListEntry]) -> None:
    withdraw_word(waiting)
    group.waiting_list.filter(state__in=STANDING).update(
        state=WaitingListEntry.State.OFF, offer_expires_at=None
    )


def _keep(
    group: GroupSession, reason: str, by: User | None, now: datetime, client_id: UUID | None
) -> GroupCalledOff:
    return GroupCalledOff.objects.create(pk=client_id or new_id(), group=group, reason=reason, by=by, at=now)


def _note(off: GroupCalledOff, visits: list[Appointment], waiting: list[WaitingListEntry]) -> None:
    audit.record(
        "group.called_off",
        f"Group on {spoken(off.group.begins)} with {off.group.provider}: called off",
        by=off.by,
        now=off.at,
        subject=off.group,
        reason=off.reason,
        data={"seats": len(visits), "waiting": len(waiting), "starts_at": off.group.starts_at},
    )
    audit.record_all(
        [
            audit.event(
                "waiting_list.called_off",
                f"The group on {spoken(off.group.begins)}, which {entry.patient} waited for, was called off",
                by=off.by,
                now=off.at,
                subject=entry,
                patient_id=entry.patient_id,
            )
            for entry in waiting
        ]
    )


def _tell(visit: Appointment, calendar: str, now: datetime) -> None:
    tell_patient("group-called-off", visit, once=f"group-called-off:{visit.pk}", now=now, calendar=calendar)


def _tell_who_waited(entry: WaitingListEntry, now: datetime) -> None:
    begins = entry.group.begins
    write_to(
        patient=entry.patient,
        template="group-called-off-waiting",
        once=f"group-called-off-waiting:{entry.pk}",
        now=now,
        day=begins.date(),
        time=begins.time(),
        link=APPOINTMENTS_PAGE,
    )


def _cause() -> str:
    """A reason of the pack that is the clinic's own, so that nobody reads it as theirs."""
    return content.pack().policies.cancellation.own_cause
