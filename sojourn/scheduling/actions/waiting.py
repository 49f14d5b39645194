"""Waiting for a time: joining, leaving, taking what is offered, letting it pass."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import StaffMember
from sojourn.clinic.words import spoken
from sojourn.core.decisions import Decision, Finding, refuse, require
from sojourn.people.models import Patient
from sojourn.scheduling.actions.booking import book
from sojourn.scheduling.actions.changes import locked, move
from sojourn.scheduling.actions.offers import close_offer, offer_soon
from sojourn.scheduling.models import Appointment, TimeOffer, TimeWish, WaitingListEntry
from sojourn.scheduling.permissions import may_wait_for
from sojourn.scheduling.queries.availability import bookable_from
from sojourn.scheduling.queries.gates import open_to
from sojourn.scheduling.queries.waiting import STANDING, openings_to_offer, what_suits
from sojourn.scheduling.rules.waiting import suits
from sojourn.scheduling.states import HOLDS_ITS_PLACE, AppointmentState

W, Became = WaitingListEntry.State, TimeOffer.Outcome
_WRONG_DAYS = Finding(
    code="days_backwards",
    message="The last day comes after the first, and is still ahead.",
    field="until_day",
)
_IN_GROUPS = Finding(
    code="in_groups", message="Groups have a waiting list of their own, at the group.", field="service"
)
GONE = "This time is no longer kept for you: it went to the next person. You keep your place on the list."
USED = "You took this time before, and the visit was moved or cancelled since. Your visits are listed here."


@transaction.atomic
def wait_for_time(
    *,
    patient: Patient,
    service: str,
    from_day: date,
    until_day: date,
    by: User | None,
    now: datetime,
    weekdays: Collection[int] = (),
    not_before: time | None = None,
    not_after: time | None = None,
    staff: StaffMember | None = None,
    instead_of: Appointment | None = None,
    place: str = "",
) -> TimeWish:
    """Wait for a time that suits. Who waits for this kind of visit already keeps their turn and changes what suits.

    It is waited for at one ``place``: where the visit is that would be given up, else the clinic's own unless named.
    """
    require(may_wait_for(by, patient))
    facts: dict[str, object] = {
        "place": clinic.place_of(instead_of.room) if instead_of else place or clinic.own_place(),
        "weekdays": sorted(weekdays),
        "not_before": not_before,
        "not_after": not_after,
        "from_day": from_day,
        "until_day": until_day,
        "staff": staff,
        "instead_of": instead_of,
    }
    wish = TimeWish(patient=patient, service=service, since=now, **facts)
    require(_may_wait(wish, now))
    known = TimeWish.objects.select_for_update().filter(patient=patient, service=service, state__in=STANDING)
    wish = _changed(known.first(), facts) or _added(wish)
    audit.record(
        "waiting_list.joined",
        f"{patient} waits for a time: {clinic.service(service).short_name}",
        by=by,
        now=now,
        subject=wish,
        patient_id=patient.pk,
        data={name: str(value) for name, value in facts.items()},
    )
    return wish


@transaction.atomic
def stop_waiting(*, wish: TimeWish, by: User | None, now: datetime) -> TimeWish:
    """No longer waiting; a time that was kept goes on to the next."""
    wish = TimeWish.objects.select_for_update().get(pk=wish.pk)
    require(may_wait_for(by, wish.patient))
    for offer in wish.offers.filter(outcome=Became.OPEN).select_related("wish", "staff"):
        close_offer(offer, Became.PASSED, now)
    wish.state = W.LEFT
    wish.save(update_fields=["state"])
    audit.record(
        "waiting_list.left",
        f"{wish.patient} no longer waits",
        by=by,
        now=now,
        subject=wish,
        patient_id=wish.patient_id,
    )
    offer_soon(now)
    return wish


@transaction.atomic
def pass_offer(*, offer: TimeOffer, by: User | None, now: datetime) -> TimeOffer:
    """It does not suit: the next is asked, and they keep their place. Saying it twice counts once."""
    offer = _held(offer)
    require(may_wait_for(by, offer.wish.patient))
    if offer.outcome == Became.OPEN:
        close_offer(offer, Became.PASSED, now)
        offer_soon(now)
    return offer


@transaction.atomic
def take_offer(*, offer: TimeOffer, by: User | None, now: datetime) -> Appointment:
    """The time that is kept becomes their visit, by the same gates as any other; what they gave up for it is moved."""
    offer = _held(offer)
    wish = offer.wish
    require(may_wait_for(by, wish.patient))
    if offer.outcome == Became.TAKEN:
        return _taken_before(offer)
    if offer.outcome != Became.OPEN or offer.expires_at <= now:
        raise refuse("offer_gone", GONE)
    close_offer(offer, Became.TAKEN, now)
    if wish.instead_of:
        return _move_up(wish.instead_of, offer, by, now)
    return book(
        patient=wish.patient,
        service=wish.service,
        staff=offer.staff,
        room=offer.room,
        starts_at=offer.starts_at,
        by=by,
        now=now,
        offered=True,
    )


def _taken_before(offer: TimeOffer) -> Appointment:
    """The visit an offer became, as long as it is still there then."""
    own = offer.wish.patient.appointments.filter(service=offer.wish.service, starts_at=offer.starts_at)
    if visit := own.filter(state__in=HOLDS_ITS_PLACE).first():
        return visit
    raise refuse("offer_used", USED)


def _move_up(visit: Appointment, offer: TimeOffer, by: User | None, now: datetime) -> Appointment:
    return move(
        appointment=visit,
        staff=offer.staff,
        room=offer.room,
        starts_at=offer.starts_at,
        reason="a time that came free",
        by=by,
        now=now,
        offered=True,
    )


def _held(offer: TimeOffer) -> TimeOffer:
    """The offer as it stands now. What would be given up is locked first, as everybody who changes a visit does."""
    wish = TimeWish.objects.select_related("instead_of").get(offers=offer)
    if wish.instead_of:
        locked(wish.instead_of)
    TimeWish.objects.select_for_update().get(pk=wish.pk)
    held = TimeOffer.objects.select_for_update(of=("self",)).filter(pk=offer.pk)
    return held.select_related("wish__patient", "wish__instead_of", "staff", "room").get()


def _may_wait(wish: TimeWish, now: datetime) -> Decision:
    if clinic.service(wish.service).capacity > 1:
        return Decision.of(_IN_GROUPS)
    if wish.until_day < max(wish.from_day, clinic.local_day(now)):
        return Decision.of(_WRONG_DAYS)
    return Decision.of(_given_up(wish), _is_open(wish, now), _free_already(wish, now))


def _is_open(wish: TimeWish, now: datetime) -> Decision:
    """Only who is cleared waits, so that a time that comes free can be taken with one click."""
    return open_to(wish.patient, [wish.service], now, by=clinic.end_of_day(wish.until_day))[wish.service]


def _given_up(wish: TimeWish) -> Finding | None:
    visit = wish.instead_of
    fits = visit is None or (
        visit.patient_id == wish.patient_id
        and visit.service == wish.service
        and visit.state == AppointmentState.BOOKED
        and visit.group_id is None
    )
    if fits:
        return None
    return Finding(code="not_to_give_up", message="Only a booked visit of the same kind can be exchanged.")


def _free_already(wish: TimeWish, now: datetime) -> Finding | None:
    """Nobody waits for what is there: the next free times are named instead."""
    minutes = clinic.service(wish.service).minutes
    [(_, suiting)] = what_suits([wish], now)
    free = [
        each.starts_at.astimezone(clinic.zone_of(each.room))
        for each in openings_to_offer(wish.service, now)
        if each.starts_at >= bookable_from(now)
        and suits(suiting, each, minutes=minutes, zone_of=clinic.zone_of)
    ]
    if not free:
        return None
    times = "; ".join(spoken(each) for each in sorted(set(free))[:3])
    return Finding(
        code="free_already", message=f"There is time that suits already: {times}. Book it instead."
    )


def _changed(known: TimeWish | None, facts: dict[str, object]) -> TimeWish | None:
    if known is None:
        return None
    for name, value in facts.items():
        setattr(known, name, value)
    known.save(update_fields=list(facts))
    return known


def _added(wish: TimeWish) -> TimeWish:
    """Two forms sent at once make one wish."""
    try:
        with transaction.atomic():
            wish.save(force_insert=True)
        return wish
    except IntegrityError:
        return TimeWish.objects.get(patient=wish.patient, service=wish.service, state__in=STANDING)
