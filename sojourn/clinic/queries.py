"""Who works here, when, in which rooms, and what things cost on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, reduce
from operator import or_
from uuid import UUID
from zoneinfo import ZoneInfo

import holidays as public_holidays
from django.db.models import Q, QuerySet

from sojourn import content
from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission, Role
from sojourn.clinic.models import Leave, Location, Room, ServicePrice, StaffMember, WorkingHours
from sojourn.content.pack.services import Service
from sojourn.core.together import fetch_with

PARTS: Mapping[str, tuple[Role, ...]] = {
    "provider": (Role.PROVIDER,),
    "therapist": (Role.THERAPIST,),
    "monitor": (Role.NURSE, Role.THERAPIST, Role.PROVIDER),
}
"""Which roles can play a part that a service asks for; those who can do least else come first."""


def timezone() -> ZoneInfo:
    """The zone the clinic's clocks run in."""
    return content.pack().clinic.zone


def zone_of(room: UUID) -> ZoneInfo:
    """The zone of the place that a room is in. Asks the database once, and never where all places share the pack's."""
    return timezone() if _is_shared() else _zone_of(room)


def zones() -> tuple[ZoneInfo, ...]:
    """Every zone there is a room in, the clinic's own first. Asks as :func:`zone_of` does."""
    own = timezone()
    others = () if _is_shared() else sorted({each.key for each in _zones_by_room().values()} - {own.key})
    return own, *map(ZoneInfo, others)


def _is_shared() -> bool:
    own = timezone()
    return all(each.timezone == own.key for each in content.pack().clinic.locations)


def _zone_of(room: UUID) -> ZoneInfo:
    if room not in _zones_by_room():
        forget_zones()
    return _zones_by_room()[room]


@cache
def _zones_by_room() -> dict[UUID, ZoneInfo]:
    return {room: ZoneInfo(key) for room, key in Room.objects.values_list("pk", "location__timezone")}


def clock_in_words(zone: ZoneInfo, at: datetime) -> str:
    """Whose clock it is: "East, MST"; empty for a clinic that has one."""
    if len(zones()) == 1:
        return ""
    named = [each.name for each in content.pack().clinic.places if each.timezone == zone.key]
    return f"{' and '.join(named) or zone.key}, {at.astimezone(zone):%Z}"


def place_of(room: Room) -> str:
    """The code of the location a room is in, by the pack; the clinic's own for a room the pack no longer names."""
    known = content.pack().rooms.get(room.code)
    return known.location if known and known.location else own_place()


def rooms_by_place() -> Mapping[str, frozenset[UUID]] | None:
    """The rooms in use at each location; None, and nothing asked of the database, where there is only one."""
    places = content.pack().clinic.places
    if len(places) == 1:
        return None
    rooms = active_rooms()
    return {each.code: frozenset(room.pk for room in rooms if place_of(room) == each.code) for each in places}


def own_place() -> str:
    """The code of the clinic's own location, at which patients book for themselves."""
    return content.pack().clinic.code


def forget_zones() -> None:
    """The pack was applied: places may have changed."""
    _zones_by_room.cache_clear()


def local_day(moment: datetime) -> date:
    """The day on the clinic's calendar."""
    return moment.astimezone(timezone()).date()


def end_of_day(day: date) -> datetime:
    """The midnight after it, at the clinic."""
    return bounds_of(day, day)[1]


def bounds_of(first: date, last: date, zone: ZoneInfo | None = None) -> tuple[datetime, datetime]:
    """From midnight before the first day to midnight after the last, at the clinic; a day may have 23 or 25 hours."""
    zone = zone or timezone()
    start, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    return start.astimezone(UTC), end.astimezone(UTC)


Days = Mapping[ZoneInfo, tuple[date, date]]
"""First and last day, by the calendar of each zone."""


def days_everywhere(first: date, last: date) -> Days:
    """The same days at every place, each from its own midnight to its own midnight."""
    return dict.fromkeys(zones(), (first, last))


def today_everywhere(now: datetime) -> Days:
    """The day it is now at every place: around midnight not the same one."""
    return {zone: (day, day) for zone in zones() for day in [now.astimezone(zone).date()]}


def starts_on(days: Days, moment: str = "starts_at", room: str = "room") -> Q:
    """What takes place in a room and starts on these days by the clock on its wall."""
    return reduce(or_, (_starts_in(days, zone, moment, room) for zone in days))


def _starts_in(days: Days, zone: ZoneInfo, moment: str, room: str) -> Q:
    start, end = bounds_of(*days[zone], zone)
    where = {f"{room}__location__timezone": zone.key} if len(days) > 1 else {}
    return Q((f"{moment}__gte", start), (f"{moment}__lt", end), **where)


