"""Finding what entries from a tablet speak of."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeVar
from uuid import UUID

from sojourn.treatment.models import HeldEntry, Session
from sojourn.treatment.models.chart import ChartEntry

Entry = TypeVar("Entry", bound=ChartEntry)


def sessions_by_id(session_ids: Collection[UUID]) -> dict[UUID, Session]:
    """The sessions with these ids, with visit and patient. One query."""
    return Session.objects.select_related("appointment", "patient").in_bulk(session_ids)


def entry_in(session: Session, model: type[Entry], entry_id: UUID) -> Entry | None:
    """One entry of this session; None when it is not here."""
    entries: Any = model.objects
    found: Entry | None = entries.filter(pk=entry_id, session=session).first()
    return found


def held_in(session: Session, held_id: UUID) -> HeldEntry | None:
    """A held entry of this session that nobody has settled."""
    found: HeldEntry | None = (
        session.held.filter(pk=held_id, settled__isnull=True).select_related("by").first()
    )
    return found
