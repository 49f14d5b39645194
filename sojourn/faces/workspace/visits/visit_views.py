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
from sojourn.billing.models import Charge
from sojourn.clinic import queries as clinic
from sojourn.core.decisions import Refused
from sojourn.core.money import in_words
from sojourn.faces.ui.submitting import carry_out
from sojourn.faces.workspace.abilities import abilities
from sojourn.faces.workspace.visits.forms import AnswerForm, CauseForm, MissForm
from sojourn.people import queries as people
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries.follow_ups import missing_before
from sojourn.scheduling.states import AppointmentState as State

NEEDS_OF_STEP = {
    "begin": Permission.WRITE_NOTES,
    "finish": Permission.WRITE_NOTES,
}
HERE_OR_COMING = (State.BOOKED, State.ARRIVED, State.IN_ROOM)
SAID = {
    "begin": "The visit has begun.",
    "finish": "The visit is done and charged.",
}


@needs(Permission.FIND_PATIENTS)
def visit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """When, with whom, where, its history, and the buttons that make sense now."""
    return _show(request, opened(request, visit_id))


@needs(Permission.SCHEDULE)
@require_POST
def cancel(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Give the time back, with a reason; late, the pack's fee is charged."""
    shown, form = opened(request, visit_id), CauseForm(request.POST)
    act = partial(billing.cancel_visit, appointment=shown, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    if form.is_valid() and _ended(request, form, act, "The visit is cancelled and the time is free again."):
        return redirect("workspace:visit", shown.pk)
    return _show(request, shown, cancel_form=form)


@needs(Permission.CHECK_IN)
@require_POST
def miss(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """They did not come; the pack's fee is charged, unless the reason waives it."""
    shown, form = opened(request, visit_id), MissForm(request.POST)
    act = partial(billing.miss_visit, appointment=shown, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    if form.is_valid() and _ended(request, form, act, "Noted: did not come. They get a kind message."):
        return redirect("workspace:visit", shown.pk)
    return _show(request, shown, miss_form=form)


def _ended(request: HttpRequest, form: CauseForm, act: Callable[..., Charge | None], words: str) -> bool:
    """The action itself may have nothing to give back, so its success is noted apart."""
    done: list[Charge | None] = []
    carry_out(form, lambda: done.append(act(**form.cleaned_data)))
    for charge in done:
        messages.success(request, f"{words} {in_words(charge.cents)} is charged." if charge else words)
    return bool(done)


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
    """Begin, or finish (which also charges)."""
    shown, wanted = opened(request, visit_id), request.POST.get("step", "")
    if wanted not in NEEDS_OF_STEP or not request.user.may(NEEDS_OF_STEP[wanted]):  # type: ignore[union-attr]
        raise Http404
    if wanted == "begin" and content.pack().services[shown.service].phases:
        messages.error(request, "A session begins in its room, when its readiness list is complete.")
        return redirect("workspace:visit", shown.pk)
    act: dict[str, Callable[..., Any]] = {
        "begin": actions.begin,
        "finish": billing.finish_visit,
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
    *,
    cancel_form: CauseForm | None = None,
    miss_form: MissForm | None = None,
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
        "cancel_form": cancel_form or CauseForm(),
        "miss_form": miss_form or MissForm(initial={"cause": "unknown"}),
        "no_show_fee": content.pack().policies.cancellation.no_show_fee_cents,
        "reasons": content.pack().policies.cancellation.reasons_by_code,
        "may": abilities(request),
        "caution": missing_before(shown.patient, shown.service, shown.starts_at)
        if shown.state in (State.BOOKED, State.ARRIVED)
        else None,
        "is_on_hold": bool(queries.on_hold([shown], now)),
        "is_today": shown.begins.date() == shown.there(now).date(),
        "is_late": shown.state == State.BOOKED and shown.starts_at < now,
        "wants_monitor": clinic.service(shown.service).needs_monitor
        and not shown.group_id
        and shown.state in HERE_OR_COMING,
        "is_open": shown.state in (State.BOOKED, State.ARRIVED),
        "answers": queries.answers_to([shown])[shown.pk],
        "answer_form": answer_form or AnswerForm(initial={"comes": "yes"}),
        "follow_ups": shown.follow_ups.exclude(state=State.CANCELLED),
    }
    refused = cancel_form or miss_form or answer_form
    return render(request, "workspace/visits/visit.html", context, status=422 if refused else 200)
