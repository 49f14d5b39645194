"""Can a visit be there at all: the right people and room, inside the hours of clinic and staff, on the grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import Room, StaffMember
from sojourn.clinic.words import InPlace
from sojourn.core.decisions import Decision, Finding
from sojourn.core.periods import Period
from sojourn.scheduling.queries.availability import Calendar, LocalHours, load_calendar
from sojourn.scheduling.rules.availability import free_monitor, occupied


@dataclass(frozen=True)
class Place(InPlace):
    """Who would lead which visit, where and when; ``monitor`` is somebody named to keep watch."""

    service: str
    staff: StaffMember
    room: Room
    starts_at: datetime
    monitor: StaffMember | None = field(default=None, kw_only=True)

    @property
    def room_id(self) -> UUID:  # type: ignore[override]
        """Its room's."""
        return self.room.pk

    @property
    def occupied(self) -> Period:
        """The time it takes, turnover included."""
        return occupied(self.starts_at.astimezone(UTC), clinic.service(self.service).occupies_minutes)


def place_is_possible(
    service: str, staff: StaffMember, room: Room, starts_at: datetime, *, monitor: StaffMember | None = None
) -> Decision:
    """Does the visit fit these people's and this room's hours? Claims are the database's to judge."""
    return places_are_possible([Place(service, staff, room, starts_at, monitor=monitor)])


def places_are_possible(places: Sequence[Place]) -> Decision:
    """The same for several visits. Two queries, however many."""
    if not places:
        return Decision.of()
    house = clinic.house()
    named = {who.pk for each in places for who in (each.staff, each.monitor) if who}
    first, last = _days_of(places)
    calendar = load_calendar(
        [each for each in house.people if each.pk in named],
        {each.room for each in places},
        from_day=first,
        days=(last - first).days + 1,
    )
    return Decision.of(*(_place_is_possible(house, calendar, each) for each in places))


def _place_is_possible(house: clinic.House, calendar: Calendar, place: Place) -> Decision:
    hours = calendar.in_zone_of(place.room)
    return Decision.of(
        _wrong_room(place.service, place.room),
        _wrong_person(house, place.service, place.staff),
        _outside_hours(hours, place.occupied, place.staff),
        _wrong_monitor(house, hours, place),
        _off_grid(place.starts_at),
    )


def monitors_for(places: Sequence[Place]) -> list[StaffMember | None]:
    """Somebody free to keep watch at each place: who is named there, else the first who can; None when nobody is free.

    Two queries, however many places; none where no service needs anybody.
    """
    if not any(needs_monitor(each) for each in places):
        return [None for _ in places]
    able = clinic.house().who_plays("monitor")
    first, last = _days_of(places)
    rooms = {each.room for each in places}
    calendar = load_calendar(able, rooms, from_day=first, days=(last - first).days + 1)
    return [_monitor_for(each, able, calendar) for each in places]


def _days_of(places: Sequence[Place]) -> tuple[date, date]:
    """The first and the last day, each on the calendar of its own place."""
    days = [each.begins.date() for each in places]
    return min(days), max(days)


def needs_monitor(place: Place) -> bool:
    """True when the pack wants a second person there."""
    return clinic.service(place.service).needs_monitor


def _monitor_for(place: Place, able: list[StaffMember], calendar: Calendar) -> StaffMember | None:
    if not needs_monitor(place):
        return None
    people = calendar.in_zone_of(place.room).people
    wanted = [each for each in people if place.monitor is None or each.id == place.monitor.pk]
    found = free_monitor(wanted, place.occupied, beside=place.staff.pk)
    return next((each for each in able if each.pk == found), None)


def _wrong_room(service: str, room: Room) -> Finding | None:
    if room.kind == clinic.service(service).room_kind and room.is_active:
        return None
    return Finding(code="wrong_room", message=f"{room.name} is not a room for this visit.", field="room")


def _wrong_person(house: clinic.House, service: str, staff: StaffMember) -> Finding | None:
    if staff in house.who_can(service):
        return None
    return Finding(code="wrong_person", message=f"{staff} does not lead this kind of visit.", field="staff")


def _outside_hours(hours: LocalHours, wanted: Period, staff: StaffMember) -> Finding | None:
    if not any(stretch.contains(wanted) for stretch in hours.clinic):
        return Finding(
            code="clinic_closed",
            message="The clinic is not open for the whole of this visit. Please choose another time.",
            field="starts_at",
        )
    return _not_working(hours, wanted, staff)


def _not_working(hours: LocalHours, wanted: Period, staff: StaffMember) -> Finding | None:
    if any(each.is_open(wanted) for each in hours.people if each.id == staff.pk):
        return None
    return Finding(
        code="not_working",
        message=f"{staff} does not work for the whole of this time. Please choose another one.",
        field="starts_at",
    )


def _wrong_monitor(house: clinic.House, hours: LocalHours, place: Place) -> Finding | None:
    if place.monitor is None:
        return None
    if place.monitor == place.staff or place.monitor not in house.who_plays("monitor"):
        return Finding(
            code="monitor",
            message="The monitor is a second person who can monitor sessions.",
            field="monitor",
        )
    return _not_working(hours, place.occupied, place.monitor)


def _off_grid(starts_at: datetime) -> Finding | None:
    grain = content.pack().hours.slot_minutes
    if starts_at.minute % grain == 0 and not starts_at.second and not starts_at.microsecond:
        return None
    return Finding(
        code="off_grid", message=f"Visits start every {grain} minutes on the clock.", field="starts_at"
    )
