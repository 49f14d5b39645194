"""Reading and proving the trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from sojourn.audit.models import ChainHead, Event
from sojourn.audit.rules import GENESIS, chain_hash


@dataclass(frozen=True)
class Verification:
    """The outcome of walking the chain: how many events, and the first that does not fit (None when all do)."""

    events: int
    first_broken: int | None

    @property
    def intact(self) -> bool:
        """True when every event follows from the one before."""
        return self.first_broken is None


def verify() -> Verification:
    """Walk the whole chain from its beginning; also notices events cut off at its end."""
    previous, count = GENESIS, 0
    for event in Event.objects.order_by("id").iterator(chunk_size=2000):
        count += 1
        if event.previous_hash != previous or event.hash != chain_hash(previous, event.content()):
            return Verification(count, event.pk)
        previous = event.hash
    head = ChainHead.objects.filter(id=1).first()
    complete = (head.hash if head else GENESIS) == previous
    return Verification(count, None if complete else -1)


def events_about(patient_id: object) -> QuerySet[Event]:
    """Everything done to or read in one patient's record, newest first."""
    return Event.objects.filter(patient_id=str(patient_id)).order_by("-id")


def latest_of(kind: str, *, subject_id: object, patient_id: object) -> Event | None:
    """The last event of a kind about one thing in a patient's record; None when there is none."""
    theirs = Event.objects.filter(patient_id=str(patient_id), kind=kind, subject_id=str(subject_id))
    return theirs.order_by("-id").first()


def was_read(patient_id: object, *, by: Any, since: datetime) -> bool:
    """Whether this person's opening of this record stands in the trail since then."""
    theirs = Event.objects.filter(patient_id=str(patient_id), actor_id=str(by.pk), kind="record.opened")
    return theirs.filter(at__gte=since).exists()


def latest_events() -> QuerySet[Event]:
    """The whole trail, newest first."""
    return Event.objects.order_by("-id")
