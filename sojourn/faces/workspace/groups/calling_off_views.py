"""Calling a group off: first who is affected, then one button; afterwards who still needs another date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.billing.queries.balances import balances
from sojourn.clinic.words import enter
from sojourn.core.decisions import Decision, Refused
from sojourn.faces.ui.submitting import carry_out, client_id, posted, status_of
from sojourn.faces.workspace.abilities import abilities
from sojourn.faces.workspace.groups.forms import CallOffForm
from sojourn.people import queries as people
from sojourn.people.models import Contact
from sojourn.pharmacy.queries import custodies
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import GroupSession, Seat
from sojourn.scheduling.queries.called_off import (
    escorts_told,
    lost_with,
    may_still_be_called_off,
    waited_for,
)


@dataclass(frozen=True)
class Affected:
    """Somebody with a seat: who takes them home and knows of it, what their account holds, what is in our box."""

    seat: Seat
    escort: Contact | None
    is_told: bool
    balance: int
    box: str

    @property
    def held_cents(self) -> int:
        """Paid ahead."""
        return max(0, -self.balance)


@needs(Permission.SCHEDULE)
def call_off(request: SignedInRequest, group_id: UUID) -> HttpResponse:
    """Who is affected, and why it does not take place; sent, it is done, and the group's page says what is left."""
    now, standing = timezone.now(), standing_or_404(group_id)
    form: Any = posted(request, CallOffForm)
    if request.method == "POST" and form.is_valid():
        act = partial(
            actions.call_off_group,
            group=standing.group,
            by=request.user,
            now=now,
            client_id=client_id(request),
            **form.cleaned_data,
        )
        if carry_out(form, act):
            messages.success(request, "The group is called off, and everybody is told.")
            return redirect("workspace:group_seats", group_id)
        standing = standing_or_404(group_id)
    context = {
        "group": standing.group,
        "standing": standing,
        "affected": _affected(standing),
        "refused": _refused(standing, now),
        "form": form,
        "may": abilities(request),
    }
    return render(request, "workspace/groups/call_off.html", context, status=status_of(request))


def called_off(request: HttpRequest, standing: queries.GroupStanding, now: datetime) -> HttpResponse:
    """The page of a group that was called off: why, who needs another date, and where there is one."""
    lost = list(lost_with(standing.group))
    next_ones = [each for each in queries.groups_ahead(now) if each.free]
    context = {
        "group": standing.group,
        "off": standing.group.called_off,
        "lost": lost,
        "open_ones": sum(not (each.has_new_date or each.wants_none) for each in lost),  # type: ignore[attr-defined]
        "waited": waited_for(standing.group),
        "next": next_ones[0].group if next_ones else None,
        "may": abilities(request),
    }
    return render(request, "workspace/groups/called_off.html", context)


@needs(Permission.SCHEDULE)
@require_POST
def wants_none(request: SignedInRequest, group_id: UUID, visit_id: UUID) -> HttpResponse:
    """Somebody wants no other date, in their words."""
    visit = lost_with(standing_or_404(group_id).group).filter(pk=visit_id).first()
    if visit is None:
        raise Http404
    try:
        reason = request.POST.get("reason", "")
        actions.settle_without_date(appointment=visit, reason=reason, by=request.user, now=timezone.now())
        messages.success(request, f"Noted: {visit.patient.called} wants no other date.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("workspace:group_seats", group_id)


def standing_or_404(group_id: UUID) -> queries.GroupStanding:
    """The group with its seats and its list, by the clocks of its place."""
    try:
        standing = queries.group_standing(group_id)
    except GroupSession.DoesNotExist as absent:
        raise Http404 from absent
    enter(standing.group.room_id)
    return standing


def _affected(standing: queries.GroupStanding) -> list[Affected]:
    """Everybody with a seat. Four queries, however many."""
    seats = [each for each in standing.seats if each.patient_id and each.appointment]
    patients = [each.patient_id for each in seats if each.patient_id]
    escorts, owed = people.escorts_by_patient(patients), balances(patients)
    visits = [each.appointment for each in seats if each.appointment]
    told, boxes = escorts_told(visits), custodies([each.pk for each in visits])
    return [
        Affected(
            seat=each,
            escort=escorts.get(each.patient_id),  # type: ignore[arg-type]
            is_told=each.appointment_id in told,
            balance=owed.get(each.patient_id, 0),  # type: ignore[arg-type]
            box=boxes[each.appointment_id].description if _in_the_box(boxes, each) else "",  # type: ignore[index]
        )
        for each in seats
    ]


def _in_the_box(boxes: dict[UUID, Any], seat: Seat) -> bool:
    return seat.appointment_id in boxes and boxes[seat.appointment_id].held > 0


def _refused(standing: queries.GroupStanding, now: datetime) -> Decision:
    """What no words would change: it has begun, or is called off already."""
    return may_still_be_called_off(standing.group, [each.appointment for each in standing.seats], now)
