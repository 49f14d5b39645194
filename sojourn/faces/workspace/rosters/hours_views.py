"""Other hours: of somebody or of the clinic, on one date or every week from a date on.

What would fall outside is shown before anything is kept; the same form sent once more keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.clinic.hour_queries import hour_notes
from sojourn.core.decisions import Refused
from sojourn.core.periods import day_from
from sojourn.core.spoken import hours_in_words
from sojourn.faces.ui.submitting import client_id, put_reasons, status_of
from sojourn.faces.ui.wishes import WEEKDAYS
from sojourn.faces.workspace.rosters.hours_forms import (
    HoursForm,
    OpeningDayForm,
    OpeningWeekForm,
    PersonDayForm,
)
from sojourn.faces.workspace.rosters.week_form import PersonWeekForm
from sojourn.faces.workspace.rosters.weeks import WeekToCome, weeks_to_come
from sojourn.scheduling import actions
from sojourn.scheduling.models import Appointment


def _tomorrow(today: date) -> date:
    return today + timedelta(days=1)


def _next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


@dataclass(frozen=True)
class _Page:
    form: Callable[..., HoursForm | PersonWeekForm]
    title: str
    lead: str
    template: str = "hours"
    begins: Callable[[date], date] = _tomorrow
    coming: Sequence[WeekToCome] = ()


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


@needs(Permission.SCHEDULE)
def person_week(request: SignedInRequest, staff_id: UUID) -> HttpResponse:
    """Somebody's hours every week, from a date on. ?day=… is that date."""
    staff = next((each for each in clinic.house().people if each.pk == staff_id), None)
    if staff is None:
        raise Http404
    today = clinic.local_day(timezone.now())
    notes = hour_notes(today, None)
    page = _Page(
        partial(PersonWeekForm, staff=staff, notes=notes),
        f"{staff}: the week",
        "From a day on, until it is set anew. Days you leave as they are stay as they are. "
        "Single days and leave noted for later still hold.",
        template="week",
        begins=_next_monday,
        coming=weeks_to_come([staff], notes, today),
    )
    return _hours(request, page)


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
    form = (
        page.form(request.POST) if request.method == "POST" else page.form(initial=_asked(request, page, now))
    )
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
    return render(request, f"workspace/rosters/{page.template}.html", context, status=status_of(request))


def _kept(request: SignedInRequest, form: HoursForm | PersonWeekForm, now: datetime) -> HttpResponse:
    outside: list[Appointment] = actions.set_hours(
        notes=form.notes,  # type: ignore[union-attr]
        seen=form.cleaned_data["seen"],
        by=request.user,
        now=now,
        client_id=client_id(request),
    )
    left = f" {len(outside)} to be moved, listed below." if outside else ""
    messages.success(request, f"The hours are kept.{left}")
    return redirect("workspace:rosters")


def _asked(request: HttpRequest, page: _Page, now: datetime) -> dict[str, object]:
    asked = request.GET
    day = day_from(asked.get("day", "")) or page.begins(clinic.local_day(now))
    return {"staff": asked.get("staff", ""), "day": day, "kind": asked.get("kind", "")}


def _opening_week(today: date) -> list[tuple[str, str]]:
    """The clinic's hours on the seven days from today on, in words."""
    days = [today + timedelta(days=n) for n in range(7)]
    notes = hour_notes(days[0], days[-1])
    return [(WEEKDAYS[each.weekday()], hours_in_words(notes.opening_on(each))) for each in days]
