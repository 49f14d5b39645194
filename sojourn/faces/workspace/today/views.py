"""Today: rooms by the hour, who arrives, what is next, how full the inbox is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.core.decisions import Refused
from sojourn.core.together import fetch_together
from sojourn.faces.workspace.abilities import abilities
from sojourn.faces.workspace.today.board import Frame, cells, frame, is_late, slots_of
from sojourn.faces.workspace.today.next_for_you import next_for
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries.follow_ups import missing_before, without_follow_up
from sojourn.scheduling.states import HOLDS_ITS_PLACE
from sojourn.scheduling.states import AppointmentState as State
from sojourn.timeline.queries import inbox
from sojourn.treatment import actions as treatment
from sojourn.treatment.queries import readiness_before
from sojourn.treatment.rules.readiness import PointState


@dataclass(frozen=True)
class Arrival:
    """One line of who is expected: the visit, how late, what they have not filled in."""

    visit: Appointment
    is_late: bool
    late_minutes: int
    forms: int
    has_checklist: bool


@needs(Permission.SEE_WORKSPACE)
def today(request: HttpRequest) -> HttpResponse:
    """The whole day on one screen. At most 12 queries."""
    now = timezone.now()
    visits, unfollowed = _visits(clinic.local_day(now)), without_follow_up(now)
    fetch_together(visits, unfollowed)
    forms = queries.forms_open({each.patient_id for each in visits}, until=_end_of(clinic.local_day(now)))
    waiting = inbox(request.user, now=now)  # type: ignore[arg-type]
    grid = day_frame(clinic.local_day(now), now, visits)
    context = {
        "grid": grid,
        "rows": board_rows(grid, visits, now, forms),
        "arrivals": [
            _arrival(each, now, forms) for each in visits if each.state in (State.BOOKED, State.ARRIVED)
        ],
        "tally": _tally(visits, now),
        "alerts": waiting.alerts,
        "inbox": waiting,
        "inbox_alerts": len(waiting.alerts),
        "inbox_count": waiting.count,
        "next_up": next_for(
            request.user,  # type: ignore[arg-type]
            visits,
            waiting,
            now,
            unfollowed=unfollowed if request.user.may(Permission.SCHEDULE) else (),  # type: ignore[union-attr]
        ),
        "may": abilities(request),
    }
    return render(request, "workspace/today/today.html", context)


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


def day_frame(day: date, now: datetime, visits: Sequence[Appointment]) -> Frame:
    """The hours of the day on the board, stretched by visits outside of them."""
    zone = clinic.timezone()
    hours = content.pack().hours.on(day.weekday())
    opens = min((each.opens for each in hours), default=time(9))
    closes = max((each.closes for each in hours), default=time(17))
    starts = [datetime.combine(day, opens, zone), *(each.starts_at for each in visits)]
    ends = [datetime.combine(day, closes, zone), *(each.ends_at for each in visits)]
    first = min(starts).astimezone(zone)
    return frame(first.replace(minute=first.minute // 10 * 10), max(ends), now)


def board_rows(
    grid: Frame, visits: Sequence[Appointment], now: datetime, forms: dict[UUID, int]
) -> list[tuple[Any, list[Any]]]:
    """Each room with its cells; a group room is left out on days without a group."""
    shown = [each for each in visits if each.state in HOLDS_ITS_PLACE]
    rows = [(room, slots_of(room, shown, now, dict(forms))) for room in clinic.active_rooms()]
    return [(room, cells(grid, slots, now)) for room, slots in rows if slots or room.kind != "group"]


def _visits(day: date) -> QuerySet[Appointment]:
    return queries.visits_between(day, day).select_related("session", "visit_note__signature")


def _arrival(visit: Appointment, now: datetime, forms: dict[UUID, int]) -> Arrival:
    late = is_late(visit, now)
    return Arrival(
        visit,
        late,
        int((now - visit.starts_at).total_seconds() // 60) if late else 0,
        forms.get(visit.patient_id, 0),
        bool(content.pack().services[visit.service].phases),
    )


def _tally(visits: Sequence[Appointment], now: datetime) -> dict[str, int]:
    late = sum(is_late(each, now) for each in visits)
    return {
        "here": sum(each.state in (State.ARRIVED, State.IN_ROOM) for each in visits),
        "late": late,
        "to_come": sum(each.state == State.BOOKED for each in visits) - late,
        "done": sum(each.state == State.DONE for each in visits),
    }


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), clinic.timezone())


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
