"""Another time for a visit: chosen on a page of free times, or dropped on the calendar. Both by the same rules."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.clinic.words import spoken
from sojourn.core.decisions import Decision, Finding, Refused
from sojourn.faces.ui.submitting import status_of
from sojourn.faces.workspace.calendar.views import day_asked
from sojourn.faces.workspace.visits.booking_views import DAYS_SHOWN, by_day, first_free
from sojourn.faces.workspace.visits.forms import MoveForm, packed
from sojourn.faces.workspace.visits.visit_views import opened
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries import FreeTime

UNREADABLE = Decision.of(
    Finding(code="unreadable", message="Please choose one of the free times.", field="starts_at")
)


@needs(Permission.SCHEDULE)
def move(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The free times, and the move to one. The calendar's script asks for JSON and shows the same sentences."""
    shown, now = opened(request, visit_id), timezone.now()
    as_json = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    problem = Decision()
    if request.method == "POST":
        form = MoveForm(request.POST)
        try:
            return _moved(request, _move(request, shown, form, now), as_json=as_json)
        except Refused as refusal:
            problem = refusal.decision
        if as_json:
            return JsonResponse(_refused(shown, form, problem, now), status=422)
    return _page(request, shown, problem, now)


def _move(request: HttpRequest, shown: Appointment, form: MoveForm, now: datetime) -> Appointment:
    if not form.is_valid():
        raise Refused(UNREADABLE)
    starts_at, staff, room = form.cleaned_data["starts_at"]
    return actions.move(
        appointment=shown,
        staff=staff,
        room=room,
        starts_at=starts_at,
        reason=form.cleaned_data["reason"],
        seen=form.cleaned_data["seen"],
        by=request.user,  # type: ignore[arg-type]
        now=now,
    )


def _moved(request: HttpRequest, moved: Appointment, *, as_json: bool) -> HttpResponse:
    words = f"Moved to {spoken(moved.begins)}. {moved.patient.called} gets a message."
    if as_json:
        return JsonResponse({"words": words})
    messages.success(request, words)
    return redirect("workspace:visit", moved.pk)


def _refused(shown: Appointment, form: MoveForm, problem: Decision, now: datetime) -> dict[str, Any]:
    """Why not, and the free times nearest to the one that was wanted, each ready to be sent."""
    words = " ".join(each.message for each in problem.blocking)
    wanted = form.cleaned_data.get("starts_at")
    stale = any(each.code == "moved_meanwhile" for each in problem.blocking)
    free = (
        queries.nearest_free_times(shown.service, wanted[0], staff=wanted[1], not_before=now)
        if wanted and not stale
        else []
    )
    return {"words": words, "free": [{"value": packed(each), "words": _in_words(each)} for each in free]}


def _in_words(time: FreeTime) -> str:
    return f"{spoken(time.begins)}, {time.staff}, {time.room}"


def _page(request: HttpRequest, shown: Appointment, problem: Decision, now: datetime) -> HttpResponse:
    today = clinic.local_day(now)
    day = max(day_asked(request.GET.get("day", ""), shown.begins.date()), today)
    house = clinic.house()
    free = queries.free_times(shown.service, from_day=day, days=DAYS_SHOWN, after=now, house=house)
    context = {
        "visit": shown,
        "day": day,
        "free": by_day(free),
        "first_free": None if free else first_free(shown.service, day, None, house, now),
        "later": day + timedelta(days=DAYS_SHOWN),
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "today": today,
    }
    return render(request, "workspace/visits/move.html", context, status=status_of(request))
