"""The calendar, addressed by day and by what its rows are, so that any view can be linked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.core.periods import day_from
from sojourn.faces.workspace.abilities import abilities
from sojourn.faces.workspace.today.board import cells, slot_of
from sojourn.faces.workspace.today.views import board_rows, day_frame
from sojourn.scheduling import queries
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import HOLDS_ITS_PLACE

VIEWS = (("rooms", "Rooms"), ("people", "People"), ("week", "Week"))


@needs(Permission.SEE_WORKSPACE)
def calendar(request: HttpRequest) -> HttpResponse:
    """?day=2026-03-03&by=rooms, people or week."""
    now = timezone.now()
    day = day_asked(request.GET.get("day", ""), clinic.local_day(now))
    by = request.GET.get("by", "rooms")
    context = _week(day) if by == "week" else _day(day, by, now)
    step = timedelta(days=7 if by == "week" else 1)
    context |= {
        "day": day,
        "by": by if by in dict(VIEWS) else "rooms",
        "views": VIEWS,
        "before": day - step,
        "after": day + step,
        "today": clinic.local_day(now),
        "holiday": clinic.holidays(day.year).get(day, ""),
        "may": abilities(request),
    }
    return render(request, "workspace/calendar/calendar.html", context)


def day_asked(text: str, otherwise: date) -> date:
    """A day from an address; anything unreadable gives the other one."""
    return day_from(text) or otherwise


def _day(day: date, by: str, now: datetime) -> dict[str, Any]:
    visits = _held(day, day)
    grid = day_frame(day, now, visits)
    rows = _people_rows(grid, visits, now) if by == "people" else board_rows(grid, visits, now, {})
    return {"grid": grid, "rows": rows, "count": len(visits)}


def _people_rows(grid: Any, visits: Sequence[Appointment], now: datetime) -> list[tuple[Any, list[Any]]]:
    people = clinic.staff().filter(sees_patients=True)
    return [
        (
            person,
            cells(grid, _first_of_groups([each for each in visits if each.staff_id == person.pk], now), now),
        )
        for person in people
    ]


def _first_of_groups(visits: Sequence[Appointment], now: datetime) -> list[Any]:
    seen: set[object] = set()
    kept = [
        each for each in visits if not (each.group_id and (each.group_id in seen or seen.add(each.group_id)))
    ]
    return [slot_of(each, now, 0) for each in kept]


def _week(day: date) -> dict[str, Any]:
    monday = day - timedelta(days=day.weekday())
    visits = _held(monday, monday + timedelta(days=6))
    days = [monday + timedelta(days=n) for n in range(7)]
    columns = [
        (each, [visit for visit in visits if clinic.local_day(visit.starts_at) == each]) for each in days
    ]
    return {"week": [each for each in columns if each[0].weekday() < 6 or each[1]], "count": len(visits)}


def _held(first: date, last: date) -> list[Appointment]:
    found = queries.visits_between(first, last).filter(state__in=HOLDS_ITS_PLACE)
    return list(found.select_related("session", "visit_note__signature"))
