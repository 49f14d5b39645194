"""The thread with one patient: inside the chart for those who open charts, plain at the desk."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.faces.ui.submitting import carry_out, client_id, posted
from sojourn.faces.workspace.chart.header import open_chart
from sojourn.faces.workspace.people.forms import MessageForm
from sojourn.faces.workspace.people.person_views import opened
from sojourn.people import actions
from sojourn.people import queries as people
from sojourn.people.models import Patient


@needs(Permission.ANSWER_MESSAGES)
def thread(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Read what was written (it then counts as read) and answer."""
    now = timezone.now()
    patient, context = _frame(request, patient_id)
    form = posted(request, MessageForm)
    send = partial(
        actions.send_message, patient=patient, sender=request.user, now=now, client_id=client_id(request)
    )  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid() and carry_out(form, lambda: send(**form.cleaned_data)):
        return redirect("workspace:chart_messages", patient.pk)
    actions.mark_read(patient=patient, by=request.user, now=now)  # type: ignore[arg-type]
    context |= {"patient": patient, "thread": people.thread_of(patient), "form": form}
    return render(request, context["layout"], context, status=422 if form.errors else 200)


def _frame(request: HttpRequest, patient_id: UUID) -> tuple[Patient, dict[str, Any]]:
    if request.user.may(Permission.OPEN_CHART):  # type: ignore[union-attr]
        patient, context = open_chart(request, patient_id, now=timezone.now(), reason="messages")
        return patient, {**context, "layout": "workspace/people/thread_chart.html"}
    return opened(request, patient_id, "messages"), {"layout": "workspace/people/thread.html"}
