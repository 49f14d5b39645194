"""A whole course at once: proposed from the plan, adjusted line by line, accepted with one click."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid5

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.billing.actions import give_estimate
from sojourn.clinic import queries as clinic
from sojourn.core.decisions import Decision, Refused, refuse
from sojourn.core.numbers import whole_number_in
from sojourn.faces.ui.submitting import client_id, status_of
from sojourn.faces.workspace.visits.booking_views import bookable
from sojourn.faces.workspace.visits.forms import CourseForm, packed, unpacked
from sojourn.people import queries as people
from sojourn.people.models import Patient
from sojourn.prescribing.models import PlanRevision
from sojourn.prescribing.queries import current_plan
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries import CourseVisit, FreeTime

DAYS_AROUND = 3
CHOICES_AT_MOST = 40
LONGEST_COURSE = 80


@dataclass(frozen=True)
class Line:
    """One proposed visit with the other times it could have: (value, free time, is chosen)."""

    visit: CourseVisit
    chosen: str
    choices: tuple[tuple[str, FreeTime], ...]


@needs(Permission.SCHEDULE)
def course(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The proposal for the wishes in the address; posting it books every line as it was chosen."""
    now = timezone.now()
    patient, plan = _opened(request, patient_id, now)
    problem = Decision()
    if request.method == "POST" and plan:
        try:
            return _accepted(request, patient, now)
        except Refused as refusal:
            problem = refusal.decision
    form = CourseForm(request.GET if "from_day" in request.GET else _first_wishes(now))
    form.today = clinic.local_day(now)
    context: dict[str, Any] = {"patient": patient, "plan": plan, "form": form, "problem": problem}
    if plan and form.is_valid():
        context |= _proposal(patient, plan, form, now)
    return render(request, "workspace/visits/course.html", context, status=status_of(request))


def _opened(request: HttpRequest, patient_id: UUID, now: datetime) -> tuple[Patient, PlanRevision | None]:
    try:
        patient = people.open_record(patient_id, by=request.user, now=now, reason="booking")  # type: ignore[arg-type]
    except people.NotFound as absent:
        raise Http404 from absent
    return patient, current_plan(patient)


def _first_wishes(now: datetime) -> dict[str, Any]:
    return {"from_day": clinic.local_day(now) + timedelta(days=1)}


def _proposal(patient: Patient, plan: PlanRevision, form: CourseForm, now: datetime) -> dict[str, Any]:
    wishes = form.cleaned_data
    today = clinic.local_day(now)
    furthest = today + timedelta(days=content.pack().policies.booking.furthest_ahead_days)
    from_day = min(wishes["from_day"], furthest)
    proposal = queries.propose_course(
        patient,
        plan,
        from_day=from_day,
        weekdays=frozenset(wishes["weekdays"]),
        at=wishes["at"],
        after=now,
    )
    gates = {visit.service for visit in proposal.visits}
    return {
        "lines": [_line(visit, proposal.free[visit.service]) for visit in proposal.visits],
        "missing": proposal.missing,
        "gate": Decision.of(*queries.gates(patient, sorted(gates), now).values()),
    }


def _line(visit: CourseVisit, free: list[FreeTime]) -> Line:
    """A visit with the free times around it."""
    near = timedelta(days=DAYS_AROUND)
    around = [each for each in free if abs(each.starts_at - visit.starts_at) <= near]
    nearest = sorted(around, key=lambda each: abs(each.starts_at - visit.starts_at))[:CHOICES_AT_MOST]
    choices = tuple((packed(each), each) for each in sorted(nearest, key=lambda each: each.starts_at))
    mine = [
        value for value, each in choices if (each.starts_at, each.staff) == (visit.starts_at, visit.staff)
    ]
    return Line(visit, mine[0] if mine else "", choices)


def _accepted(request: HttpRequest, patient: Patient, now: datetime) -> HttpResponse:
    booked = _booked_with_estimate(request, patient, now)
    messages.success(
        request,
        f"{len(booked)} visits are booked. {patient.called} gets one message with all of them, and a written "
        "estimate of what they cost.",
    )
    return redirect("workspace:person", patient.pk)


@transaction.atomic
def _booked_with_estimate(request: HttpRequest, patient: Patient, now: datetime) -> list[Appointment]:
    """Booking starts the clock for the good-faith estimate (45 CFR 149.610), so it is written with the booking."""
    sent, by = client_id(request), cast(User, request.user)
    booked = actions.book_course(patient=patient, visits=_chosen(request), by=by, now=now, client_id=sent)
    give_estimate(patient=patient, scope="course", by=by, now=now, client_id=uuid5(sent, "estimate"))
    return booked


def _chosen(request: HttpRequest) -> list[CourseVisit]:
    """The lines as posted: visit-0 is a free time, service-0 what it is, follows-0 the line it belongs after."""
    visits = []
    for number in range(LONGEST_COURSE):
        value = request.POST.get(f"visit-{number}")
        if value is None:
            break
        try:
            starts_at, staff, room = unpacked(value)
            written = request.POST.get(f"follows-{number}", "")
            follows = whole_number_in(written)
            service = request.POST.get(f"service-{number}", "")
            if service not in bookable() or (written and follows not in range(number)):
                raise ValueError("no such service, or a line that follows none before it")
            visits.append(CourseVisit(service, staff, room, starts_at, follows))
        except ValueError as problem:
            raise refuse(
                "unreadable", "One of the chosen times could not be read. Please choose again."
            ) from problem
    if not visits:
        raise refuse("nothing_chosen", "There is nothing to book in this proposal.")
    return visits
