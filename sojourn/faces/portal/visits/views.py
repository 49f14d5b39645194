"""Appointments: ahead and behind, one visit with its clock times, another time, the next visit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.billing import actions as billing
from sojourn.clinic import queries as clinic
from sojourn.clinic.words import spoken
from sojourn.core.decisions import Decision, Refused, refuse
from sojourn.core.money import in_words
from sojourn.core.periods import day_from
from sojourn.faces.portal.medicines.holds import HeldThen, held_now_and_next
from sojourn.faces.portal.record import own_record
from sojourn.faces.portal.visits.forms import CancelForm, TimeForm
from sojourn.faces.ui.submitting import carry_out, client_id, posted, status_of
from sojourn.faces.ui.wishes import wish_in_words
from sojourn.people import queries as people
from sojourn.people.models import Contact, Patient
from sojourn.scheduling import actions, queries
from sojourn.scheduling.calendar_file import calendar_of
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries import FreeTime
from sojourn.scheduling.queries.follow_ups import kept_visits, missing_before, propose_follow_up
from sojourn.scheduling.queries.groups import waiting_of
from sojourn.scheduling.queries.waiting import open_offer, wishes_of
from sojourn.scheduling.states import AppointmentState as State
from sojourn.treatment.models import DoseGiven
from sojourn.treatment.queries.home import doses_lately

DAYS_SHOWN = 7
DAYS_LOOKED_THROUGH = 28
BEHIND_SHOWN = 12
COMING = (State.BOOKED, State.ARRIVED, State.IN_ROOM)
BEHIND = (State.DONE, State.CANCELLED, State.NO_SHOW)


@needs(Permission.USE_PORTAL)
def appointments(request: HttpRequest) -> HttpResponse:
    """The next visit on top, then the others, what can be booked, and what lies behind."""
    now = timezone.now()
    patient = own_record(request, now, "appointments")
    ahead, waiting = queries.upcoming(patient, now), waiting_of(patient)
    behind = queries.visits_of(patient).filter(state__in=BEHIND)[:BEHIND_SHOWN]
    kept, doses, escorts = kept_visits(patient), doses_lately(patient, now), people.escorts_of(patient)
    wishes = wishes_of(patient, ahead, behind, waiting, kept, doses, escorts)
    first = ahead[0] if ahead else None
    held = _held(patient, first, doses, now)
    context = {
        "first_name": patient.called,
        "ahead": ahead[1:],
        "behind": behind,
        "services": _open_services(patient, now),
        "waiting": waiting,
        "running": [each for each in held if each.is_exact and each.visit != first],
        "proposed": propose_follow_up(patient, now, kept),
        "wishes": [(each, open_offer(each), wish_in_words(each)) for each in wishes],
        **(_about(first, held, escorts, now) if first else {"visit": None}),
    }
    return render(request, "portal/visits/list.html", context)


@needs(Permission.USE_PORTAL)
def visit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """One visit with everything about the day."""
    patient, shown, now = _own_visit(request, visit_id)
    held = _held(patient, shown, doses_lately(patient, now), now)
    caution = missing_before(patient, shown.service, shown.starts_at) if shown.state == State.BOOKED else None
    about = _about(shown, held, people.escorts_of(patient), now)
    context = {"first_name": patient.called, "caution": caution, **about}
    return render(request, "portal/visits/visit.html", context)


@needs(Permission.USE_PORTAL)
def book(request: HttpRequest, service: str) -> HttpResponse:
    """Choose a time for a visit that is open to this patient."""
    now = timezone.now()
    patient = own_record(request, now, "booking")
    if service not in content.pack().services or content.pack().services[service].bookable_by == "staff":
        raise Http404

    def keep(starts_at: datetime, time: FreeTime) -> Appointment:
        return actions.book(
            patient=patient,
            service=service,
            staff=time.staff,
            room=time.room,
            starts_at=starts_at,
            by=request.user,  # type: ignore[arg-type]
            now=now,
            client_id=client_id(request),
        )

    title = f"Book: {content.pack().services[service].name}"
    return _choose(request, patient, service, keep, now, title=title, gate=_gate(patient, service, now))


@needs(Permission.USE_PORTAL)
def move(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Another time for a visit, in good time; later, the page says to call."""
    patient, shown, now = _own_visit(request, visit_id)

    def keep(starts_at: datetime, time: FreeTime) -> Appointment:
        return actions.move(
            appointment=shown,
            staff=time.staff,
            room=time.room,
            starts_at=starts_at,
            reason="chosen by the patient",
            by=request.user,  # type: ignore[arg-type]
            now=now,
        )

    return _choose(request, patient, shown.service, keep, now, title="Choose another time", moving=shown)


