"""What stands on the board: a visit, or a group with everybody in it, with its state in a tone, an icon and words."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sojourn.clinic import queries as clinic
from sojourn.clinic.models import StaffMember
from sojourn.clinic.words import InPlace
from sojourn.scheduling.models import Appointment, GroupSession
from sojourn.scheduling.states import AppointmentState as State
from sojourn.treatment.states import Phase

WIDE = timedelta(hours=1)
"""A longer slot has room to name who leads it, or where."""


@dataclass(frozen=True)
class Look:
    """How a slot reads: its class, tone, icon and words."""

    state: str
    tone: str
    drawing: str
    status: str


@dataclass(frozen=True)
class Slot(InPlace):
    """One visit, or one group, as it stands on the board. ``short`` is all that paper may say."""

    visit: Appointment | None
    group: GroupSession | None
    starts_at: datetime
    ends_at: datetime
    turnover: timedelta
    title: str
    short: str
    what: str
    look: Look
    minutes: int = 0
    length: int = 0
    is_elsewhere: bool = False

    @property
    def place(self) -> Appointment | GroupSession:
        """What takes the room."""
        return self.group or self.visit  # type: ignore[return-value]

    @property
    def room_id(self) -> UUID:  # type: ignore[override]
        """Of the room it takes."""
        return self.place.room_id

    @property
    def led_by(self) -> StaffMember:
        """The person in front."""
        return self.group.provider if self.group else self.visit.staff  # type: ignore[union-attr]

    @property
    def watched_by(self) -> StaffMember | None:
        """Who keeps watch beside them."""
        return self.place.monitor

    @property
    def in_words(self) -> str:
        """What and with whom."""
        return f"{self.what}, {self.led_by}"

    @property
    def is_wide(self) -> bool:
        """True when two words fit into a line of it."""
        return self.ends_at - self.starts_at > WIDE

    @property
    def is_over(self) -> bool:
        """True when it should have ended."""
        return self.look.state == "is-over"

    @property
    def may_move(self) -> bool:
        """True for a visit that is booked and its patient's own, on the board of its place."""
        return not self.is_elsewhere and self.visit is not None and self.visit.state == State.BOOKED

    def is_in(self, room_id: UUID) -> bool:
        """True when it takes place in that room."""
        return self.place.room_id == room_id

    def needs(self, staff_id: UUID) -> bool:
        """True when that person leads it or keeps watch."""
        return staff_id in (self.led_by.pk, self.place.monitor_id)


def slots_of(
    visits: Sequence[Appointment],
    groups: Iterable[GroupSession],
    now: datetime,
    forms: Mapping[UUID, int] | None = None,
    waiting: Container[UUID] = (),
) -> list[Slot]:
    """Everything of a day in order; the seats of one group are one slot, and so is a group nobody sits in yet.

    ``waiting``: the visits that are on hold.
    """
    open_forms = forms or {}
    alone = [
        slot_of(each, now, open_forms.get(each.patient_id, 0), waits=each.pk in waiting)
        for each in visits
        if not each.group_id
    ]
    together = [
        _group_slot(each, [visit for visit in visits if visit.group_id == each.pk], now, waiting)
        for each in groups
    ]
    return sorted([*alone, *together], key=lambda each: (each.starts_at, each.title))


def slot_of(visit: Appointment, now: datetime, forms_open: int = 0, *, waits: bool = False) -> Slot:
    """One visit of one patient."""
    begun = getattr(getattr(visit, "session", None), "started_at", None) or visit.starts_at
    live, service = visit.state == State.IN_ROOM, clinic.service(visit.service)
    return Slot(
        visit=visit,
        group=None,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        turnover=timedelta(minutes=service.turnover_minutes),
        title=visit.patient.name,
        short=visit.patient.initials,
        what=service.short_name,
        look=look_of(visit, now, forms_open, waits=waits),
        minutes=max(0, min(service.minutes, _minutes(now - begun))) if live else 0,
        length=service.minutes if live else 0,
    )


def look_of(visit: Appointment, now: datetime, forms_open: int = 0, *, waits: bool = False) -> Look:
    """Where one visit stands; ``waits`` when it is on hold."""
    if visit.state == State.DONE:
        signed = hasattr(visit, "visit_note") and hasattr(visit.visit_note, "signature")
        return (
            Look("is-past", "", "check-round", "Done") if signed else Look("is-past", "", "pen", "Unsigned")
        )
    if visit.state == State.IN_ROOM:
        return _in_room(visit, now)
    if visit.state == State.ARRIVED:
        return Look("", "good", "person", "Here")
    if waits:
        return Look("", "caution", "hold", "On hold: no yes")
    if visit.starts_at < now:
        return Look("is-late", "caution", "clock", f"{_minutes(now - visit.starts_at)} min late")
    if forms_open:
        return Look("", "unknown", "unknown", "1 form" if forms_open == 1 else f"{forms_open} forms")
    return Look("", "", "calendar", "Expected")


def is_late(visit: Appointment, now: datetime) -> bool:
    """Expected, and not here at the time."""
    return visit.state == State.BOOKED and visit.starts_at < now


def _in_room(visit: Appointment, now: datetime) -> Look:
    if visit.ends_at < now:
        return Look("is-over", "caution", "hold", f"{_minutes(now - visit.ends_at)} min over")
    session = getattr(visit, "session", None)
    return Look("is-live", "", "person", Phase(session.phase).label if session else "In room")


def _group_slot(
    group: GroupSession, visits: Sequence[Appointment], now: datetime, waiting: Container[UUID]
) -> Slot:
    off = group.is_called_off
    seats = f"{len(visits)} of {group.seats_in_all} seats"  # type: ignore[attr-defined]
    return Slot(
        visit=None,
        group=group,
        starts_at=group.starts_at,
        ends_at=group.ends_at,
        turnover=timedelta(minutes=clinic.service(group.service).turnover_minutes),
        title="Group",
        short="Group, called off" if off else f"Group of {len(visits)}",
        what="Called off" if off else seats,
        look=_OFF if off else _look_of_group(visits, now, sum(each.pk in waiting for each in visits)),
    )


_OFF = Look("is-off", "", "close", "Called off")


def _look_of_group(visits: Sequence[Appointment], now: datetime, waiting: int) -> Look:
    if not visits:
        return Look("", "", "calendar", "Nobody yet")
    here = sum(each.state != State.BOOKED for each in visits)
    first = look_of(min(visits, key=lambda each: _ORDER.index(each.state)), now)
    state = "" if first.state == "is-late" and here else first.state
    if waiting:
        return Look(state, "caution", "hold", f"{here} of {len(visits)} here, {waiting} on hold: no yes")
    return Look(state, first.tone, first.drawing, f"{here} of {len(visits)} here")


_ORDER = [State.IN_ROOM, State.ARRIVED, State.BOOKED, State.DONE]
"""A group stands where its furthest patient who is still in it stands."""


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
