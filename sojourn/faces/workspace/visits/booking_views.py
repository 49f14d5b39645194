"""Booking at the desk: who, what, and the times that are really free."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import StaffMember
from sojourn.clinic.words import spoken
from sojourn.core.decisions import Decision, Refused
from sojourn.faces.ui.submitting import client_id, status_of
from sojourn.faces.workspace.calendar.views import day_asked
from sojourn.faces.workspace.visits.forms import TimeForm, packed
from sojourn.people import queries as people
from sojourn.people.models import Patient
from sojourn.prescribing.queries import current_plan
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries import FreeTime
from sojourn.scheduling.queries.follow_ups import missing_before

DAYS_SHOWN = 5
FOUND_AT_MOST = 12


@needs(Permission.SCHEDULE)
def book(request: HttpRequest) -> HttpResponse:
    """?patient=…&service=…&day=…&staff=…; each answered part leads to the next, and a time is booked with one click."""
    now = timezone.now()
    patient = _patient(request)
    service = request.GET.get("service", "")
    problem = Decision()
    if request.method == "POST" and patient and service in bookable():
        form = TimeForm(request.POST)
        if form.is_valid():
            try:
                return _booked(request, _book(request, patient, service, form, now))
            except Refused as refusal:
                problem = refusal.decision
    context = _page(request, patient, service, now)
    return render(
        request, "workspace/visits/book.html", {**context, "problem": problem}, status=status_of(request)
    )


def bookable() -> dict[str, Any]:
    """Services booked one by one; groups have seats and their own page."""
    return {code: each for code, each in content.pack().services.items() if each.capacity == 1}


def by_day(free: list[FreeTime]) -> list[tuple[date, list[tuple[str, FreeTime]]]]:
    """Free times under their days, each with the value its button sends."""
    return [
        (day, [(packed(each), each) for each in times])
        for day, times in groupby(free, key=lambda each: each.begins.date())
    ]


def _page(request: HttpRequest, patient: Patient | None, service: str, now: datetime) -> dict[str, Any]:
    today = clinic.local_day(now)
    day = max(day_asked(request.GET.get("day", ""), today), today)
    house = clinic.house()
    able = house.who_can(service) if service in bookable() else []
    staff = _staff(request, able)
    asked = request.GET.get("q", "").strip()
    ready = patient is not None and service in bookable()
    after = queries.after_what_comes_first(patient, service, now) if patient and ready else now
    free = _free(service, day, staff, house, after) if ready else []
    return {
        "patient": patient,
        "q": asked,
        "found": people.find_patients(asked)[:FOUND_AT_MOST] if asked and not patient else [],
        "services": bookable(),
        "service": service,
        "day": day,
        "today": today,
        "staff": staff,
        "people": able,
        "gate": queries.gate(patient, service, now) if patient and ready else Decision(),
        "free": by_day(free),
        "first_free": first_free(service, day, staff, house, after) if ready and not free else None,
        "later": day + timedelta(days=DAYS_SHOWN),
        "plan": current_plan(patient) if patient else None,
        "booked": _booked_ahead(patient, service, now) if patient and ready else [],
        "caution": missing_before(patient, service, queries.furthest(now)) if patient and ready else None,
    }


def _booked_ahead(patient: Patient, service: str, now: datetime) -> list[Appointment]:
    """What of this kind lies ahead of them already, so that nobody books it once more unawares."""
    return list(queries.upcoming(patient, now).filter(service=service))


def _free(
    service: str, day: date, staff: StaffMember | None, house: clinic.House, after: datetime
) -> list[FreeTime]:
    return queries.free_times(service, from_day=day, days=DAYS_SHOWN, staff=staff, after=after, house=house)


def first_free(
    service: str, day: date, staff: StaffMember | None, house: clinic.House, after: datetime
) -> date | None:
    """Where to look when the days shown are full."""
    return queries.first_free_day(service, from_day=day, staff=staff, house=house, after=after)


def _book(request: HttpRequest, patient: Patient, service: str, form: TimeForm, now: datetime) -> Appointment:
    starts_at, staff, room = form.cleaned_data["starts_at"]
    return actions.book(
        patient=patient,
        service=service,
        staff=staff,
        room=room,
        starts_at=starts_at,
        by=request.user,  # type: ignore[arg-type]
        now=now,
        client_id=client_id(request),
    )


def _booked(request: HttpRequest, visit: Appointment) -> HttpResponse:
    messages.success(
        request, f"Booked: {spoken(visit.begins)} with {visit.staff}. The confirmation is on its way."
    )
    return redirect("workspace:visit", visit.pk)


def _patient(request: HttpRequest) -> Patient | None:
    try:
        return Patient.objects.filter(pk=UUID(request.GET.get("patient", ""))).first()
    except ValueError:
        return None


def _staff(request: HttpRequest, able: list[StaffMember]) -> StaffMember | None:
    wanted = request.GET.get("staff", "")
    return next((each for each in able if str(each.pk) == wanted), None)
