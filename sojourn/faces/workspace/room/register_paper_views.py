"""The inspection pack as PDF, and the lines as CSV; each reading stands in the trail."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.audit.actions import record
from sojourn.clinic import queries as clinic
from sojourn.core.spoken import full_day
from sojourn.faces.ui.papers import as_pdf
from sojourn.faces.workspace.room.register_check_forms import PeriodForm
from sojourn.faces.workspace.room.register_csv import as_csv
from sojourn.faces.workspace.room.register_paper import inspection_data
from sojourn.pharmacy import queries
from sojourn.pharmacy.queries import Inspection


@needs(Permission.KEEP_REGISTER)
@require_GET
def inspection(request: HttpRequest) -> HttpResponse:
    """Choose the days; then the pack and the table are there."""
    form = _period(request)
    context = {"form": form, "found": None}
    if request.GET and form.is_valid():
        days = form.cleaned_data
        context |= {"found": queries.inspection(**days), "query": urlencode(days), **days}
    return render(
        request, "workspace/room/register_inspection.html", context, status=422 if form.errors else 200
    )


@needs(Permission.KEEP_REGISTER)
@require_GET
def pack(request: HttpRequest) -> HttpResponse:
    """The whole of it on paper."""
    now, form = timezone.now(), _period(request)
    if not form.is_valid():
        return render(request, "workspace/room/register_inspection.html", {"form": form}, status=422)
    found = queries.inspection(**form.cleaned_data)
    _note(request, found, "inspection pack", now)
    data = inspection_data(found, by=request.user, now=now)
    return as_pdf("inspection", data, f"register-{found.first}-{found.last}")


@needs(Permission.KEEP_REGISTER)
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Every line as CSV."""
    now, form = timezone.now(), _period(request)
    if not form.is_valid():
        return render(request, "workspace/room/register_inspection.html", {"form": form}, status=422)
    found = queries.inspection(**form.cleaned_data)
    _note(request, found, "table", now)
    answer = HttpResponse(as_csv(found.lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="register-{found.first}-{found.last}.csv"'
    return answer


def _period(request: HttpRequest) -> PeriodForm:
    """As asked; without a question the year so far."""
    today = clinic.local_day(timezone.now())
    if request.GET:
        return PeriodForm(request.GET)
    return PeriodForm(initial={"first": today.replace(month=1, day=1), "last": today})


def _note(request: HttpRequest, found: Inspection, what: str, now: datetime) -> None:
    record(
        "register.exported",
        f"The register’s {what} from {full_day(found.first)} to {full_day(found.last)} was made.",
        by=request.user,
        now=now,
        data={"lines": len(found.lines)},
    )
