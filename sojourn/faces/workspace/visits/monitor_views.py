"""Somebody else keeps watch over a session."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.faces.ui.submitting import carry_out
from sojourn.faces.workspace.visits.forms import MonitorForm
from sojourn.faces.workspace.visits.visit_views import opened
from sojourn.scheduling import actions


@needs(Permission.SCHEDULE)
def monitor(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Who could, and the button; whoever is busy then is refused with a sentence."""
    shown = opened(request, visit_id)
    able = [
        each for each in clinic.staff_for_part("monitor") if each.pk not in (shown.staff_id, shown.monitor_id)
    ]
    form = MonitorForm(request.POST or None, able=able)
    if request.method == "POST" and form.is_valid():
        facts = {"appointment": shown, **form.cleaned_data, "by": request.user, "now": timezone.now()}
        if changed := carry_out(form, lambda: actions.name_monitor(**facts)):
            messages.success(request, f"{changed.monitor} keeps watch.")
            return redirect("workspace:visit", shown.pk)
    context = {"visit": shown, "form": form}
    return render(request, "workspace/visits/monitor.html", context, status=422 if form.errors else 200)
