"""One day as the board shows it, by rooms or by people: a board for each zone in which the clinic has a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.clinic.hour_queries import HourNotes, noted_between
from sojourn.clinic.models import Room, StaffMember
from sojourn.core.together import fetch_together
from sojourn.faces.workspace.today.board import Cell, Frame, cells, frame
from sojourn.faces.workspace.today.slots import Slot, slots_of
from sojourn.scheduling import queries
from sojourn.scheduling.models import Appointment, GroupSession
from sojourn.scheduling.states import HOLDS_ITS_PLACE


@dataclass(frozen=True)
class Days:
    """What is booked from one day to another, and the rooms there are. ``span`` says which days these are where."""

    span: clinic.Days
    visits: tuple[Appointment, ...]
    groups: tuple[GroupSession, ...]
    rooms: tuple[Room, ...]
    hours: HourNotes

    @property
    def held(self) -> tuple[Appointment, ...]:
        """The visits that keep their place: neither cancelled nor missed."""
        return tuple(each for each in self.visits if each.state in HOLDS_ITS_PLACE)

    @property
    def called_off(self) -> tuple[GroupSession, ...]:
        """The groups that do not take place; their room and people are free for others."""
        return tuple(each for each in self.groups if each.is_called_off)

    def slots(
        self, now: datetime, forms: Mapping[UUID, int] | None = None, waiting: frozenset[UUID] | None = None
    ) -> list[Slot]:
        """All that takes place, in order. ``waiting`` when it is known already which visits are on hold."""
        on = [each for each in self.groups if not each.is_called_off]
        return slots_of(self.held, on, now, forms, self._held_back(now, waiting))

    def slots_with_called_off(self, now: datetime) -> list[Slot]:
        """The same with the groups that do not, for a list, where nothing takes another's room."""
        return slots_of(self.held, self.groups, now, waiting=self._held_back(now, None))

    def _held_back(self, now: datetime, waiting: frozenset[UUID] | None) -> frozenset[UUID]:
        return queries.on_hold(self.held, now) if waiting is None else waiting


@dataclass(frozen=True)
class Row:
    """One room or person on the board."""

    who: Room | StaffMember
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        """What the row is called."""
        return str(self.who)

    @property
    def detail(self) -> str:
        """What kind of room, or which credentials."""
        return self.who.kind if isinstance(self.who, Room) else self.who.credentials


@dataclass(frozen=True)
class Board:
    """The day at the places that share a clock. ``clock`` says which, and is empty where there is one only."""

    day: date
    clock: str
    grid: Frame
    rows: tuple[Row, ...]
    closed: str
    closes: datetime


def booked(span: clinic.Days, *others: QuerySet[Any]) -> Days:
    """Everything on these days; ``others`` are asked along. One query."""
    visits = queries.with_answers(queries.visits_on(span))
    visits = visits.select_related("session", "visit_note__signature")
    groups, rooms = queries.groups_on(span), clinic.rooms_in_use()
    noted = noted_between(min(first for first, _ in span.values()), max(last for _, last in span.values()))
    fetch_together(visits, groups, rooms, *noted, *others)
    return Days(span, tuple(visits), tuple(groups), tuple(rooms), HourNotes.of(noted))


def boards(
    days: Days, slots: Sequence[Slot], now: datetime, people: Iterable[StaffMember] | None = None
) -> list[Board]:
    """A board for each zone with rooms in it, the clinic's own first, by the clocks of its places; of ``people`` when
    given, else of rooms."""
    everybody = None if people is None else list(people)
    made = (_board(zone, days, slots, now, everybody) for zone in days.span)
    return [each for each in made if each.rows or not each.clock]


def _board(
    zone: ZoneInfo, days: Days, slots: Sequence[Slot], now: datetime, people: list[StaffMember] | None
) -> Board:
    (day, _), here = days.span[zone], [each for each in slots if clinic.zone_of(each.room_id) == zone]
    grid = day_frame(day, now, here, days.hours, zone)
    rooms = [each for each in days.rooms if clinic.zone_of(each.pk) == zone]
    if people is None:
        rows = rows_by_room(grid, rooms, here, now)
    else:
        rows = (
            rows_by_person(grid, people, _with_what_is_elsewhere(slots, zone), now) if rooms or here else []
        )
    noon = datetime.combine(day, time(12), zone)
    closes = opening(day, days.hours, zone)[1]
    return Board(
        day, clinic.clock_in_words(zone, noon), grid, tuple(rows), why_closed(day, days.hours), closes
    )


def _with_what_is_elsewhere(slots: Iterable[Slot], zone: ZoneInfo) -> list[Slot]:
    """Somebody who is at another place is not free here, and nothing of it can be moved from here."""
    return [
        each
        if clinic.zone_of(each.room_id) == zone
        else replace(each, is_elsewhere=True, turnover=timedelta())
        for each in slots
    ]


def why_closed(day: date, hours: HourNotes) -> str:
    """Why nobody works on that day; empty when they do."""
    if hours.opening_on(day):
        return ""
    noted = hours.dated(None, day)
    why = noted.reason if noted else clinic.holidays(day.year).get(day, "")
    return f"{why}, closed" if why else "Closed"


def day_frame(day: date, now: datetime, slots: Iterable[Slot], hours: HourNotes, zone: ZoneInfo) -> Frame:
    """The hours of the day on the board, stretched by what lies outside of them."""
    laid = list(slots)
    opens, closes = opening(day, hours, zone)
    first = min([opens, *(each.starts_at for each in laid)])
    last = max([closes, *(each.ends_at + each.turnover for each in laid)])
    every = timedelta(minutes=content.pack().hours.slot_minutes)
    midnight = clinic.bounds_of(day, day, zone)[0]
    return frame(midnight + (first - midnight) // every * every, last, now, every=every, zone=zone)


def opening(day: date, hours: HourNotes, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When doors open and close on that day; a usual working day's hours when they stay shut."""
    stretches = hours.opening_on(day)
    opens = min((opens for opens, _ in stretches), default=time(9))
    closes = max((closes for _, closes in stretches), default=time(17))
    return datetime.combine(day, opens, zone), datetime.combine(day, closes, zone)


def rows_by_room(grid: Frame, rooms: Iterable[Room], slots: Sequence[Slot], now: datetime) -> list[Row]:
    """Each room with its cells; a group room is left out on days without a group, a closed one with nothing in it."""
    rows = [(room, [each for each in slots if each.is_in(room.pk)]) for room in _all_rooms(rooms, slots)]
    return [Row(room, tuple(cells(grid, own, now))) for room, own in rows if own or room.kind != "group"]


def rows_by_person(
    grid: Frame, people: Iterable[StaffMember], slots: Sequence[Slot], now: datetime
) -> list[Row]:
    """Everybody who sees patients, and whoever left with visits still in their name."""
    known = {each.pk: each for slot in slots for each in _leading(slot)}
    everybody = list({**{each.pk: each for each in people}, **known}.values())
    return [
        Row(
            each,
            tuple(cells(grid, [slot for slot in slots if slot.needs(each.pk) and grid.shows(slot)], now)),
        )
        for each in everybody
    ]


def _all_rooms(rooms: Iterable[Room], slots: Iterable[Slot]) -> list[Room]:
    """A room that was closed stays on the board while something is booked in it."""
    return list(
        {**{each.pk: each for each in rooms}, **{s.place.room_id: s.place.room for s in slots}}.values()
    )


def _leading(slot: Slot) -> list[StaffMember]:
    return [slot.led_by, slot.watched_by] if slot.watched_by else [slot.led_by]