def location() -> Location:
    """The clinic's place. Raises Location.DoesNotExist before the pack was applied."""
    return Location.objects.get(code=content.pack().clinic.code)


def service(code: str) -> Service:
    """A service of the pack. Raises KeyError."""
    return content.pack().services[code]


def rooms_of_kind(kind: str) -> list[Room]:
    """Rooms in use of one kind, in the pack's order."""
    return [room for room in active_rooms() if room.kind == kind]


def active_rooms() -> list[Room]:
    """Every room in use, in the pack's order."""
    return list(rooms_in_use())


def rooms_in_use() -> QuerySet[Room]:
    """The same, to be asked together with other questions."""
    return Room.objects.filter(is_active=True)


def staff() -> QuerySet[StaffMember]:
    """Everybody who works here now."""
    return StaffMember.objects.filter(is_active=True).select_related("user")


def staff_among(members: Iterable[StaffMember]) -> QuerySet[StaffMember]:
    """These people as a choice of a form."""
    return StaffMember.objects.filter(pk__in=[each.pk for each in members])


def who_sees_patients() -> QuerySet[StaffMember]:
    """Everybody who works here now and can be booked."""
    return staff().filter(sees_patients=True)


def leave_of(leave_id: UUID) -> Leave | None:
    """One leave."""
    return Leave.objects.filter(pk=leave_id).select_related("staff").first()


def staff_who_may(permission: Permission) -> list[StaffMember]:
    """Those who see patients and may do this."""
    return [each for each in staff().filter(sees_patients=True) if each.user.may(permission)]


def staff_of(user: User) -> StaffMember | None:
    """The staff member behind an account."""
    return StaffMember.objects.filter(user=user).first()


def staff_who_can(service_code: str) -> list[StaffMember]:
    """Staff who see patients and can lead this service; hours come along."""
    return staff_for_part(service(service_code).staff[0])


def staff_for_part(part: str) -> list[StaffMember]:
    """Staff who see patients and can play one part: "provider", "therapist", "monitor"."""
    return house().who_plays(part)


@dataclass(frozen=True)
class House:
    """Everybody who sees patients, with their hours, and every room in use."""

    people: tuple[StaffMember, ...]
    rooms: tuple[Room, ...]

    def who_plays(self, part: str) -> list[StaffMember]:
        """Those who can play one part, those first whom it suits best."""
        ranks = {role: rank for rank, role in enumerate(PARTS[part])}
        able = [each for each in self.people if not ranks.keys().isdisjoint(each.user.roles)]
        return sorted(
            able, key=lambda each: min(ranks[Role(role)] for role in each.user.roles if role in ranks)
        )

    def who_can(self, service_code: str) -> list[StaffMember]:
        """Those who can lead this service."""
        return self.who_plays(service(service_code).staff[0])

    def who_watches(self, service_code: str) -> list[StaffMember] | None:
        """Those who can keep watch beside the leader; None when the service needs nobody beside them."""
        return self.who_plays("monitor") if service(service_code).needs_monitor else None

    def rooms_for(self, service_code: str) -> list[Room]:
        """Rooms of the kind this service needs."""
        return [room for room in self.rooms if room.kind == service(service_code).room_kind]


def house() -> House:
    """Who could see patients, and where. One query."""
    rooms = rooms_in_use()
    people = fetch_with(staff().filter(sees_patients=True), rooms, hours=WorkingHours.objects.all())
    return House(tuple(people), tuple(rooms))


def leaves_between(starts_at: datetime, ends_at: datetime | None) -> QuerySet[Leave]:
    """Everybody's leave that touches the time; None is however far ahead."""
    ahead = Leave.objects.filter(ends_at__gt=starts_at)
    return ahead if ends_at is None else ahead.filter(starts_at__lt=ends_at)


def price_of(service_code: str, on: date) -> ServicePrice:
    """What the service costs on a day; before the first price was noted, that first price.

    Raises ServicePrice.DoesNotExist before the pack was applied.
    """
    prices = ServicePrice.objects.filter(service=service_code)
    current = prices.filter(from_date__lte=on).order_by("-from_date", "-noted_at").first()
    return current or prices.earliest("from_date", "noted_at")


def holidays(year: int) -> Mapping[date, str]:
    """Public holidays the clinic keeps, by day; empty when the pack says it keeps none."""
    clinic = content.pack().clinic
    return _holidays(clinic.country, clinic.region, year) if clinic.holidays_observed else {}


@cache
def _holidays(country: str, region: str, year: int) -> Mapping[date, str]:
    return dict(public_holidays.country_holidays(country, subdiv=region, years=year))
