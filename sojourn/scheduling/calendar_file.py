"""Visits as an iCalendar file that a phone understands. It says when and where, never what for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from icalendar import Calendar, Event

from sojourn import content
from sojourn.scheduling.models import Appointment


def calendar_of(appointments: Iterable[Appointment], *, now: datetime) -> str:
    """One file with an entry per visit; times in UTC, so every calendar shows them in its own zone."""
    clinic = content.pack().clinic
    calendar = Calendar()
    calendar.add("prodid", f"-//Sojourn//{clinic.code}//EN")
    calendar.add("version", "2.0")
    for appointment in appointments:
        calendar.add_component(_event(appointment, now))
    return calendar.to_ical().decode()


def _event(appointment: Appointment, now: datetime) -> Event:
    clinic = content.pack().clinic
    event = Event()
    event.add("uid", f"{appointment.pk}@{clinic.code}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", appointment.starts_at.astimezone(UTC))
    event.add("dtend", appointment.ends_at.astimezone(UTC))
    event.add("summary", clinic.name)
    event.add("location", clinic.address)
    return event
