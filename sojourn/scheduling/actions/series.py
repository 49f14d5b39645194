"""Opening a monthly group for several months at once (P25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import Room, StaffMember
from sojourn.clinic.words import spoken_day
from sojourn.core.decisions import Refused
from sojourn.scheduling.actions.groups import open_group, opened_before
from sojourn.scheduling.models import GroupSession
from sojourn.scheduling.rules.series import monthly_days


@dataclass(frozen=True)
class Series:
    """The groups that could be opened, and a sentence for each month in which none could."""

    groups: tuple[GroupSession, ...]
    missing: tuple[str, ...]


@transaction.atomic
def open_series(
    *,
    service: str,
    room: Room,
    provider: StaffMember,
    monitor: StaffMember,
    starts_at: datetime,
    months: int,
    by: User | None,
    now: datetime,
    client_id: UUID | None = None,
) -> Series:
    """The first must be possible; a later month that is not is named, and the others are opened all the same.

    The clock on the wall of the room stays the same when the clocks change.
    """
    if client_id and (known := GroupSession.objects.filter(pk=client_id).first()):
        return Series((opened_before(known, starts_at),), ())
    local = starts_at.astimezone(clinic.zone_of(room.pk))
    facts: dict[str, Any] = {
        "service": service,
        "room": room,
        "provider": provider,
        "monitor": monitor,
        "by": by,
        "now": now,
    }
    opened, missing = [open_group(starts_at=starts_at, client_id=client_id, **facts)], []
    for day in monthly_days(local.date(), months)[1:]:
        moment = datetime.combine(day, local.time(), local.tzinfo)
        try:
            opened.append(open_group(starts_at=moment, **facts))
        except Refused as refusal:
            missing.append(f"{spoken_day(moment)}: {refusal}")
    return Series(tuple(opened), tuple(missing))
