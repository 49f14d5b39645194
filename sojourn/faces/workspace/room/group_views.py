"""Six people in one room: one pod each, one tap to any chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from sojourn import content
from sojourn.accounts.guards import SignedInRequest, needs
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.clinic.words import enter
from sojourn.core.decisions import Refused
from sojourn.faces.ui.charts import sparkline
from sojourn.faces.ui.submitting import put_reasons
from sojourn.faces.workspace.room.context import who_may_chart
from sojourn.faces.workspace.room.forms import WHOLE_ROOM, WatchForm
from sojourn.faces.workspace.room.tablet import sheet_of_group
from sojourn.intake.models import ConsentWithdrawal
from sojourn.intake.withdrawal_queries import signatures_of_all, taken_back
from sojourn.pharmacy import queries as pharmacy
from sojourn.pharmacy.queries import Custody
from sojourn.scheduling.models import Appointment, GroupSession
from sojourn.treatment import actions, queries
from sojourn.treatment.models import Session
from sojourn.treatment.queries.visits import group_by_id, group_to_show, visits_of_group
from sojourn.treatment.states import Phase


@dataclass(frozen=True)
class Pod:
    """One seat as the group room shows it."""

    number: int
    visit: Appointment | None
    chart: queries.Chart | None
    custody: Custody | None
    now: datetime
    withdrawals: tuple[ConsentWithdrawal, ...] = ()

    @property
    def tone(self) -> str:
        """ "danger" for a consent taken back, an urgent reading or a red clock, "caution" for a watched or late one."""
        if self.chart is None or self.chart.session.ended_at:
            return ""
        if self.withdrawals:
            return "danger"
        due, bedside = self.chart.due, self.alarm
        if bedside == "danger" or (due and due.state == "red"):
            return "danger"
        return bedside or ("caution" if due and due.state.is_overdue else "")

    @property
    def alarm(self) -> str:
        """The tone of what was read and answered, whatever is due."""
        if self.chart is None or self.chart.session.ended_at:
            return ""
        concerns = {str(each.concern) for each in self.chart.concerns}
        unanswered = self.chart.unanswered
        if (
            self.chart.is_emergency
            or concerns & {"urgent", "emergency"}
            or any(each.is_urgent for each in unanswered)
        ):
            return "danger"
        return "caution" if concerns or unanswered else ""

    @property
    def since(self) -> int | None:
        """Minutes since the last dose."""
        if self.chart is None or self.chart.last_dose is None:
            return None
        return int((self.now - self.chart.last_dose.observed_at).total_seconds() // 60)

    @property
    def spark(self) -> str:
        """Oxygen since the beginning."""
        values = [each.spo2 for each in self.chart.vitals if each.spo2] if self.chart else []
        if len(values) < 2:
            return ""
        title = f"SpO₂, seat {self.number}"
        return sparkline(
            values, title=title, low=86, high=100, floor=90, width=352, height=60, id=f"spark{self.number}"
        )


@needs(Permission.RUN_SESSION)
@require_GET
def now_or_next(request: HttpRequest) -> HttpResponse:
    """The group that is on, or the next one."""
    found = group_to_show(timezone.now())
    if found is None:
        return render(request, "workspace/room/no_group.html")
    return redirect("workspace:group", found.pk)


@needs(Permission.RUN_SESSION)
@require_GET
def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """All seats of one group on one screen."""
    return _show(request, _found(group_id), timezone.now())


@needs(Permission.RUN_SESSION)
@require_POST
def watch(request: SignedInRequest, group_id: UUID) -> HttpResponse:
    """Somebody watches a seat, or the whole room, from now on."""
    now, found = timezone.now(), _found(group_id)
    pods = _pods(found, now)
    form = _watch_form(pods, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.take_watch(
                sessions=_sessions(pods, said["seats"]),
                watcher=said["watcher"],
                note=said["note"],
                by=request.user,
                now=now,
            )
            return redirect("workspace:group", group_id)
        except Refused as refused:
            put_reasons(form, refused)
    return _show(request, found, now, form=form, status=422)


def _found(group_id: UUID) -> GroupSession:
    try:
        found = group_by_id(group_id)
    except queries.NotFound as absent:
        raise Http404 from absent
    enter(found.room_id)
    return found


def _show(
    request: HttpRequest,
    found: GroupSession,
    now: datetime,
    *,
    form: WatchForm | None = None,
    status: int = 200,
) -> HttpResponse:
    pods = _pods(found, now)
    charts = [pod.chart for pod in pods if pod.chart]
    phases = {chart.session.phase for chart in charts if chart.session.ended_at is None}
    context = {
        "group": found,
        "is_today": timezone.localdate(found.starts_at) == timezone.localdate(now),
        "pods": pods,
        "taken": sum(pod.visit is not None for pod in pods),
        "rounds": sorted((pod for pod in pods if pod.chart and pod.chart.due), key=_urgency),
        "phases": [phase.label for phase in Phase if phase in phases],
        "dim": Phase.JOURNEY in phases,
        "now": now,
        "sheet": sheet_of_group(found),
        "bedside": content.library().bedside,
        "watch_form": form or _watch_form(pods),
    }
    return render(request, "workspace/room/group.html", context, status=status)


def _watch_form(pods: list[Pod], said: Any = None) -> WatchForm:
    seats = [(str(pod.number), pod.visit.patient.called) for pod in pods if pod.visit and _is_here(pod)]
    return WatchForm(said, seats=seats, people=who_may_chart(clinic.staff()))


def _sessions(pods: list[Pod], seats: str) -> list[Session]:
    """Those of one seat, or of everybody who is here."""
    here = [pod for pod in pods if _is_here(pod) and seats in {WHOLE_ROOM, str(pod.number)}]
    return [pod.chart.session for pod in here if pod.chart]


def _is_here(pod: Pod) -> bool:
    return pod.chart is not None and pod.chart.session.ended_at is None


def _pods(found: GroupSession, now: datetime) -> list[Pod]:
    charts = {chart.session.appointment_id: chart for chart in queries.group_board(found.pk, now)}
    visits = visits_of_group(found)
    custodies = pharmacy.custodies([visit.pk for visit in visits])
    signed = signatures_of_all([visit.patient_id for visit in visits])
    back = taken_back(signed, found.service, clinic.local_day(now))
    by_seat = {visit.seat.number if hasattr(visit, "seat") else 0: visit for visit in visits}
    return [
        _pod(seat.number, by_seat.get(seat.number), charts, custodies, now, back)
        for seat in sorted(found.seats.all(), key=lambda seat: seat.number)
    ]


def _pod(
    number: int,
    visit: Appointment | None,
    charts: dict[UUID, queries.Chart],
    custodies: dict[UUID, Custody],
    now: datetime,
    back: dict[UUID, tuple[ConsentWithdrawal, ...]],
) -> Pod:
    if visit is None:
        return Pod(number, None, None, None, now)
    chart, withdrawals = charts.get(visit.pk), back.get(visit.patient_id, ())
    is_over = chart is not None and chart.session.ended_at is not None
    return Pod(number, visit, chart, custodies.get(visit.pk), now, () if is_over else withdrawals)


def _urgency(pod: Pod) -> tuple[int, datetime]:
    due = pod.chart.due if pod.chart else None
    return {"danger": 0, "caution": 1}.get(pod.tone, 2), due.due_at if due else pod.now
