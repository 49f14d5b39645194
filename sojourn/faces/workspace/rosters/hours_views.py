"""Other hours: of somebody on one date, of the clinic on one date, of the clinic's week from a date on.

What would fall outside is shown before anything is kept; the same form sent once more keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.clinic.hour_queries import hour_notes
from sojourn.core.decisions import Refused
from sojourn.core.periods import day_from
from sojourn.core.spoken import clock
from sojourn.faces.ui.submitting import client_id, put_reasons
from sojourn.faces.ui.wishes import WEEKDAYS
from sojourn.faces.workspace.rosters.hours_forms import (
    HoursForm,
    OpeningDayForm,
    OpeningWeekForm,
    PersonDayForm,
)
from sojourn.scheduling import actions
from sojourn.scheduling.models import Appointment


@dataclass(frozen=True)
class _Page:
    form: type[HoursForm]
    title: str
    lead: str


PERSON_DAY = _Page(
    PersonDayForm,
    "Other hours on one day",
    "An extra day, or other hours than in any week. It holds for that date alone; leave is still taken out of it.",
)
OPENING_DAY = _Page(
    OpeningDayForm,
    "The clinic on one day",
    "Closed, open longer, or open on a holiday. People work then as their week and their own days say.",
)
OPENING_WEEK = _Page(
    OpeningWeekForm,
    "Opening hours",
    "From a date on, until they are set anew. What was in force before stays readable in the audit trail.",
)


@needs(Permission.SCHEDULE)
def person_day(request: SignedInRequest) -> HttpResponse:
    """Somebody's hours on one date. ?staff=…&day=… fills the form in."""
    return _hours(request, PERSON_DAY)


@needs(Permission.SET_OPENING_HOURS)
def opening_day(request: SignedInRequest) -> HttpResponse:
    """The clinic's hours on one date."""
    return _hours(request, OPENING_DAY)


@needs(Permission.SET_OPENING_HOURS)
def opening_week(request: SignedInRequest) -> HttpResponse:
    """The clinic's hours on some weekdays from a date on."""
    return _hours(request, OPENING_WEEK)


def _hours(request: SignedInRequest, page: _Page) -> HttpResponse:
    now, outside = timezone.now(), ()
    form = page.form(request.POST) if request.method == "POST" else page.form(initial=_asked(request, now))
    if request.method == "POST" and form.is_valid():
        try:
            return _kept(request, form, now)
        except actions.LeavesOutside as refusal:
            outside = refusal.visits
            form.shows(outside)
        except Refused as refusal:
            put_reasons(form, refusal)
    context = {
        "form": form,
        "page": page,
        "outside": outside,
        "week": _opening_week(clinic.local_day(now)),
    }
    return render(
        request, "workspace/rosters/hours.html", context, status=422 if request.method == "POST" else 200
    )


def _kept(request: SignedInRequest, form: HoursForm, now: datetime) -> HttpResponse:
    outside: list[Appointment] = actions.set_hours(
        notes=form.notes,  # type: ignore[attr-defined]
        seen=form.cleaned_data["seen"],
        by=request.user,
        now=now,
        client_id=client_id(request),
    )
    left = f" {len(outside)} to be moved, listed below." if outside else ""
    messages.success(request, f"The hours are kept.{left}")
    return redirect("workspace:rosters")


def _asked(request: HttpRequest, now: datetime) -> dict[str, object]:
    asked = request.GET
    day = day_from(asked.get("day", "")) or clinic.local_day(now) + timedelta(days=1)
    return {"staff": asked.get("staff", ""), "day": day, "kind": asked.get("kind", "")}


def _opening_week(today: date) -> list[tuple[str, str]]:
    """The clinic's hours on the seven days from today on, in words."""
    days = [today + timedelta(days=n) for n in range(7)]
    notes = hour_notes(days[0], days[-1])
    return [
        (
            WEEKDAYS[each.weekday()],
            ", ".join(f"{clock(opens)}–{clock(closes)}" for opens, closes in notes.opening_on(each)),
        )
        for each in days
    ]
