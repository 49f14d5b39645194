"""Writing to the trail: always inside the transaction of the change it tells of."""

from __future__ import annotations

import json
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
    event = Event(
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
    return _append(event)


def _append(event: Event) -> Event:
    """Two statements: the head is locked and read; the database itself makes the new event the head."""
    event.previous_hash = _locked_head()
    event.hash = chain_hash(event.previous_hash, event.content())
    event.save()
    return event


def _locked_head() -> str:
    """The hash of the last event. Plain SQL: this is asked for everything anybody does or reads."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT hash FROM {ChainHead._meta.db_table} WHERE id = 1{lock}")
        head: str = cursor.fetchone()[0]
    return head
