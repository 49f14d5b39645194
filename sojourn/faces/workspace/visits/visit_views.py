"""One visit: what it is, how it went so far, and what can be done with it now."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.billing import actions as billing
from sojourn.clinic import queries as clinic
from sojourn.core.decisions import Refused
from sojourn.faces.ui.submitting import carry_out
from sojourn.faces.workspace.abilities import abilities
from sojourn.faces.workspace.visits.forms import AnswerForm, CancelForm
from sojourn.people import queries as people
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import AppointmentState as State

NEEDS_OF_STEP = {
    "begin": Permission.WRITE_NOTES,
    "finish": Permission.WRITE_NOTES,
    "miss": Permission.CHECK_IN,
}
SAID = {
    "begin": "The visit has begun.",
    "finish": "The visit is done and charged.",
    "miss": "Noted: did not come.",
}


@needs(Permission.FIND_PATIENTS)
def visit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """When, with whom, where, its history, and the buttons that make sense now."""
    return _show(request, opened(request, visit_id))


@needs(Permission.SCHEDULE)
@require_POST
def cancel(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Give the time back, with a reason."""
    shown, form = opened(request, visit_id), CancelForm(request.POST)
    if form.is_valid():
        facts = {"appointment": shown, "reason": form.sentence, "by": request.user, "now": timezone.now()}
        if carry_out(form, lambda: actions.cancel(**facts)):
            messages.success(request, "The visit is cancelled and the time is free again.")
            return redirect("workspace:visit", shown.pk)
    return _show(request, shown, form)


@needs(Permission.SCHEDULE)
@require_POST
def answer(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """What the desk was told about coming, by the patient or by whoever takes them home."""
    shown, form = opened(request, visit_id), AnswerForm(request.POST)
    if form.is_valid():
        said = {"appointment": shown, "starts_at": shown.starts_at, **form.said}
        keep = partial(actions.answer, by=request.user, now=timezone.now(), **said)  # type: ignore[arg-type]
        if carry_out(form, keep):
            messages.success(request, "Noted.")
            return redirect("workspace:visit", shown.pk)
    return _show(request, shown, answer_form=form)


@needs(Permission.CHECK_IN, Permission.WRITE_NOTES)
@require_POST
def step(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Begin, finish (which also charges), or note that nobody came."""
    shown, wanted = opened(request, visit_id), request.POST.get("step", "")
    if wanted not in NEEDS_OF_STEP or not request.user.may(NEEDS_OF_STEP[wanted]):  # type: ignore[union-attr]
        raise Http404
    if wanted == "begin" and content.pack().services[shown.service].phases:
        messages.error(request, "A session begins in its room, when its readiness list is complete.")
        return redirect("workspace:visit", shown.pk)
    act: dict[str, Callable[..., Any]] = {
        "begin": actions.begin,
        "finish": billing.finish_visit,
        "miss": actions.miss,
    }
    try:
        act[wanted](appointment=shown, by=request.user, now=timezone.now())
        messages.success(request, SAID[wanted])
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("workspace:visit", shown.pk)


def opened(request: HttpRequest, visit_id: UUID) -> Appointment:
    """The visit, with the patient's record opened for it; 404 for absent and not yours alike."""
    user: User = request.user  # type: ignore[assignment]
    try:
        found = queries.visit_of(visit_id)
        people.open_record(found.patient_id, by=user, now=timezone.now(), reason="visit")
    except (Appointment.DoesNotExist, people.NotFound) as absent:
        raise Http404 from absent
    return found


def _show(
    request: HttpRequest,
    shown: Appointment,
    form: CancelForm | None = None,
    answer_form: AnswerForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    session = getattr(shown, "session", None)
    context = {
        "visit": shown,
        "session": session,
        "service": content.pack().services[shown.service],
        "history": queries.history_of(shown),
        "terms": queries.cancellation_terms(shown, now),
        "cancel_form": form or CancelForm(),
        "may": abilities(request),
        "is_today": clinic.local_day(shown.starts_at) == clinic.local_day(now),
        "is_late": shown.state == State.BOOKED and shown.starts_at < now,
        "is_open": shown.state in (State.BOOKED, State.ARRIVED),
        "answers": queries.answers_to([shown])[shown.pk],
        "answer_form": answer_form or AnswerForm(initial={"comes": "yes"}),
        "follow_ups": shown.follow_ups.exclude(state=State.CANCELLED),
    }
    return render(request, "workspace/visits/visit.html", context, status=422 if form or answer_form else 200)
