"""Hours that differ from the week, set by somebody who has seen which visits they leave outside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.clinic.hour_actions import Note, note_hours
from sojourn.core.decisions import Decision, Finding, Refused
from sojourn.scheduling.actions.offers import offer_soon
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries.rosters import visits_to_move


class LeavesOutside(Refused):
    """Visits would fall outside of the new hours that whoever sets them has not been shown."""

    def __init__(self, visits: Sequence[Appointment]) -> None:
        self.visits = tuple(visits)
        count = len(visits)
        words = f"{count} coming visit{'' if count == 1 else 's'} would fall outside. Nothing is kept yet."
        super().__init__(Decision.of(Finding(code="visits_outside", message=words)))


@transaction.atomic
def set_hours(
    *,
    notes: Sequence[Note],
    seen: Collection[UUID],
    by: User | None,
    now: datetime,
    client_id: UUID | None = None,
) -> list[Appointment]:
    """Note the hours; gives the visits that now have to be moved. They stay booked, and what came free is offered.

    Raises LeavesOutside, and keeps nothing, while one of them is not among those ``seen``.
    """
    before = {each.pk for each in visits_to_move(now)}
    note_hours(notes=notes, by=by, now=now, client_id=client_id)
    outside = [each for each in visits_to_move(now) if each.pk not in before]
    if any(each.pk not in seen for each in outside):
        raise LeavesOutside(outside)
    offer_soon(now)
    return outside
