"""Times that came free, kept for whoever waits longest and whom they suit, one after the other.

What frees a time calls :func:`offer_soon`; the matching runs after that was committed, in a transaction of its own, so
that nobody's cancelling waits for it. A periodic job looks again, for added hours and for whatever was missed.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from itertools import groupby

from django.db import IntegrityError, transaction

from sojourn.audit import actions as audit
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import Room, StaffMember
from sojourn.clinic.words import spoken
from sojourn.comms import actions as comms
from sojourn.scheduling.actions.claims import claim_offer, let_go_of_offers
from sojourn.scheduling.actions.record import tell_of_offer
from sojourn.scheduling.models import TimeOffer, TimeWish, WaitingListEntry
from sojourn.scheduling.queries.gates import gate, prerequisite
from sojourn.scheduling.queries.waiting import (
    heard_at,
    is_over,
    offer_stands_until,
    openings_to_offer,
    what_suits,
)
from sojourn.scheduling.rules.availability import Opening
from sojourn.scheduling.rules.waiting import deal_out

W, Became = WaitingListEntry.State, TimeOffer.Outcome


def offer_soon(now: datetime) -> None:
    """A time came free: look whom it suits as soon as that is certain."""
    transaction.on_commit(partial(offer_times, now=now), robust=True)


@transaction.atomic
def offer_times(*, now: datetime) -> int:
    """Keep every free time that suits somebody who waits for the first of them; gives how many were offered.

    Somebody whose wish is being answered at this moment is passed over; the job looks again in a few minutes.
    """
    waiting = _waiting()
    over = [each for each in waiting if is_over(each, now)]
    TimeWish.objects.filter(pk__in=[each.pk for each in over]).update(state=W.LEFT)
    wishes = sorted((each for each in waiting if each not in over), key=lambda each: each.service)
    return sum(
        _offer_service(service, list(some), now)
        for service, some in groupby(wishes, key=lambda each: each.service)
    )


@transaction.atomic
def expire_offers(*, now: datetime) -> int:
    """Offers nobody answered in time run out; who let one run out keeps their place on the list."""
    offered = TimeWish.objects.select_for_update(skip_locked=True).filter(state=W.OFFERED)
    late = TimeOffer.objects.filter(wish__in=list(offered), outcome=Became.OPEN, expires_at__lte=now)
    run_out = list(late.select_related("wish__patient", "staff"))
    for offer in run_out:
        close_offer(offer, Became.EXPIRED, now)
    return len(run_out)


def close_offer(offer: TimeOffer, outcome: str, now: datetime) -> None:
    """Give the time back and note what became of the offer; the wish waits on unless it was taken.

    Word of it that still waits through the night is not sent any more.
    """
    let_go_of_offers([offer])
    comms.call_off(about=offer.wish.patient_id, once_begins=_occasion(offer))
    offer.outcome, offer.answered_at = outcome, now
    offer.save(update_fields=["outcome", "answered_at"])
    TimeWish.objects.filter(pk=offer.wish_id).update(state=W.TAKEN if outcome == Became.TAKEN else W.WAITING)
    audit.record(
        f"waiting_list.{outcome}",
        f"{spoken(offer.begins)} with {offer.staff}: {Became(outcome).label.lower()}",
        by=None,
        now=now,
        subject=offer.wish,
        patient_id=offer.wish.patient_id,
    )


def _waiting() -> list[TimeWish]:
    """Those who wait and have no offer, who came first first. What others are changing right now is left alone."""
    free = TimeWish.objects.select_for_update(skip_locked=True).filter(state=W.WAITING)
    keys = list(free.values_list("pk", flat=True))
    if not keys:
        return []
    found = TimeWish.objects.filter(pk__in=keys).select_related("patient", "instead_of")
    return list(found.prefetch_related("offers"))


def _offer_service(service: str, wishes: list[TimeWish], now: datetime) -> int:
    """Deal the free times of one service out among those who are cleared for it."""
    openings = openings_to_offer(service, now)
    known = {each.pk: each for each in wishes}
    kind, told = clinic.service(service), 0
    waiting = what_suits(wishes, now)
    while waiting:
        dealt = deal_out(
            waiting, openings, minutes=kind.minutes, occupies=kind.occupies_minutes, zone_of=clinic.zone_of
        )
        barred = {key for key, each in dealt.items() if not _is_cleared(known[key], each, now)}
        if not barred:
            break
        waiting = [(key, each) for key, each in waiting if key not in barred]
    else:
        dealt = {}
    for key, opening in dealt.items():
        told += _offer(known[key], opening, now)
    return told


def _is_cleared(wish: TimeWish, opening: Opening, now: datetime) -> bool:
    before = prerequisite(wish.patient, wish.service, opening.starts_at)
    return before.allowed and gate(wish.patient, wish.service, now).allowed


def _offer(wish: TimeWish, opening: Opening, now: datetime) -> bool:
    """Keep the time and tell them; False when somebody else was quicker."""
    try:
        with transaction.atomic():
            offer = _keep(wish, opening, now)
    except IntegrityError:
        return False
    _tell(offer, now)
    return True


def _keep(wish: TimeWish, opening: Opening, now: datetime) -> TimeOffer:
    offer = TimeOffer.objects.create(
        wish=wish,
        staff=StaffMember.objects.get(pk=opening.staff),
        room=Room.objects.get(pk=opening.room),
        starts_at=opening.starts_at,
        made_at=now,
        expires_at=offer_stands_until(now),
    )
    claim_offer(offer, monitor=opening.monitor)
    wish.state = W.OFFERED
    wish.save(update_fields=["state"])
    return offer


def _occasion(offer: TimeOffer) -> str:
    return f"time-offer:{offer.pk}"


def _tell(offer: TimeOffer, now: datetime) -> None:
    patient = offer.wish.patient
    tell_of_offer(
        patient,
        offer.begins,
        until=offer.expires_at,
        once=_occasion(offer),
        now=now,
        not_before=heard_at(now),
    )
    audit.record(
        "waiting_list.offered",
        f"{spoken(offer.begins)} with {offer.staff} was offered to {patient}",
        by=None,
        now=now,
        subject=offer.wish,
        patient_id=patient.pk,
    )
