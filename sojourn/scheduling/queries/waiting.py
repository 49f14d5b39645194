"""Who waits for a time, what suits them, and what they are offered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.comms.rules import outside_quiet_hours
from sojourn.core.periods import Period
from sojourn.core.together import fetch_with
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment, TimeOffer, TimeWish, WaitingListEntry
from sojourn.scheduling.queries.availability import load_calendar, openings_in
from sojourn.scheduling.rules.availability import Opening
from sojourn.scheduling.rules.waiting import Suits, offer_ends, offered_from
from sojourn.scheduling.states import HOLDS_ITS_PLACE, AppointmentState

STANDING = (WaitingListEntry.State.WAITING, WaitingListEntry.State.OFFERED)


def wishes_of(patient: Patient, *others: QuerySet[Any]) -> list[TimeWish]:
    """What this patient waits for, with the offers made so far; ``others`` are asked along. One query."""
    return _with_offers(_wishes().filter(patient=patient), *others)


def waiting_for_times() -> list[TimeWish]:
    """Everybody who waits for a time, who came first on top, with the offers made so far. One query."""
    return _with_offers(_wishes())


def _wishes() -> QuerySet[TimeWish]:
    return TimeWish.objects.filter(state__in=STANDING).select_related("patient", "staff", "instead_of")


def _with_offers(wishes: QuerySet[TimeWish], *others: QuerySet[Any]) -> list[TimeWish]:
    return fetch_with(wishes, *others, offers=TimeOffer.objects.select_related("staff", "room"))


def offer_to(patient: Patient, offer_id: UUID) -> TimeOffer | None:
    """A time that was offered to this patient."""
    return TimeOffer.objects.filter(pk=offer_id, wish__patient=patient).first()


def place_for(patient: Patient, entry_id: UUID) -> WaitingListEntry | None:
    """What this patient waits for in a group."""
    return WaitingListEntry.objects.filter(pk=entry_id, patient=patient).select_related("group").first()


def wish_of(wish_id: UUID, patient: Patient | None = None) -> TimeWish | None:
    """One wish; with a patient, only if it is theirs."""
    found = TimeWish.objects.filter(pk=wish_id).select_related("patient")
    return (found.filter(patient=patient) if patient else found).first()


def open_offer(wish: TimeWish) -> TimeOffer | None:
    """The time kept for them now."""
    return next((each for each in wish.offers.all() if each.outcome == TimeOffer.Outcome.OPEN), None)


def heard_at(now: datetime) -> datetime:
    """When somebody told now can be expected to read it: not in the quiet hours."""
    quiet = content.pack().policies.reminders
    return outside_quiet_hours(now, quiet.quiet_from, quiet.quiet_until, clinic.timezone())


def offer_stands_until(now: datetime) -> datetime:
    """Until when an offer made now stands."""
    return offer_ends(heard_at(now), minutes=content.pack().policies.booking.offer_minutes)


def openings_to_offer(service: str, now: datetime) -> list[Opening]:
    """Every free time that may still be offered, as far ahead as the clinic books. Two queries."""
    policy, house = content.pack().policies.booking, clinic.house()
    earliest = offered_from(heard_at(now), lead_hours=policy.offer_lead_hours)
    first = clinic.local_day(earliest)
    rooms = house.rooms_for(service)
    calendar = load_calendar(house.people, rooms, from_day=first, days=policy.furthest_ahead_days)
    found = openings_in(calendar, service, house.who_can(service), rooms, house.who_watches(service))
    return [each for each in found if each.starts_at >= earliest]


def what_suits(wishes: Sequence[TimeWish], now: datetime) -> list[tuple[UUID, Suits]]:
    """The wishes as facts for the rules, in their order. One query, two where there are several places."""
    busy, rooms = _busy({each.patient_id for each in wishes}, now), clinic.rooms_by_place()
    return [(each.pk, _suits_of(each, busy.get(each.patient_id, ()), rooms)) for each in wishes]


def _suits_of(wish: TimeWish, busy: Sequence[Period], rooms: Mapping[str, Collection[UUID]] | None) -> Suits:
    """One wish as facts; ``offers`` that were prefetched are not asked for again."""
    instead = wish.instead_of
    had = {(each.staff_id, each.starts_at) for each in wish.offers.all()} if wish.pk else set()
    return Suits(
        first=wish.from_day,
        last=wish.until_day,
        weekdays=frozenset(wish.weekdays),
        not_before=wish.not_before,
        not_after=wish.not_after,
        staff=wish.staff_id,
        rooms=None if rooms is None else rooms.get(wish.place or clinic.own_place(), ()),
        before=instead.starts_at if instead else None,
        had=had,
        busy=[each for each in busy if instead is None or each.start != instead.starts_at],
    )


def _busy(patients: Collection[UUID], now: datetime) -> dict[UUID, list[Period]]:
    ahead = Appointment.objects.filter(patient__in=patients, state__in=HOLDS_ITS_PLACE, ends_at__gt=now)
    found: dict[UUID, list[Period]] = {}
    for patient, starts_at, ends_at in ahead.values_list("patient", "starts_at", "ends_at"):
        found.setdefault(patient, []).append(Period(starts_at, ends_at))
    return found


def is_over(wish: TimeWish, now: datetime) -> bool:
    """True when nothing is left to wait for: the days are past, or the visit to be given up is not ahead."""
    instead = wish.instead_of
    gone = instead is not None and (instead.state != AppointmentState.BOOKED or instead.starts_at <= now)
    return gone or wish.until_day < clinic.local_day(now)
