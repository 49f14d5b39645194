"""Entries of the live chart, from a form or as JSON: 201 when kept, 409 when it clashes, 422 with sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.core.decisions import Decision, Finding, Refused
from sojourn.core.ids import new_id
from sojourn.faces.ui.submitting import put_reasons
from sojourn.faces.workspace.room.context import dose_form, find_session, show_room
from sojourn.faces.workspace.room.forms import (
    AUTO,
    RemarkForm,
    RescueForm,
    SideEffectForm,
    VitalsForm,
)
from sojourn.treatment import actions
from sojourn.treatment.actions.entries import Conflict
from sojourn.treatment.models import DoseGiven, Remark, RescueGiven, Session, SideEffect, VitalSigns
from sojourn.treatment.models.chart import ChartEntry
from sojourn.treatment.queries import chart_of
from sojourn.treatment.rules.schedule import point_for

Act = Callable[[dict[str, Any]], ChartEntry]
JSON = "application/json"


@needs(Permission.RUN_SESSION)
@require_POST
def vitals(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """One set of readings."""
    now, session = timezone.now(), find_session(session_id)

    def act(said: dict[str, Any]) -> ChartEntry:
        if said["point"] in {"", AUTO}:
            chart = chart_of(session, now)
            said["point"] = point_for(chart.points, said["observed_at"], bool(chart.doses))
        return actions.record_vitals(session=session, by=request.user, now=now, **said)

    return _keep(request, session, now, VitalsForm(_said(request)), act, "vitals_form", VitalSigns)


@needs(Permission.GIVE_MEDICATION)
@require_POST
def dose(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """A dose, which is also the register's line."""
    now, session = timezone.now(), find_session(session_id)

    def act(said: dict[str, Any]) -> ChartEntry:
        return actions.give_dose(session=session, by=request.user, now=now, **said)

    return _keep(request, session, now, dose_form(now, _said(request)), act, "dose_form", DoseGiven)


@needs(Permission.RUN_SESSION)
@require_POST
def side_effect(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Something felt that was not hoped for."""
    now, session = timezone.now(), find_session(session_id)

    def act(said: dict[str, Any]) -> ChartEntry:
        return actions.record_side_effect(session=session, by=request.user, now=now, **said)

    return _keep(request, session, now, SideEffectForm(_said(request)), act, "effect_form", SideEffect)


@needs(Permission.GIVE_MEDICATION)
@require_POST
def rescue(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """A medicine for a side effect."""
    now, session = timezone.now(), find_session(session_id)

    def act(said: dict[str, Any]) -> ChartEntry:
        return actions.give_rescue(session=session, by=request.user, now=now, **said)

    return _keep(request, session, now, RescueForm(_said(request)), act, "rescue_form", RescueGiven)


@needs(Permission.RUN_SESSION)
@require_POST
def remark(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """A line of the log."""
    now, session = timezone.now(), find_session(session_id)

    def act(said: dict[str, Any]) -> ChartEntry:
        said["kind"] = said["kind"] or "observation"
        return actions.remark(session=session, by=request.user, now=now, **said)

    return _keep(request, session, now, RemarkForm(_said(request)), act, "remark_form", Remark)


@needs(Permission.RUN_SESSION)
@require_POST
def phase(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Move on."""
    now, session = timezone.now(), find_session(session_id)
    try:
        actions.move_phase(session=session, phase=request.POST.get("phase", ""), by=request.user, now=now)
    except Refused as refused:
        return show_room(request, session, now, status=422, findings=refused.decision.blocking)
    return redirect("workspace:session", session_id)


def _keep(
    request: HttpRequest,
    session: Session,
    now: datetime,
    form: Form,
    act: Act,
    name: str,
    model: type[ChartEntry],
) -> HttpResponse:
    entry, status = None, 422
    if form.is_valid():
        try:
            entry = act(_keywords(form, session, now, model))
        except Conflict as clash:
            status = 409
            put_reasons(form, clash)
        except Refused as refused:
            put_reasons(form, refused)
    if _is_json(request):
        return _as_json(entry, form, status)
    if entry is not None:
        return redirect("workspace:session", session.pk)
    return show_room(request, session, now, status=status, **{name: form, "refused_form": form})


def _keywords(form: Form, session: Session, now: datetime, model: type[ChartEntry]) -> dict[str, Any]:
    said = dict(form.cleaned_data)
    said["entry_id"] = said["entry_id"] or new_id()
    said["observed_at"] = said["observed_at"] or now
    if wrong := said.pop("supersedes", None):
        said["supersedes"] = _to_correct(model, wrong, session)
    return said


def _to_correct(model: type[ChartEntry], wrong: UUID, session: Session) -> ChartEntry:
    """What is not here is not corrected: kept as an entry of its own, a correction would count as one more dose."""
    found: ChartEntry | None = model.objects.filter(pk=wrong, session=session).first()
    if found is None:
        raise Conflict(
            Decision((Finding(code="conflict", message="The entry to correct has not arrived yet."),))
        )
    return found


def _is_json(request: HttpRequest) -> bool:
    return request.content_type == JSON


def _said(request: HttpRequest) -> dict[str, Any]:
    """What the form or the JSON body says, under the form's names."""
    if not _is_json(request):
        said = request.POST.dict()
        said.setdefault("entry_id", said.get("client_id", ""))
        return said
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(body, dict):
        return {}
    body.setdefault("entry_id", body.pop("id", ""))
    return body


def _as_json(entry: ChartEntry | None, form: Form, status: int) -> JsonResponse:
    if entry is not None:
        return JsonResponse({"id": str(entry.pk), "recorded_at": entry.recorded_at.isoformat()}, status=201)
    errors = [
        {"field": "" if name == "__all__" else name, "message": sentence}
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]
    return JsonResponse({"errors": errors}, status=status)
