"""Entries of the live chart, from a form or as JSON: 201 when kept, 409 when it clashes, 422 with sentences."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn.accounts.guards import View, needs
from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.faces.ui.submitting import put_reasons
from sojourn.faces.workspace.room.context import find_session, show_room
from sojourn.faces.workspace.room.kinds import KINDS, Kind, keywords
from sojourn.treatment import actions
from sojourn.treatment.actions.entries import Conflict
from sojourn.treatment.models import Session
from sojourn.treatment.models.chart import ChartEntry

JSON = "application/json"


def _entry(kind: str, form_name: str, permission: Permission = Permission.RUN_SESSION) -> View:
    """The view that keeps entries of one kind; ``form_name``: what its form is called on the room's page."""

    @needs(permission)
    @require_POST
    def keep(request: HttpRequest, session_id: UUID) -> HttpResponse:
        return _keep(request, session_id, kind, form_name)

    return keep


vitals = _entry("vitals", "vitals_form")
dose = _entry("dose", "dose_form", Permission.GIVE_MEDICATION)
side_effect = _entry("side_effect", "effect_form")
gone = _entry("gone", "gone_form")
response = _entry("response", "response_form")
rescue = _entry("rescue", "rescue_form", Permission.GIVE_MEDICATION)
remark = _entry("remark", "remark_form")
mistake = _entry("mistake", "mistake_form")


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


def _keep(request: HttpRequest, session_id: UUID, kind_name: str, form_name: str) -> HttpResponse:
    now, session, kind = timezone.now(), find_session(session_id), KINDS[kind_name]
    form = kind.form(now, _said(request))
    entry, status = _charted(kind, form, session, request.user, now)  # type: ignore[arg-type]
    if _is_json(request):
        return _as_json(entry, form, status)
    if entry is not None:
        return redirect("workspace:session", session.pk)
    return show_room(request, session, now, status=status, **{form_name: form, "refused_form": form})


def _charted(kind: Kind, form: Form, session: Session, by: User, now: datetime) -> tuple[Any, int]:
    """The entry and 201; or none, with the reasons in the form, and 409 when it clashes, else 422."""
    if not form.is_valid():
        return None, 422
    try:
        said = keywords(kind, form, session)
        said["entry_id"] = said["entry_id"] or new_id()
        said["observed_at"] = said["observed_at"] or now
        return kind.act(session=session, by=by, now=now, **said), 201
    except Refused as refused:
        put_reasons(form, refused)
        return None, 409 if isinstance(refused, Conflict) else 422


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
