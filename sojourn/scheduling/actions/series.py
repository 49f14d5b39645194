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
from sojourn.core.decisions import Refused, refuse
from sojourn.core.sent_again import PAGE_USED
from sojourn.core.spoken import full_day
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
        opened_before(known, starts_at, service=service, room=room, provider=provider, monitor=monitor)
        return _series_before(known, starts_at, months)
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


def _series_before(first: GroupSession, starts_at: datetime, months: int) -> Series:
    """What the same form opened; a month it asks for and that has no group is named."""
    opened = list(GroupSession.objects.filter(created_at=first.created_at, room=first.room_id))
    zone = clinic.zone_of(first.room_id)
    have = {each.starts_at.astimezone(zone).date(): each for each in opened}
    asked = monthly_days(starts_at.astimezone(zone).date(), months)
    if beyond := sorted(set(have) - set(asked)):
        raise refuse(
            PAGE_USED,
            f"This page has opened {len(opened)} groups already, the last on {full_day(beyond[-1])}. "
            "Please open the page anew for others.",
        )
    missing = tuple(
        f"{full_day(each)}: this page opened no group on this day." for each in asked if each not in have
    )
    return Series(tuple(have[each] for each in asked if each in have), missing)
