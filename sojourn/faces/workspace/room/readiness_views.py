"""The door: check-in, the questions of the readiness list, going past a point, beginning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.core.decisions import Refused, refuse
from sojourn.core.numbers import number_in
from sojourn.faces.ui.submitting import client_id, put_reasons
from sojourn.faces.workspace.room.context import find_session, show_room
from sojourn.faces.workspace.room.forms import DoorForm
from sojourn.people import actions as people
from sojourn.pharmacy import actions as pharmacy
from sojourn.treatment import actions, queries
from sojourn.treatment.models import Session
from sojourn.treatment.queries.visits import visit_by_id


@needs(Permission.RUN_SESSION)
@require_POST
def check_in(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Receive a patient and open the session."""
    try:
        appointment = visit_by_id(appointment_id)
        session = actions.check_in(appointment=appointment, by=request.user, now=timezone.now())
    except queries.NotFound as absent:
        raise Http404 from absent
    except Refused as refused:
        messages.error(request, refused.decision.sentence)
        return redirect("workspace:session_room")
    return redirect("workspace:session", session.pk)


@needs(Permission.RUN_SESSION)
@require_POST
def answer(request: HttpRequest, session_id: UUID, code: str) -> HttpResponse:
    """One question of the list."""
    now, session = timezone.now(), find_session(session_id)
    value = _value(code, request.POST)
    return _do(
        request,
        session,
        now,
        code,
        lambda: actions.answer_readiness(session=session, code=code, value=value, by=request.user, now=now),
    )


@needs(Permission.RUN_SESSION)
@require_POST
def go_past(request: HttpRequest, session_id: UUID, code: str) -> HttpResponse:
    """A provider goes past an open point."""
    now, session = timezone.now(), find_session(session_id)
    reason = request.POST.get("reason", "")
    return _do(
        request,
        session,
        now,
        code,
        lambda: actions.override(session=session, code=code, reason=reason, by=request.user, now=now),
    )


@needs(Permission.RUN_SESSION)
@require_POST
def weigh(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Today's weight."""
    now, session = timezone.now(), find_session(session_id)

    def act() -> object:
        sure = request.POST.get("confirmed") == "yes"
        return people.note_weight(
            patient=session.patient, kg=_kg(request), by=request.user, now=now, confirmed=sure
        )

    return _do(request, session, now, "weight", act)


@needs(Permission.RUN_SESSION)
@require_POST
def intention(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """What they hope for today, in their words."""
    now, session = timezone.now(), find_session(session_id)
    text = request.POST.get("intention", "")
    return _do(
        request,
        session,
        now,
        "intention",
        lambda: actions.say_intention(session=session, text=text, by=request.user, now=now),
    )


@needs(Permission.RUN_SESSION)
@require_POST
def door(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """A patient's own medicine, checked and locked away."""
    now, session = timezone.now(), find_session(session_id)
    form = DoorForm(request.POST)
    if form.is_valid():
        try:
            pharmacy.take_into_custody(
                patient=session.patient,
                visit=session.appointment_id,
                by=request.user,
                now=now,
                entry_id=client_id(request),
                **form.cleaned_data,
            )
            return redirect("workspace:session", session.pk)
        except Refused as refused:
            put_reasons(form, refused)
    return show_room(request, session, now, status=422, door_form=form)


@needs(Permission.RUN_SESSION)
@require_POST
def begin(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Begin, or say every reason why not."""
    now, session = timezone.now(), find_session(session_id)
    try:
        actions.start(session=session, by=request.user, now=now)
    except Refused as refused:
        return show_room(request, session, now, status=422, findings=refused.decision.blocking)
    return redirect("workspace:session", session.pk)


def _do(
    request: HttpRequest, session: Session, now: datetime, code: str, act: Callable[[], object]
) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        errors = {code: refused.decision.sentence}
        asked = {each.field for each in refused.decision.blocking}
        return show_room(
            request, session, now, status=422, form_errors=errors, typed=request.POST, asked=asked
        )
    return redirect("workspace:session", session.pk)


def _value(code: str, posted: QueryDict) -> Any:
    """The answer in the shape the rules read."""
    if code == "escort":
        return {"name": posted.get("name", ""), "phone": posted.get("phone", "")}
    if code == "holds":
        names = [key.removeprefix("taken-") for key in posted if key.startswith("taken-")]
        return {name: _last_taken(posted, name) for name in names}
    if code == "fasting":
        names = (key for key in posted if key.startswith("hours-"))
        return {name.removeprefix("hours-"): posted[name] for name in names}
    return posted.get("value", "")


def _last_taken(posted: QueryDict, name: str) -> str | None:
    """The moment that was typed, in the clinic's zone; None when they do not know. What is no moment stays as typed."""
    if posted.get(f"unknown-{name}"):
        return None
    typed = posted[f"taken-{name}"]
    try:
        naive = datetime.fromisoformat(typed)
    except ValueError:
        return typed
    # An hour that the clock shows twice is read as the later one: nobody begins too early.
    zone = timezone.get_current_timezone()
    return max(naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)).isoformat()


def _kg(request: HttpRequest) -> Decimal:
    kg = number_in(request.POST.get("kg", ""))
    if kg is None:
        raise refuse("kg", "Enter the weight in kilograms, as a number.", field="kg")
    return kg
