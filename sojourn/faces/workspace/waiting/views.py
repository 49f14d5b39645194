"""Who waits for a time and who for a place in a group, what they were offered, and putting somebody on the list."""

from __future__ import annotations

from datetime import timedelta
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
from sojourn.faces.ui.submitting import carry_out
from sojourn.faces.ui.wishes import WishForm, first_answers, wish_in_words
from sojourn.people import queries as people
from sojourn.people.models import Patient
from sojourn.scheduling import actions, queries
from sojourn.scheduling.queries.waiting import waiting_for_times, wish_of


@needs(Permission.SCHEDULE)
def waiting(request: HttpRequest) -> HttpResponse:
    """Both lists, who came first on top."""
    context = {
        "wishes": [(each, wish_in_words(each)) for each in waiting_for_times()],
        "groups": [each for each in queries.groups_ahead(timezone.now()) if each.waiting],
    }
    return render(request, "workspace/waiting/waiting.html", context)


@needs(Permission.SCHEDULE)
def join(request: HttpRequest, patient_id: UUID, service: str) -> HttpResponse:
    """What would suit this person."""
    now = timezone.now()
    patient = _opened(request, patient_id)
    offered = content.pack().services.get(service)
    if offered is None or offered.capacity > 1:
        raise Http404
    today = clinic.local_day(now)
    until = today + timedelta(days=content.pack().policies.booking.furthest_ahead_days)
    able = clinic.house().who_can(service)
    form = WishForm(request.POST or None, able=able, initial=first_answers(today, until))
    form.ask_where()
    if request.method == "POST" and form.is_valid():
        facts: dict[str, Any] = {"patient": patient, "service": service, **form.wish}
        if carry_out(form, lambda: actions.wait_for_time(**facts, by=request.user, now=now)):  # type: ignore[misc]
            messages.success(request, f"{patient.called} is on the waiting list.")
            return redirect("workspace:waiting")
    context = {"patient": patient, "service": offered, "form": form}
    return render(request, "workspace/waiting/join.html", context, status=422 if form.errors else 200)


@needs(Permission.SCHEDULE)
@require_POST
def stop(request: HttpRequest, wish_id: UUID) -> HttpResponse:
    """Somebody no longer waits for a time."""
    wish = wish_of(wish_id)
    if wish is None:
        raise Http404
    actions.stop_waiting(wish=wish, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    messages.success(request, f"{wish.patient.called} is no longer waiting.")
    return redirect("workspace:waiting")


def _opened(request: HttpRequest, patient_id: UUID) -> Patient:
    try:
        return people.open_record(
            patient_id,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
            reason="waiting list",
        )
    except people.NotFound as absent:
        raise Http404 from absent
