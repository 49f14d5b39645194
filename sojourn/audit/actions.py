"""Writing to the trail: always inside the transaction of the change it tells of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from sojourn.audit.models import ChainHead, Event
from sojourn.audit.rules import chain_hash

SYSTEM = "Sojourn"


@transaction.atomic(savepoint=False)
def record(
    kind: str,
    sentence: str,
    *,
    by: Any,
    now: datetime,
    subject: models.Model | None = None,
    patient_id: UUID | str | None = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Add one event. ``by`` is a user, or None for the system itself; ``kind`` reads like "appointment.booked".

    ``sentence`` is what the history page shows; ``data`` holds the values, old and new.
    """
    return record_all(
        [
            event(
                kind,
                sentence,
                by=by,
                now=now,
                subject=subject,
                patient_id=patient_id,
                reason=reason,
                data=data,
            )
        ]
    )[0]


@transaction.atomic(savepoint=False)
def record_all(events: Sequence[Event]) -> Sequence[Event]:
    """Add several events, made by :func:`event`, in this order. Two statements, whatever their number.

    The head is locked and read; the database itself makes each new event the head.
    """
    head = _locked_head()
    for each in events:
        each.previous_hash = head
        each.hash = head = chain_hash(head, each.content())
    if len(events) == 1:
        events[0].save()
    else:
        Event.objects.bulk_create(events)
    return events


def event(
    kind: str,
    sentence: str,
    *,
    by: Any,
    now: datetime,
    subject: models.Model | None = None,
    patient_id: UUID | str | None = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """An event that is not written yet; see :func:`record` for what the words mean."""
    return Event(
        at=now.astimezone(UTC),
        actor_id=str(by.pk) if by else "",
        actor_name=str(by) if by else SYSTEM,
        actor_role=", ".join(by.roles) if by else "",
        kind=kind,
        subject_kind=subject._meta.label if subject else "",
        subject_id=str(subject.pk) if subject else "",
        patient_id=str(patient_id or ""),
        sentence=sentence,
        reason=reason,
        data=json.loads(json.dumps(data or {}, cls=DjangoJSONEncoder)),
    )


def _locked_head() -> str:
    """The hash of the last event. Plain SQL: this is asked for everything anybody does or reads."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT hash FROM {ChainHead._meta.db_table} WHERE id = 1{lock}")
        head: str = cursor.fetchone()[0]
    return head
