"""The list of today's sessions, and the room itself."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.faces.workspace.room.context import LIGHT, find_session, open_session, show_room
from sojourn.treatment import queries
from sojourn.treatment.queries.visits import awaited

A_DAY = 60 * 60 * 24


@needs(Permission.RUN_SESSION)
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Who is in a room now, who is expected, who has gone home."""
    now = timezone.now()
    charts = queries.board(now)
    running = [chart for chart in charts if chart.session.ended_at is None]
    gone = [chart for chart in charts if chart.session.ended_at]
    context = {"running": running, "gone": gone, "awaited": awaited(now), "now": now}
    return render(request, "workspace/room/today.html", context)


@needs(Permission.RUN_SESSION)
@require_GET
def room(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """One session: its readiness list, then its live chart."""
    now = timezone.now()
    return show_room(request, open_session(request, session_id, now), now)


@needs(Permission.RUN_SESSION)
@require_POST
def light(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Dim the room's page, or turn the light on, for as long as this phase lasts."""
    session = find_session(session_id)
    chosen = "dim" if request.POST.get("to") == "dim" else "bright"
    answer = redirect("workspace:session", session_id)
    value = f"{session.pk}:{session.phase}:{chosen}"
    answer.set_cookie(LIGHT, value, max_age=A_DAY, samesite="Lax", httponly=True, secure=request.is_secure())
    return answer
