"""Choosing a time in the portal: for a visit that is booked, or for one that moves, with the reason why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.clinic.words import spoken
from sojourn.core.decisions import Decision, Refused, refuse
from sojourn.core.periods import day_from
from sojourn.faces.portal.record import own_record
from sojourn.faces.portal.visits.forms import MoveForm, TimeForm
from sojourn.faces.portal.visits.reasons import reasons_for_patient
from sojourn.faces.portal.visits.views import own_visit
from sojourn.faces.ui.submitting import client_id, posted, put_reasons, status_of
from sojourn.people.models import Patient
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries import FreeTime

DAYS_SHOWN = 7
DAYS_LOOKED_THROUGH = 28


@needs(Permission.USE_PORTAL)
def book(request: HttpRequest, service: str) -> HttpResponse:
    """Choose a time for a visit that is open to this patient."""
    now = timezone.now()
    patient = own_record(request, now, "booking")
    if service not in content.pack().services or content.pack().services[service].bookable_by == "staff":
        raise Http404

    def keep(time: FreeTime) -> Appointment:
        return actions.book(
            patient=patient,
            service=service,
            staff=time.staff,
            room=time.room,
            starts_at=time.starts_at,
            by=request.user,  # type: ignore[arg-type]
            now=now,
            client_id=client_id(request),
        )

    form, title = posted(request, TimeForm), f"Book: {content.pack().services[service].name}"
    gate = _gate(patient, service, now)
    return _choose(request, patient, service, form, keep, now, title=title, gate=gate)


@needs(Permission.USE_PORTAL)
def move(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Another time for a visit, and why, in good time; later, the page says to call."""
    patient, shown, now = own_visit(request, visit_id)
    form = posted(request, MoveForm)

    def keep(time: FreeTime) -> Appointment:
        return actions.move(
            appointment=shown,
            staff=time.staff,
            room=time.room,
            starts_at=time.starts_at,
            cause=form.cleaned_data["cause"],
            reason=form.cleaned_data["reason"],
            by=request.user,  # type: ignore[arg-type]
            now=now,
        )

    return _choose(
        request, patient, shown.service, form, keep, now, title="Choose another time", moving=shown
    )


def _choose(
    request: HttpRequest,
    patient: Patient,
    service: str,
    form: Any,
    keep: Callable[[FreeTime], Appointment],
    now: datetime,
    *,
    title: str,
    gate: Decision | None = None,
    moving: Appointment | None = None,
) -> HttpResponse:
    """The page of free times; posting one keeps it and goes to the visit."""
    place = clinic.place_of(moving.room) if moving else clinic.own_place()
    closed = Decision() if gate is None else gate
    if moving and _is_moved(request, moving, form):
        return redirect("portal:appointments_visit", moving.pk)
    if request.method == "POST" and form.is_valid() and (closed.allowed or _sent_before(request, patient)):
        try:
            kept = keep(_as_chosen(request, patient, service, *form.cleaned_data["time"], place, now))
            messages.success(request, f"Your time is {spoken(kept.begins)}, with {kept.staff}.")
            return redirect("portal:appointments_visit", kept.pk)
        except Refused as refusal:
            put_reasons(form, refusal)
    context = {
        "first_name": patient.called,
        "title": title,
        "service": content.pack().services[service],
        "moving": moving,
        "form": form,
        "chosen": form.chosen,
        "gate": closed,
        "reasons": reasons_for_patient(closed),
        **_times(request, patient, service, place, now),
    }
    return render(request, "portal/visits/choose.html", context, status=status_of(request))


def _is_moved(request: HttpRequest, moving: Appointment, form: Any) -> bool:
    """Whether a form sent twice has moved it the first time."""
    return request.method == "POST" and form.is_valid() and moving.starts_at == form.cleaned_data["time"][0]


def _sent_before(request: HttpRequest, patient: Patient) -> Appointment | None:
    """The visit that this page made the first time. Whether it is the one it asks for now, the action says."""
    return queries.visits_of(patient).filter(pk=client_id(request)).first()


def _as_chosen(
    request: HttpRequest,
    patient: Patient,
    service: str,
    starts_at: datetime,
    staff: Any,
    place: str,
    now: datetime,
) -> FreeTime:
    """The time with its room; sent again, the first time's own visit stands in the way of nothing."""
    if made := _sent_before(request, patient):
        return FreeTime(staff, made.room, starts_at, made.ends_at)
    return _still_free(patient, service, starts_at, staff, place, now)


def _times(request: HttpRequest, patient: Patient, service: str, place: str, now: datetime) -> dict[str, Any]:
    """A week of free times from the asked day on, after what must come first; else from the first day with any."""
    earliest = queries.after_what_comes_first(patient, service, queries.bookable_from(now))
    first = _day(request, clinic.local_day(earliest))
    free = queries.free_times(service, from_day=first, days=DAYS_LOOKED_THROUGH, after=earliest, place=place)
    if free:
        first = max(first, free[0].begins.date())
    shown = [each for each in free if each.begins.date() < first + timedelta(days=DAYS_SHOWN)]
    days = [
        (day, [(f"{each.starts_at.isoformat()}|{each.staff.pk}", each) for each in times])
        for day, times in groupby(shown, key=lambda each: each.begins.date())
    ]
    limit = clinic.local_day(now) + timedelta(days=content.pack().policies.booking.furthest_ahead_days)
    later = first + timedelta(days=DAYS_SHOWN)
    return {"days": days, "later": later if later <= limit else None}


def _still_free(
    patient: Patient, service: str, starts_at: datetime, staff: Any, place: str, now: datetime
) -> FreeTime:
    """The time that was chosen; when somebody was quicker, a refusal with what this patient may take instead."""
    free = queries.free_times(service, from_day=clinic.local_day(starts_at), days=1, staff=staff, place=place)
    found = next((each for each in free if each.starts_at == starts_at), None)
    if found is None:
        instead = queries.free_instead(
            service, starts_at, staff, by=patient.user, now=now, patient=patient, place=place
        )
        raise refuse("taken", f"That time was just taken.{instead}", field="time")
    return found


def _gate(patient: Patient, service: str, now: datetime) -> Decision:
    return queries.open_to(patient, [service], now, by=queries.furthest(now))[service]


def _day(request: HttpRequest, otherwise: date) -> date:
    return max(day_from(request.GET.get("day", "")) or otherwise, otherwise)
