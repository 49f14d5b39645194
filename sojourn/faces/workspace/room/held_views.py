"""Entries that a tablet had kept and the chart refused: a person charts them after all, or sets them aside."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.core.decisions import Refused, refuse
from sojourn.core.ids import held_to
from sojourn.faces.ui.submitting import put_reasons
from sojourn.faces.workspace.room.context import is_dim, open_session
from sojourn.faces.workspace.room.forms import AsideForm
from sojourn.faces.workspace.room.kinds import KINDS, keywords
from sojourn.treatment.actions import arrivals
from sojourn.treatment.models import HeldEntry, Session
from sojourn.treatment.queries.arrivals import held_in
from sojourn.treatment.states import EntryKind


@needs(Permission.RUN_SESSION)
@require_http_methods(["GET", "POST"])
def put_right(request: SignedInRequest, session_id: UUID, held_id: UUID) -> HttpResponse:
    """What was said, with the reasons against it, to be put right or set aside."""
    now = timezone.now()
    session = open_session(request, session_id, now)
    held = held_in(session, held_id)
    if held is None:
        return redirect("workspace:session", session_id)
    kind = KINDS[held.kind]
    aside = AsideForm(request.POST if "aside" in request.POST else None)
    form = kind.form(now, request.POST.dict() if "chart" in request.POST else held.said)
    if request.method == "POST" and _is_settled(request, session, held, form, aside, now):
        return redirect("workspace:session", session_id)
    status = 422 if request.method == "POST" else 200
    context = {"session": session, "patient": session.patient, "held": held, "form": form}
    context |= {"aside_form": aside, "now": now, "dim": is_dim(request, session)}
    return render(request, "workspace/room/held.html", context, status=status)


def _is_settled(
    request: SignedInRequest, session: Session, held: HeldEntry, form: Form, aside: AsideForm, now: datetime
) -> bool:
    asked: Form = aside if "aside" in request.POST else form
    if not asked.is_valid():
        return False
    try:
        if asked is aside:
            arrivals.settle(held=held, by=request.user, now=now, reason=aside.cleaned_data["reason"])
        else:
            _chart(request, session, held, form, now)
    except Refused as refused:
        put_reasons(asked, refused)
        return False
    return True


@transaction.atomic
def _chart(request: SignedInRequest, session: Session, held: HeldEntry, form: Form, now: datetime) -> None:
    kind, entry = KINDS[held.kind], held_to(held.pk, "charted")
    said: dict[str, Any] = {
        **keywords(kind, form, session),
        "entry_id": entry,
        "observed_at": held.observed_at,
    }
    if "anyway" in request.POST and held.kind == EntryKind.DOSE:
        said["given_anyway"] = True
    kind.act(session=session, by=request.user, now=now, **said)
    if arrivals.settle(held=held, by=request.user, now=now, charted_as=entry).charted_as != entry:
        raise refuse("settled", "Somebody else has just set it aside. Read the log before you chart it anew.")
