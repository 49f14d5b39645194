"""The calendar, addressed by day and by what its rows are, so that any view can be linked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.core.periods import day_from
from sojourn.faces.ui.live import live
from sojourn.faces.workspace.abilities import abilities
from sojourn.faces.workspace.today.day import boards, booked, why_closed

VIEWS = (("rooms", "Rooms"), ("people", "People"), ("week", "Week"))


@needs(Permission.SEE_WORKSPACE)
@live
def calendar(request: HttpRequest) -> HttpResponse:
    """?day=2026-03-03&by=rooms, people or week."""
    now = timezone.now()
    day = day_asked(request.GET.get("day", ""), clinic.local_day(now))
    by = request.GET.get("by", "rooms")
    context = _week(day, now) if by == "week" else _day(day, by, now)
    step = timedelta(days=7 if by == "week" else 1)
    context |= {
        "day": day,
        "by": by if by in dict(VIEWS) else "rooms",
        "views": VIEWS,
        "before": day - step,
        "after": day + step,
        "today": clinic.local_day(now),
        "minutes": content.pack().hours.slot_minutes,
        "may": abilities(request),
    }
    return render(request, "workspace/calendar/calendar.html", context)


def day_asked(text: str, otherwise: date) -> date:
    """A day from an address; anything unreadable gives the other one."""
    return day_from(text) or otherwise


def _day(day: date, by: str, now: datetime) -> dict[str, Any]:
    days = booked(clinic.days_everywhere(day, day))
    slots = days.slots(now)
    return {
        "boards": boards(days, slots, now, clinic.who_sees_patients() if by == "people" else None),
        "count": len(days.held),
        "called_off": days.called_off,
        "is_empty": not slots,
        "closed": why_closed(day, days.hours),
    }


def _week(day: date, now: datetime) -> dict[str, Any]:
    monday = day - timedelta(days=day.weekday())
    days = booked(clinic.days_everywhere(monday, monday + timedelta(days=6)))
    slots = days.slots_with_called_off(now)
    columns = [
        (each, _noons(each), [slot for slot in slots if slot.begins.date() == each])
        for each in (monday + timedelta(days=n) for n in range(7))
    ]
    shown = [each for each in columns if each[0].weekday() < 6 or each[2]]
    return {"week": shown, "count": len(days.held), "is_empty": not slots}


def _noons(day: date) -> dict[str, str]:
    """From which the hours of a day can be counted, by zone: clocks change at night, and not everywhere."""
    return {zone.key: datetime.combine(day, time(12), zone).isoformat() for zone in clinic.zones()}
