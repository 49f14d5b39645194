"""Going home: the list, the escort, the words to take along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.billing.actions import finish_visit
from sojourn.clinic.words import spoken
from sojourn.core.decisions import Refused
from sojourn.core.together import fetch_together
from sojourn.faces.ui import papers
from sojourn.faces.ui.submitting import carry_out, client_id
from sojourn.faces.workspace.room.context import find_session, home_from, is_dim, open_session, show_room
from sojourn.faces.workspace.room.forms import BOOKED, HomeForm
from sojourn.faces.workspace.room.home_readings import home_readings
from sojourn.faces.workspace.visits.forms import packed, unpacked
from sojourn.people import queries as people
from sojourn.pharmacy import actions as pharmacy
from sojourn.pharmacy import queries as held
from sojourn.pharmacy.models import OwnMedicine
from sojourn.scheduling import actions as scheduling
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries import FreeTime
from sojourn.scheduling.queries.follow_ups import kept_visits, propose_follow_up
from sojourn.treatment import actions, queries
from sojourn.treatment.models import Discharge, Session
from sojourn.treatment.queries.home import (
    check_ins_after,
    follow_up_among,
    instructions_for,
    next_booked,
    restarts_after,
)

ESCORT = "whoever takes you home"
"""In a letter that is read before anybody was named."""


@needs(Permission.DISCHARGE)
@require_http_methods(["GET", "POST"])
def going_home(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Every criterion with a tick or a reason; refused with each that is missing."""
    now = timezone.now()
    session = open_session(request, session_id, now)
    if hasattr(session, "discharge"):
        return redirect("workspace:session", session.pk)
    known = _Known.of(session, now)
    booked, custody = follow_up_among(session, known.ahead), _custody(session, known)
    proposed = None if booked else propose_follow_up(session.patient, now, known.kept)
    times = [(packed(each), _in_words(each)) for each in proposed.times] if proposed else []
    start = {"escort_name": known.escort, BOOKED: booked is not None}
    form = HomeForm(request.POST or None, initial=start, times=times)
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
        "custody": custody,
        "booked": booked,
        "service": content.pack().services[session.appointment.service],
        "home_from": home_from(chart),
        "readings": home_readings(chart, now),
        "check_ins": check_ins_after(timezone.localdate(now)),
        "now": now,
        "dim": is_dim(request, session),
    }
    return render(request, "workspace/room/home.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True)
class _Known:
    """What the page stands on beside the chart."""

    ahead: list[Appointment]
    kept: list[tuple[str, datetime]]
    escort: str
    own_medicine: list[OwnMedicine]

    @classmethod
    def of(cls, session: Session, now: datetime) -> _Known:
        """In one statement. The escort is whom they named at the door; else whom the record names."""
        patient = session.patient
        ahead, kept, contacts = next_booked(patient, now), kept_visits(patient), people.escorts_of(patient)
        told = session.readiness_answers.filter(code="escort").order_by("at", "id")
        own = held.custody_lines([session.appointment_id])
        fetch_together(ahead, kept, contacts, told, own)
        named = [each.value["name"] for each in told] or [each.name for each in contacts][:1]
        return cls(list(ahead), list(kept), named[-1] if named else "", list(own))


def _custody(session: Session, known: _Known) -> held.Custody | None:
    return held.custodies_in(known.own_medicine).get(session.appointment_id)


@transaction.atomic
def _send_home(request: HttpRequest, session: Session, form: HomeForm, now: datetime) -> Discharge:
    """The next visit is booked, and with the way home this one is over and charged: all of it, or nothing."""
    if form.cleaned_data["next_visit"]:
        _book(request, session, form.cleaned_data["next_visit"], now)
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


def _book(request: HttpRequest, session: Session, chosen: str, now: datetime) -> None:
    follows = content.pack().services[session.appointment.service].follow_up
    starts_at, staff, room = unpacked(chosen)
    scheduling.book(
        patient=session.patient,
        service=follows.service if follows else session.appointment.service,
        staff=staff,
        room=room,
        starts_at=starts_at,
        by=request.user,  # type: ignore[arg-type]
        now=now,
        client_id=client_id(request),
    )


def _in_words(time: FreeTime) -> str:
    return f"{spoken(time.starts_at)}, {time.staff}"


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
    """The rest of the day on paper: as it was given along, or as it stands now for whoever is still here."""
    now = timezone.now()
    session = open_session(request, session_id, now)
    home = getattr(session, "discharge", None)
    if home is None and session.started_at is None:
        raise Http404
    return papers.instructions(session, home or _as_it_stands(session, now))


def _as_it_stands(session: Session, now: datetime) -> Discharge:
    """What would be given along now; nothing is kept, nobody has gone."""
    escort = _Known.of(session, now).escort
    words = instructions_for(session, escort_name=escort or ESCORT, now=now)
    return Discharge(session=session, instructions=words, at=now)
