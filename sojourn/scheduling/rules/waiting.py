"""Who is offered which time that came free: first come, first offered, when it suits. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sojourn.core.periods import Period
from sojourn.scheduling.rules.availability import Opening, occupied


@dataclass(frozen=True, kw_only=True)
class Suits:
    """What suits somebody who waits. No weekdays (0 is Monday), clock times, person or rooms mean any; ``before`` is
    the start of the visit they would give up; ``had`` the times (who leads, when) they were offered already."""

    first: date
    last: date
    weekdays: frozenset[int] = frozenset()
    not_before: time | None = None
    not_after: time | None = None
    staff: UUID | None = None
    rooms: Collection[UUID] | None = None
    before: datetime | None = None
    had: Collection[tuple[UUID, datetime]] = ()
    busy: Sequence[Period] = ()


def suits(wish: Suits, opening: Opening, *, minutes: int, zone_of: Callable[[UUID], ZoneInfo]) -> bool:
    """Place, day and hours there and person fit, it is no later than what they have, and they did not let it
    pass before."""
    zone = zone_of(opening.room)
    local = opening.starts_at.astimezone(zone)
    visit = occupied(opening.starts_at, minutes)
    return (
        _on_a_day(wish, local.date())
        and _in_hours(wish, local.time(), visit.end.astimezone(zone).time())
        and wish.staff in (None, opening.staff)
        and (wish.rooms is None or opening.room in wish.rooms)
        and (wish.before is None or opening.starts_at < wish.before)
        and (opening.staff, opening.starts_at) not in wish.had
        and not any(visit.overlaps(each) for each in wish.busy)
    )


def deal_out(
    waiting: Sequence[tuple[UUID, Suits]],
    openings: Sequence[Opening],
    *,
    minutes: int,
    occupies: int,
    zone_of: Callable[[UUID], ZoneInfo],
) -> dict[UUID, Opening]:
    """For everybody who waits, in their order, the earliest time that suits and was not dealt to somebody before."""
    dealt: dict[UUID, Opening] = {}
    for key, wish in waiting:
        found = next(
            (
                each
                for each in openings
                if suits(wish, each, minutes=minutes, zone_of=zone_of)
                and not _meets(each, dealt.values(), occupies)
            ),
            None,
        )
        if found:
            dealt[key] = found
    return dealt


def offer_ends(heard_at: datetime, *, minutes: int) -> datetime:
    """An offer stands so long from when people can hear of it."""
    return heard_at + timedelta(minutes=minutes)


def offered_from(heard_at: datetime, *, lead_hours: int) -> datetime:
    """The earliest start that is still offered."""
    return heard_at + timedelta(hours=lead_hours)


def _on_a_day(wish: Suits, day: date) -> bool:
    return wish.first <= day <= wish.last and (not wish.weekdays or day.weekday() in wish.weekdays)


def _in_hours(wish: Suits, begins: time, ends: time) -> bool:
    early = wish.not_before is not None and begins < wish.not_before
    late = wish.not_after is not None and ends > wish.not_after
    return not early and not late


def _meets(opening: Opening, others: Iterable[Opening], occupies: int) -> bool:
    """True when it would take the same person or room at the same time as one of the others."""
    wanted = occupied(opening.starts_at, occupies)
    return any(
        _resources(opening) & _resources(each) and wanted.overlaps(occupied(each.starts_at, occupies))
        for each in others
    )


def _resources(opening: Opening) -> set[UUID]:
    return {each for each in (opening.staff, opening.room, opening.monitor) if each}
