"""Waiting for a time or a place: what suits, what is kept for me, one click to take it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.clinic.words import spoken
from sojourn.core.decisions import Refused
from sojourn.faces.portal.record import own_record
from sojourn.faces.ui.submitting import carry_out
from sojourn.faces.ui.wishes import WishForm, first_answers
from sojourn.people.models import Patient
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries.groups import seat_at
from sojourn.scheduling.queries.waiting import offer_to, place_for, wish_of
from sojourn.scheduling.states import AppointmentState as State


@needs(Permission.USE_PORTAL)
def wait(request: HttpRequest, service: str) -> HttpResponse:
    """What would suit; with ?instead=… for an earlier time than a visit that is booked."""
    now = timezone.now()
    patient = own_record(request, now, "waiting list")
    offered = content.pack().services.get(service)
    if offered is None or offered.bookable_by == "staff":
        raise Http404
    instead = _instead(request, patient, service)
    able = clinic.house().who_can(service)
    form = WishForm(request.POST or None, able=able, initial=_first(instead, now))
    if request.method == "POST" and form.is_valid():
        facts: dict[str, Any] = {"patient": patient, "service": service, "instead_of": instead, **form.wish}
        if carry_out(form, lambda: actions.wait_for_time(**facts, by=request.user, now=now)):  # type: ignore[misc]
            messages.success(
                request, "You are on the list. We write as soon as a time that suits comes free."
            )
            return redirect("portal:appointments")
    context = {"first_name": patient.called, "service": offered, "form": form, "instead": instead}
    return render(request, "portal/visits/wait.html", context, status=422 if form.errors else 200)


@needs(Permission.USE_PORTAL)
@require_POST
def answer_offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Take the time that is kept, or let it pass."""
    now = timezone.now()
    patient = own_record(request, now, "waiting list")
    offer = offer_to(patient, offer_id)
    return _answered(request, offer, actions.take_offer, actions.pass_offer, "offer", now)


@needs(Permission.USE_PORTAL)
@require_POST
def answer_place(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Take the place in a group that is kept, or let it pass."""
    now = timezone.now()
    patient = own_record(request, now, "waiting list")
    entry = place_for(patient, entry_id)
    return _answered(request, entry, actions.take_place, actions.pass_place, "entry", now)


@needs(Permission.USE_PORTAL)
@require_POST
def stop(request: HttpRequest, wish_id: UUID) -> HttpResponse:
    """No longer waiting for a time."""
    now = timezone.now()
    patient = own_record(request, now, "waiting list")
    wish = wish_of(wish_id, patient)
    if wish is None:
        raise Http404
    actions.stop_waiting(wish=wish, by=request.user, now=now)  # type: ignore[arg-type]
    messages.success(request, "You are no longer on the list.")
    return redirect("portal:appointments")


@needs(Permission.USE_PORTAL)
@require_POST
def sharing(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Whether they would like to join the round after a group; nobody has to."""
    now = timezone.now()
    patient = own_record(request, now, "group")
    seat = seat_at(patient, visit_id)
    if seat is None:
        raise Http404
    said = actions.say_sharing(seat=seat, joins=request.POST.get("joins") == "yes", by=request.user, now=now)  # type: ignore[arg-type]
    messages.success(
        request,
        "You are part of the round." if said.joins_sharing else "Noted: you rather do not join the round.",
    )
    return redirect("portal:appointments_visit", visit_id)


def _answered(
    request: HttpRequest,
    kept: Any,
    take: Callable[..., Any],
    let_pass: Callable[..., Any],
    name: str,
    now: datetime,
) -> HttpResponse:
    """A lost race is said kindly, on the page of visits; the turn on the list is kept."""
    if kept is None:
        raise Http404
    facts = {name: kept, "by": request.user, "now": now}
    try:
        if request.POST.get("answer") == "take":
            taken = take(**facts)
            visit = taken if isinstance(taken, Appointment) else taken.appointment
            messages.success(request, f"It is yours: {spoken(visit.begins)}, with {visit.staff}.")
        else:
            let_pass(**facts)
            messages.success(request, "Thank you for saying so. You keep your place on the list.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("portal:appointments")


def _instead(request: HttpRequest, patient: Patient, service: str) -> Appointment | None:
    """The visit that would be given up, when the address names one of theirs."""
    try:
        wanted = UUID(request.GET.get("instead", ""))
    except ValueError:
        return None
    own = queries.visits_of(patient).filter(pk=wanted, service=service, state=State.BOOKED, group=None)
    return own.first()


def _first(instead: Appointment | None, now: datetime) -> dict[str, Any]:
    first = clinic.local_day(queries.bookable_from(now))
    furthest = clinic.local_day(now) + timedelta(days=content.pack().policies.booking.furthest_ahead_days)
    last: date = clinic.local_day(instead.starts_at) if instead else furthest
    return first_answers(first, max(first, last))
