"""Visits as iCalendar files (RFC 5545). They say when and where, never what for.

A patient's file goes out by mail (RFC 5546): published, and called off when the visit is cancelled. A staff member's is
asked for again and again by their own calendar, and shows initials alone. Times are in UTC, so every calendar shows
them in its own zone, on both sides of a change of clocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress

from sojourn import content
from sojourn.clinic.models import StaffMember
from sojourn.scheduling.models import Appointment, GroupSession
from sojourn.scheduling.queries.feeds import Revision, StaffDiary, revisions_of
from sojourn.scheduling.states import HOLDS_ITS_PLACE

ASK_AGAIN = timedelta(minutes=15)


def calendar_of(appointments: Sequence[Appointment], *, now: datetime) -> str:
    """A patient's visits as one file. Called off (METHOD:CANCEL) when it is a single visit that is cancelled.

    A file with several visits can only be published; each then says itself whether it is cancelled.
    """
    revisions = revisions_of(appointments)
    called_off = len(appointments) == 1 and not _is_held(appointments[0])
    calendar = _empty()
    calendar.add("method", "CANCEL" if called_off else "PUBLISH")
    for appointment in appointments:
        revision = revisions.get(appointment.pk, Revision(0, now))
        calendar.add_component(_for_patient(appointment, revision, now))
    return calendar.to_ical().decode()


def staff_calendar(staff: StaffMember, diary: StaffDiary) -> bytes:
    """A staff member's days: initials and rooms. The same bytes as long as nothing changed.

    What became a colleague's is called off under its id, so that a calendar that keeps what it once read lets it go.
    """
    calendar = _empty()
    calendar.add("x-wr-calname", f"Visits · {staff}")
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")
    for visit in diary.visits:
        calendar.add_component(_for_staff(visit))
    for visit in diary.given_away:
        calendar.add_component(_given_away(visit))
    for group in diary.groups:
        calendar.add_component(_of_group(group))
    return calendar.to_ical()


def _empty() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//Sojourn//{content.pack().clinic.code}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _for_patient(appointment: Appointment, revision: Revision, now: datetime) -> Event:
    clinic = content.pack().clinic
    event = _event(appointment, now, revision)
    event.add("summary", clinic.name)
    event.add("location", clinic.address)
    organizer = vCalAddress(f"mailto:{clinic.email}")
    organizer.params["cn"] = clinic.name
    event.add("organizer", organizer)
    event.add("status", "CONFIRMED" if _is_held(appointment) else "CANCELLED")
    return event


def _for_staff(visit: Appointment) -> Event:
    event = _event(visit, visit.changed_at, _revision_of(visit))  # type: ignore[attr-defined]
    event.add("summary", f"Visit · {visit.patient.initials} · {visit.room}")
    event.add("location", str(visit.room))
    return _private(event, is_held=_is_held(visit))


def _given_away(visit: Appointment) -> Event:
    """At the time they knew: where and when it is now is their colleague's to see."""
    event = _event(visit, visit.changed_at, _revision_of(visit), starts_at=visit.was_at)  # type: ignore[attr-defined]
    event.add("summary", f"Visit · {visit.patient.initials} · with a colleague now")
    return _private(event, is_held=False)


def _of_group(group: GroupSession) -> Event:
    people, changed_at = group.people, group.changed_at  # type: ignore[attr-defined]
    words = "called off" if group.is_called_off else f"{people} {'person' if people == 1 else 'people'}"
    event = _event(group, changed_at, Revision(int(group.is_called_off), changed_at))
    event.add("summary", f"Group · {words} · {group.room}")
    event.add("location", str(group.room))
    return _private(event, is_held=not group.is_called_off)


def _private(event: Event, *, is_held: bool) -> Event:
    event.add("class", "PRIVATE")
    event.add("status", "CONFIRMED" if is_held else "CANCELLED")
    event.add("transp", "OPAQUE" if is_held else "TRANSPARENT")
    return event


def _event(
    what: Appointment | GroupSession,
    stamp: datetime,
    revision: Revision,
    *,
    starts_at: datetime | None = None,
) -> Event:
    """Where it is now, unless somebody's calendar knows it at another time."""
    starts_at = starts_at or what.starts_at
    event = Event()
    event.add("uid", f"{what.pk}@{content.pack().clinic.code}")
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", starts_at.astimezone(UTC))
    event.add("dtend", (starts_at + (what.ends_at - what.starts_at)).astimezone(UTC))
    event.add("last-modified", revision.at.astimezone(UTC))
    event.add("sequence", revision.sequence)
    return event


def _revision_of(visit: Appointment) -> Revision:
    return Revision(visit.sequence, visit.changed_at)  # type: ignore[attr-defined]


def _is_held(appointment: Appointment) -> bool:
    return appointment.state in HOLDS_ITS_PLACE
