"""Weekly hours and leave on one page, with the visits that somebody's leave leaves without them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.clinic import actions as clinic_actions
from sojourn.clinic import queries as clinic
from sojourn.clinic.hour_queries import hour_notes
from sojourn.clinic.models import Leave, StaffMember
from sojourn.faces.ui.day_fields import DayField
from sojourn.faces.ui.submitting import carry_out, posted
from sojourn.faces.ui.wishes import WEEKDAYS
from sojourn.faces.workspace.abilities import abilities
from sojourn.faces.workspace.rosters.weeks import away_in_words, weeks_to_come, working_weekdays
from sojourn.scheduling.actions.offers import offer_soon
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries.rosters import visits_to_move


class LeaveForm(forms.Form):
    """Who is away, from when until when. Whole days unless clock times are given."""

    staff = forms.ModelChoiceField(label="Who", queryset=StaffMember.objects.none(), empty_label=None)
    first = DayField(label="From")
    begins = forms.TimeField(
        label="Begins at",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text="Empty: all day.",
    )
    last = DayField(label="Until and including")
    ends = forms.TimeField(
        label="Ends at",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text="Empty: all day.",
    )
    reason = forms.CharField(label="Why", required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = clinic.who_sees_patients()  # type: ignore[attr-defined]
        if len(clinic.zones()) > 1:
            self.fields["clock"] = _by_which_clock(timezone.now())

    @property
    def leave(self) -> dict[str, Any]:
        """What the action asks for."""
        said, zone = self.cleaned_data, self._zone
        _, midnight = clinic.bounds_of(said["last"], said["last"], zone)
        return {
            "staff": said["staff"],
            "starts_at": _moment(said["first"], said["begins"] or time(), zone),
            "ends_at": _moment(said["last"], said["ends"], zone) if said["ends"] else midnight,
            "reason": said["reason"],
        }

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.cleaned_data.get("clock") or clinic.timezone().key)


def _by_which_clock(now: datetime) -> forms.ChoiceField:
    """Where places are in several zones, nine in the morning is not one moment."""
    choices = [(each.key, clinic.clock_in_words(each, now)) for each in clinic.zones()]
    return forms.ChoiceField(label="By the clock of", choices=choices, initial=choices[0][0])


@needs(Permission.SCHEDULE)
def rosters(request: HttpRequest) -> HttpResponse:
    """Hours, leave ahead, what has to be moved, and the form that notes leave."""
    now, form = timezone.now(), posted(request, LeaveForm)
    if request.method == "POST" and form.is_valid():
        facts = {**form.leave, "by": request.user, "now": now}  # type: ignore[attr-defined]
        if leave := carry_out(form, partial(clinic_actions.add_leave, **facts)):
            messages.success(request, _noted(leave, visits_to_move(now)))
            return redirect("workspace:rosters")
    people, today = clinic.house().people, clinic.local_day(now)
    notes = hour_notes(today, None)
    weeks = {each: notes.week_of(each, today) for each in people}
    context = {
        "people": weeks,
        "days": [(each, WEEKDAYS[each]) for each in working_weekdays(weeks.values())],
        "to_come": weeks_to_come(people, notes, today),
        "leaves": [(each, away_in_words(each)) for each in _leaves_ahead(now)],
        "notes": notes,
        "to_move": visits_to_move(now),
        "clock": clinic.clock_in_words(clinic.timezone(), now),
        "may": abilities(request),
        "form": form,
    }
    return render(request, "workspace/rosters/rosters.html", context, status=422 if form.errors else 200)


def _leaves_ahead(now: datetime) -> QuerySet[Leave]:
    return clinic.leaves_between(now, now + timedelta(days=366)).select_related("staff")


def _noted(leave: Leave, to_move: Iterable[Appointment]) -> str:
    """What leave means, and how many visits it leaves without them."""
    left = sum(each.starts_at < leave.ends_at and leave.starts_at < each.ends_at for each in to_move)
    words = f"{leave.staff} is away then; nobody new is booked with them."
    return f"{words} {left} to be moved, listed below." if left else words


@needs(Permission.SCHEDULE)
@require_POST
def drop(request: HttpRequest, leave_id: UUID) -> HttpResponse:
    """They are here after all; the time is free again, and offered to those who wait."""
    leave = clinic.leave_of(leave_id)
    if leave is None:
        raise Http404
    now = timezone.now()
    clinic_actions.drop_leave(leave=leave, by=request.user, now=now)  # type: ignore[arg-type]
    offer_soon(now)
    messages.success(request, f"{leave.staff} is here after all.")
    return redirect("workspace:rosters")


def _moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone).astimezone(UTC)
