"""Going home: the list, the escort, the words to take along."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.billing.actions import finish_visit
from sojourn.core.decisions import Refused
from sojourn.faces.ui.papers import as_pdf
from sojourn.faces.ui.submitting import carry_out, client_id
from sojourn.faces.workspace.room.context import find_session, is_dim, open_session, show_room
from sojourn.faces.workspace.room.forms import HomeForm
from sojourn.faces.workspace.room.paper import instructions_data
from sojourn.people import queries as people
from sojourn.pharmacy import actions as pharmacy
from sojourn.pharmacy import queries as held
from sojourn.treatment import actions, queries
from sojourn.treatment.models import Discharge, Session
from sojourn.treatment.queries.home import restarts_after


@needs(Permission.DISCHARGE)
@require_http_methods(["GET", "POST"])
def going_home(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Every criterion with a tick or a reason; refused with each that is missing."""
    now = timezone.now()
    session = open_session(request, session_id, now)
    if hasattr(session, "discharge"):
        return redirect("workspace:session", session.pk)
    form = HomeForm(request.POST or None, initial={"escort_name": _escort(session)})
    if form.is_valid():
        done = carry_out(
            form,
            lambda: _send_home(request, session, form, now),
        )
        if done is not None:
            return redirect("workspace:session", session.pk)
    chart = queries.chart_of(session, now)
    context = {
        "session": session,
        "patient": session.patient,
        "form": form,
        "chart": chart,
        "restarts": restarts_after(session, [each.observed_at for each in chart.doses]),
        "custody": held.custody_of(session.appointment_id),
        "now": now,
        "dim": is_dim(request, session),
    }
    return render(request, "workspace/room/home.html", context, status=422 if form.errors else 200)


def _escort(session: Session) -> str:
    """Whom they named at the door; else whom the record names."""
    told = session.readiness_answers.filter(code="escort").order_by("at", "id").last()
    known = people.escort_of(session.patient)
    return told.value["name"] if told else known.name if known else ""


@transaction.atomic
def _send_home(request: HttpRequest, session: Session, form: HomeForm, now: datetime) -> Discharge:
    """With the way home the visit is over and charged: all of it, or nothing."""
    home = actions.discharge(
        session=session,
        criteria=form.met(),
        overrides=form.reasons(),
        escort_name=form.cleaned_data["escort_name"],
        by=request.user,
        now=now,
    )
    finish_visit(appointment=session.appointment, by=request.user, now=now)
    return home


@needs(Permission.RUN_SESSION)
@require_POST
def give_back(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """What is left of a patient's own medicine goes home with them."""
    now, session = timezone.now(), find_session(session_id)
    custody = held.custody_of(session.appointment_id)
    if custody is None:
        raise Http404
    try:
        pharmacy.return_own(
            visit=session.appointment_id,
            patient=session.patient,
            quantity=custody.held,
            by=request.user,
            now=now,
            entry_id=client_id(request),
        )
    except Refused as refused:
        return show_room(request, session, now, status=422, findings=refused.decision.blocking)
    return redirect("workspace:session_home", session.pk)


@needs(Permission.RUN_SESSION)
@require_GET
def instructions(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The rest of the day on paper."""
    session = open_session(request, session_id, timezone.now())
    home = getattr(session, "discharge", None)
    if home is None:
        raise Http404
    return as_pdf("letter", instructions_data(session, home), f"instructions-{session.patient.record_number}")
