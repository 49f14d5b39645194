"""Groups ahead, and one group with its seats and its waiting list."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.billing import actions as billing
from sojourn.core.decisions import Refused, refuse
from sojourn.faces.ui.submitting import carry_out, client_id, posted
from sojourn.faces.workspace.abilities import abilities
from sojourn.faces.workspace.groups.calling_off_views import called_off, standing_or_404
from sojourn.faces.workspace.groups.forms import OpenGroupForm, SeatForm, group_service
from sojourn.people import queries as people
from sojourn.people.models import Patient
from sojourn.scheduling import actions, queries
from sojourn.scheduling.actions.series import Series
from sojourn.scheduling.models import Seat, WaitingListEntry

FOUND_AT_MOST = 8


@needs(Permission.SCHEDULE)
def groups(request: HttpRequest) -> HttpResponse:
    """Every group ahead, and the form that opens another."""
    now, form = timezone.now(), posted(request, OpenGroupForm)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("room", "provider", "monitor", "months")}
        opening = partial(
            actions.open_series,
            service=group_service().code,
            starts_at=form.starts_at,  # type: ignore[attr-defined]
            by=request.user,  # type: ignore[arg-type]
            now=now,
            client_id=client_id(request),
            **facts,
        )
        if series := carry_out(form, opening):
            return _opened(request, series)
    context = {"standings": queries.groups_ahead(now), "form": form, "service": group_service()}
    return render(request, "workspace/groups/groups.html", context, status=422 if form.errors else 200)


def _opened(request: HttpRequest, series: Series) -> HttpResponse:
    count = len(series.groups)
    messages.success(request, "The group is open." if count == 1 else f"{count} groups are open.")
    for sentence in series.missing:
        messages.error(request, f"Not opened on {sentence}")
    if count > 1:
        return redirect("workspace:groups")
    return redirect("workspace:group_seats", series.groups[0].pk)


@needs(Permission.FIND_PATIENTS)
def seats(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Who sits where, who waits, and the next seat to give. ?q=… finds the person, ?patient=… chooses one."""
    return _show(request, group_id)


@needs(Permission.SCHEDULE)
@require_POST
def take_seat(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Give somebody a seat at the agreed price."""
    group, form = standing_or_404(group_id).group, SeatForm(request.POST)
    if form.is_valid():
        facts = {**form.cleaned_data, "group": group, "by": request.user, "now": timezone.now()}
        if seat := carry_out(form, partial(actions.take_seat, **facts)):
            messages.success(request, f"{seat.patient.called} has seat {seat.number}.")
            return redirect("workspace:group_seats", group_id)
    return _show(request, group_id, form)


@needs(Permission.SCHEDULE)
@require_POST
def wait(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Put somebody on the waiting list, at the price agreed."""
    group, form = standing_or_404(group_id).group, SeatForm(request.POST)
    if form.is_valid():
        facts = {**form.cleaned_data, "group": group, "by": request.user, "now": timezone.now()}
        if entry := carry_out(form, partial(actions.join_waiting_list, **facts)):
            messages.success(request, f"{entry.patient.called} is on the waiting list.")
            return redirect("workspace:group_seats", group_id)
    return _show(request, group_id, form)


@needs(Permission.SCHEDULE)
@require_POST
def give_up(request: HttpRequest, group_id: UUID, seat_id: UUID) -> HttpResponse:
    """A seat is given back and offered on."""
    seat = Seat.objects.filter(pk=seat_id, group=group_id).select_related("appointment").first()
    if seat is None:
        raise Http404
    try:
        _give_up(request, seat)
        messages.success(request, f"Seat {seat.number} is free again.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("workspace:group_seats", group_id)


def _give_up(request: HttpRequest, seat: Seat) -> None:
    """Late, it costs what any visit costs that is cancelled late."""
    if seat.appointment is None:
        raise refuse("seat_empty", "Nobody has this seat.")
    billing.cancel_visit(
        appointment=seat.appointment,
        cause=request.POST.get("cause", ""),
        reason=request.POST.get("reason", "").strip() or "gave up the seat",
        by=request.user,  # type: ignore[arg-type]
        now=timezone.now(),
    )


@needs(Permission.SCHEDULE)
@require_POST
def leave(request: HttpRequest, group_id: UUID, entry_id: UUID) -> HttpResponse:
    """Somebody no longer waits."""
    entry = WaitingListEntry.objects.filter(pk=entry_id, group=group_id).select_related("patient").first()
    if entry is None:
        raise Http404
    actions.leave_waiting_list(entry=entry, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    messages.success(request, f"{entry.patient.called} is no longer waiting.")
    return redirect("workspace:group_seats", group_id)


def _show(request: HttpRequest, group_id: UUID, form: SeatForm | None = None) -> HttpResponse:
    now, standing = timezone.now(), standing_or_404(group_id)
    if standing.group.is_called_off:
        return _of_a_dead_group(request, standing, form, now)
    asked = request.GET.get("q", "").strip()
    patient = _patient(request.POST.get("patient", "") or request.GET.get("patient", ""))
    context = {
        "standing": standing,
        "group": standing.group,
        "service": group_service(),
        "q": asked,
        "found": people.find_patients(asked)[:FOUND_AT_MOST] if asked and not patient else [],
        "patient": patient,
        "gate": queries.gate(patient, standing.group.service, now) if patient else None,
        "form": form or SeatForm(initial={"patient": patient.pk if patient else ""}),
        "is_ahead": standing.group.starts_at > now,
        "may": abilities(request),
    }
    return render(request, "workspace/groups/seats.html", context, status=422 if form else 200)


def _of_a_dead_group(
    request: HttpRequest, standing: queries.GroupStanding, form: SeatForm | None, now: datetime
) -> HttpResponse:
    """A form that was sent to a group called off meanwhile says why nothing was kept."""
    for sentence in form.errors.values() if form else ():
        messages.error(request, " ".join(sentence))
    answer = called_off(request, standing, now)
    answer.status_code = 422 if form else 200
    return answer


def _patient(text: str) -> Patient | None:
    try:
        return Patient.objects.filter(pk=UUID(text)).first()
    except ValueError:
        return None