@needs(Permission.USE_PORTAL)
def cancel(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Cancel, knowing what it means now."""
    patient, shown, now = _own_visit(request, visit_id)
    form = posted(request, CancelForm)
    act = partial(billing.cancel_visit, appointment=shown, by=request.user, now=now)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        done: list[Any] = []
        carry_out(form, lambda: done.append(act(**form.cleaned_data)))
        for charge in done:
            fee = f" {in_words(charge.cents)} is added to your bill." if charge else ""
            messages.success(request, f"Your visit on {spoken(shown.begins)} is cancelled.{fee}")
            return redirect("portal:appointments")
    terms = queries.cancellation_terms(shown, now)
    context = {
        "first_name": patient.called,
        "visit": shown,
        "form": form,
        "terms": terms,
        "notes": _nothing_charged_for() if terms.fee_cents else {},
    }
    return render(request, "portal/visits/cancel.html", context, status=422 if form.errors else 200)


@needs(Permission.USE_PORTAL)
def calendar_file(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The visit for the calendar of a phone."""
    _, shown, now = _own_visit(request, visit_id)
    answer = HttpResponse(calendar_of([shown], now=now), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="visit.ics"'
    return answer


def _nothing_charged_for() -> dict[str, str]:
    """A line under each reason for which a late cancellation costs nothing."""
    return dict.fromkeys(content.pack().policies.cancellation.waived_for, "No fee for this.")


def _choose(
    request: HttpRequest,
    patient: Patient,
    service: str,
    keep: Callable[[datetime, FreeTime], Appointment],
    now: datetime,
    *,
    title: str,
    gate: Decision | None = None,
    moving: Appointment | None = None,
) -> HttpResponse:
    """The page of free times; posting one keeps it and goes to the visit."""
    form, problem = posted(request, TimeForm), Decision()
    place = clinic.place_of(moving.room) if moving else clinic.own_place()
    if already := _kept_already(request, patient, moving, form):
        return redirect("portal:appointments_visit", already.pk)
    if request.method == "POST" and form.is_valid():
        try:
            starts_at, _ = form.cleaned_data["time"]
            kept = keep(starts_at, _still_free(service, *form.cleaned_data["time"], place))
            messages.success(request, f"Your time is {spoken(kept.begins)}, with {kept.staff}.")
            return redirect("portal:appointments_visit", kept.pk)
        except Refused as refusal:
            problem = refusal.decision
    context = {
        "first_name": patient.called,
        "title": title,
        "service": content.pack().services[service],
        "moving": moving,
        "problem": problem,
        "form": form,
        "gate": Decision() if gate is None else gate,
        **_times(request, patient, service, place, now),
    }
    return render(request, "portal/visits/choose.html", context, status=status_of(request))


def _kept_already(
    request: HttpRequest, patient: Patient, moving: Appointment | None, form: Any
) -> Appointment | None:
    """The visit a form sent twice has made or moved the first time."""
    if request.method != "POST" or not form.is_valid():
        return None
    if moving:
        return moving if moving.starts_at == form.cleaned_data["time"][0] else None
    return queries.visits_of(patient).filter(pk=client_id(request)).first()


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


def _still_free(service: str, starts_at: datetime, staff: Any, place: str) -> FreeTime:
    free = queries.free_times(service, from_day=clinic.local_day(starts_at), days=1, staff=staff, place=place)
    found = next((each for each in free if each.starts_at == starts_at), None)
    if found is None:
        nearest = queries.nearest_free_times(service, starts_at, staff=staff, place=place)
        times = "; ".join(spoken(each.begins) for each in nearest)
        raise refuse("taken", f"That time was just taken.{f' Still free: {times}.' if times else ''}")
    return found


def _open_services(patient: Patient, now: datetime) -> list[Any]:
    """What this patient could book now: no gate closed, and what must come before has come."""
    offered = [each for each in content.pack().services.values() if each.bookable_by == "patient"]
    gates = queries.open_to(patient, [each.code for each in offered], now, by=_furthest(now))
    return [each for each in offered if gates[each.code].allowed]


def _gate(patient: Patient, service: str, now: datetime) -> Decision:
    return queries.open_to(patient, [service], now, by=_furthest(now))[service]


def _furthest(now: datetime) -> datetime:
    return now + timedelta(days=content.pack().policies.booking.furthest_ahead_days)


def _about(
    shown: Appointment, held: list[HeldThen], escorts: QuerySet[Contact], now: datetime
) -> dict[str, Any]:
    """A visit with its clock times: medicines to keep away, food and drink, who takes them home."""
    policies, service = content.pack().policies, content.pack().services[shown.service]
    is_journey = bool(service.phases)
    return {
        "visit": shown,
        "service": service,
        "seat": getattr(shown, "seat", None) if shown.group_id else None,
        "held": [each for each in held if each.visit == shown] if is_journey else [],
        "is_journey": is_journey,
        "food_until": shown.starts_at - timedelta(hours=policies.fasting.food_hours),
        "fluids_until": shown.starts_at - timedelta(hours=policies.fasting.fluids_hours),
        "escort": escorts.first() if service.code in policies.escort.required_for else None,
        "needs_escort": service.code in policies.escort.required_for,
        "terms": queries.cancellation_terms(shown, now),
        "may_change": shown.state == State.BOOKED and shown.starts_at > now,
    }


def _held(
    patient: Patient, shown: Appointment | None, doses: QuerySet[DoseGiven], now: datetime
) -> list[HeldThen]:
    """By what was given once the treatment has begun; before that by the plan; nothing when it is over."""
    ahead = shown if shown and shown.state in COMING and shown.ends_at > now else None
    is_journey = ahead and content.pack().services[ahead.service].phases
    return held_now_and_next(patient, doses, ahead if is_journey else None, now)


def _own_visit(request: HttpRequest, visit_id: UUID) -> tuple[Patient, Appointment, datetime]:
    now = timezone.now()
    patient = own_record(request, now, "appointments")
    found = queries.visits_of(patient).filter(pk=visit_id).first()
    if found is None:
        raise Http404
    return patient, found, now


def _day(request: HttpRequest, otherwise: date) -> date:
    return max(day_from(request.GET.get("day", "")) or otherwise, otherwise)
