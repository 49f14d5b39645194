"""Appointments: ahead and behind, one visit with its clock times, another time, the next visit."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.billing import actions as billing
from sojourn.clinic import queries as clinic
from sojourn.clinic.words import spoken
from sojourn.core.decisions import Decision, Refused
from sojourn.core.money import in_words
from sojourn.core.periods import moment_from
from sojourn.faces.portal.medicines.holds import HeldThen, held_now_and_next
from sojourn.faces.portal.record import own_record
from sojourn.faces.portal.visits.forms import CancelForm
from sojourn.faces.ui.submitting import carry_out, posted
from sojourn.faces.ui.wishes import wish_in_words
from sojourn.people import queries as people
from sojourn.people.models import Contact, Patient
from sojourn.scheduling import actions, queries
from sojourn.scheduling.calendar_file import calendar_of
from sojourn.scheduling.models import Appointment, VisitAnswer
from sojourn.scheduling.queries.called_off import called_off_among, without_new_date
from sojourn.scheduling.queries.follow_ups import kept_visits, missing_before, propose_follow_up
from sojourn.scheduling.queries.groups import waiting_of
from sojourn.scheduling.queries.on_hold import waits_for_a_yes
from sojourn.scheduling.queries.waiting import open_offer, wishes_of
from sojourn.scheduling.states import AppointmentState as State
from sojourn.screening.queries import screening_of, verdict
from sojourn.screening.without_yes_queries import carries_nothing
from sojourn.treatment.models import DoseGiven
from sojourn.treatment.queries.home import doses_lately

BEHIND_SHOWN = 12
COMING = (State.BOOKED, State.ARRIVED, State.IN_ROOM)
BEHIND = (State.DONE, State.CANCELLED, State.NO_SHOW)


@needs(Permission.USE_PORTAL)
def appointments(request: HttpRequest) -> HttpResponse:
    """The next visit on top, then the others, what can be booked, and what lies behind."""
    now = timezone.now()
    patient = own_record(request, now, "appointments")
    ahead, waiting = queries.with_answers(queries.upcoming(patient, now)), waiting_of(patient, now)
    behind = called_off_among(queries.visits_of(patient).filter(state__in=BEHIND))[:BEHIND_SHOWN]
    without_date = without_new_date(now).filter(patient=patient)
    kept, doses, escorts = kept_visits(patient), doses_lately(patient, now), people.escorts_of(patient)
    wishes = wishes_of(patient, ahead, behind, waiting, kept, doses, escorts, without_date)
    first = ahead[0] if ahead else None
    screening = screening_of(patient, today=clinic.local_day(now))
    held_back = {each.pk for each in ahead if waits_for_a_yes(each)} if carries_nothing(screening) else set()
    held = _held(patient, first, doses, now, held_back)
    context = {
        "first_name": patient.called,
        "ahead": ahead[1:],
        "behind": behind,
        "without_date": without_date,
        "services": _open_services(patient, verdict(screening), now),
        "waiting": waiting,
        "running": [each for each in held if each.is_exact and each.visit != first],
        "proposed": propose_follow_up(patient, now, kept),
        "wishes": [(each, open_offer(each), wish_in_words(each)) for each in wishes],
        "on_hold": held_back,
        **(_about(first, held, escorts, now, held_back) if first else {"visit": None}),
    }
    return render(request, "portal/visits/list.html", context)


@needs(Permission.USE_PORTAL)
def visit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """One visit with everything about the day."""
    patient, shown, now = own_visit(request, visit_id)
    waiting = queries.on_hold([shown], now)
    held = _held(patient, shown, doses_lately(patient, now), now, waiting)
    caution = missing_before(patient, shown.service, shown.starts_at) if shown.state == State.BOOKED else None
    about = _about(shown, held, people.escorts_of(patient), now, waiting)
    context = {"first_name": patient.called, "caution": caution, "on_hold": waiting, **about}
    return render(request, "portal/visits/visit.html", context)


@needs(Permission.USE_PORTAL)
def cancel(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Cancel, knowing what it means now."""
    patient, shown, now = own_visit(request, visit_id)
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
@require_POST
def comes(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """They say that they will be there at the time the page showed; the same answer as by the link of a reminder."""
    _, shown, now = own_visit(request, visit_id)
    try:
        starts_at = moment_from(request.POST.get("starts_at", "")) or now
        actions.answer(
            appointment=shown,
            starts_at=starts_at,
            who=VisitAnswer.Who.PATIENT,
            comes=True,
            by=request.user,  # type: ignore[arg-type]
            now=now,
        )
        messages.success(request, f"Thank you. We expect you on {spoken(shown.there(starts_at))}.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    if request.POST.get("back") == "visit":
        return redirect("portal:appointments_visit", shown.pk)
    return redirect("portal:next_step" if request.POST.get("back") == "step" else "portal:appointments")


@needs(Permission.USE_PORTAL)
def calendar_file(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The visit for the calendar of a phone."""
    _, shown, now = own_visit(request, visit_id)
    answer = HttpResponse(calendar_of([shown], now=now), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="visit.ics"'
    return answer


def _nothing_charged_for() -> dict[str, str]:
    """A line under each reason for which a late cancellation costs nothing."""
    return dict.fromkeys(content.pack().policies.cancellation.waived_for, "No fee for this.")


def _open_services(patient: Patient, eligibility: Decision, now: datetime) -> list[Any]:
    """What this patient could book now: no gate closed, and what must come before has come."""
    offered = [each for each in content.pack().services.values() if each.bookable_by == "patient"]
    codes, by = [each.code for each in offered], queries.furthest(now)
    gates = queries.open_to(patient, codes, now, by=by, eligibility=eligibility)
    return [each for each in offered if gates[each.code].allowed]


def _about(
    shown: Appointment,
    held: list[HeldThen],
    escorts: QuerySet[Contact],
    now: datetime,
    waiting: Container[UUID],
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
        "food_until": shown.there(shown.starts_at - timedelta(hours=policies.fasting.food_hours)),
        "fluids_until": shown.there(shown.starts_at - timedelta(hours=policies.fasting.fluids_hours)),
        "escort": escorts.first() if service.code in policies.escort.required_for else None,
        "needs_escort": service.code in policies.escort.required_for,
        "terms": queries.cancellation_terms(shown, now),
        "asked": queries.asks_to_confirm(shown, now) and shown.pk not in waiting,
        "may_change": shown.state == State.BOOKED and shown.starts_at > now,
    }


def _held(
    patient: Patient,
    shown: Appointment | None,
    doses: QuerySet[DoseGiven],
    now: datetime,
    waiting: Container[UUID],
) -> list[HeldThen]:
    """By what was given once the treatment has begun; before that by the plan; nothing when it is over or on hold."""
    comes = shown and shown.state in COMING and shown.ends_at > now and shown.pk not in waiting
    ahead = shown if comes else None
    is_journey = ahead and content.pack().services[ahead.service].phases
    return held_now_and_next(patient, doses, ahead if is_journey else None, now)


def own_visit(request: HttpRequest, visit_id: UUID) -> tuple[Patient, Appointment, datetime]:
    """The patient who is signed in, that visit of theirs, and the time. Anybody else's is not there (404)."""
    now = timezone.now()
    patient = own_record(request, now, "appointments")
    found = called_off_among(queries.with_answers(queries.visits_of(patient))).filter(pk=visit_id).first()
    if found is None:
        raise Http404
    return patient, found, now
