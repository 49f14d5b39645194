"""Today: rooms by the hour, who arrives, what is next, how full the inbox is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import Room
from sojourn.core.decisions import Refused
from sojourn.faces.ui.live import live
from sojourn.faces.workspace.abilities import abilities
from sojourn.faces.workspace.today.arrivals import arrivals, tally
from sojourn.faces.workspace.today.day import Board, boards, booked, why_closed
from sojourn.faces.workspace.today.free_rooms import FreeRoom, free_rooms, soonest
from sojourn.faces.workspace.today.next_for_you import next_for
from sojourn.faces.workspace.today.slots import Slot, look_of
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries.follow_ups import missing_before, without_follow_up
from sojourn.scheduling.states import AppointmentState as State
from sojourn.timeline.queries import inbox
from sojourn.treatment import actions as treatment
from sojourn.treatment.queries import readiness_before
from sojourn.treatment.rules.readiness import PointState

HERE = (State.ARRIVED, State.IN_ROOM)


@needs(Permission.SEE_WORKSPACE)
@live
def today(request: HttpRequest) -> HttpResponse:
    """The whole day on one screen. At most 12 queries."""
    now, day = timezone.now(), clinic.local_day(timezone.now())
    unfollowed = without_follow_up(now)
    days = booked(clinic.today_everywhere(now), unfollowed)
    waiting_for_a_yes = queries.on_hold(days.held, now)
    until = _midnight(days.span)
    known = queries.before_visits(days.visits, today=day, until=until, waiting=waiting_for_a_yes)
    forms = {each.patient_id: known[each.pk].open_forms or 0 for each in days.visits}
    slots = days.slots(now, forms, waiting_for_a_yes)
    waiting = inbox(request.user, now=now)  # type: ignore[arg-type]
    shown = boards(days, slots, now)
    free = soonest(each for board in shown for each in _free_on(board, slots, now))
    context = {
        "boards": shown,
        "called_off": days.called_off,
        "day": day,
        "free": free,
        "closed": why_closed(day, days.hours),
        "notes": {each.room.pk: each.words for each in free},
        "arrivals": arrivals(days.visits, known, now),
        "where": [(each, look_of(each, now)) for each in days.visits if each.state in HERE],
        "tally": tally(days.visits, now),
        "alerts": waiting.alerts,
        "inbox": waiting,
        "inbox_alerts": len(waiting.alerts),
        "inbox_count": waiting.count,
        "next_up": next_for(
            request.user,  # type: ignore[arg-type]
            days.visits,
            waiting,
            now,
            unfollowed=unfollowed if request.user.may(Permission.SCHEDULE) else (),  # type: ignore[union-attr]
        ),
        "may": abilities(request),
    }
    return render(request, "workspace/today/today.html", context)


def _midnight(days: clinic.Days) -> datetime:
    """The last one after these days."""
    return max(clinic.bounds_of(*each, zone)[1] for zone, each in days.items())


def _free_on(board: Board, slots: list[Slot], now: datetime) -> list[FreeRoom]:
    rooms = [each.who for each in board.rows if isinstance(each.who, Room)]
    return [] if board.closed else free_rooms(rooms, slots, now, board.closes)


@needs(Permission.OPEN_CHART)
def readiness(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """What stands in the way of one session: a piece of the arrivals table, or of the visit's page."""
    visit = _visit_or_404(visit_id)
    points = readiness_before(visit, timezone.now())
    open_points = sorted(
        (each for each in points if not each.state.is_ready), key=lambda each: each.state != PointState.OPEN
    )
    context = {
        "visit": visit,
        "points": points,
        "open_points": open_points,
        "ready": len(points) - len(open_points),
        "caution": missing_before(visit.patient, visit.service, visit.starts_at),
    }
    return render(request, "workspace/today/readiness.html", context)


@needs(Permission.CHECK_IN)
@require_POST
def arrive(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The patient is here; a ketamine visit gets its session opened with it."""
    visit, now = _visit_or_404(visit_id), timezone.now()
    try:
        if content.pack().services[visit.service].phases and request.user.may(Permission.OPEN_CHART):  # type: ignore[union-attr]
            treatment.check_in(appointment=visit, by=request.user, now=now)  # type: ignore[arg-type]
        else:
            actions.arrive(appointment=visit, by=request.user, now=now)  # type: ignore[arg-type]
        messages.success(request, f"{visit.patient.called} is here.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(_back_to(request))


def _visit_or_404(visit_id: UUID) -> Appointment:
    try:
        return queries.visit_of(visit_id)
    except Appointment.DoesNotExist as absent:
        raise Http404 from absent


def _back_to(request: HttpRequest) -> str:
    """Back to the page the button was on, when it is one of ours."""
    wanted = request.POST.get("back", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return "workspace:today"
