"""Process notes of a visit: each person's own, on a page of its own, apart from chart and note."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.faces.ui.submitting import carry_out, client_id, posted, status_of
from sojourn.faces.workspace.chart.header import open_chart
from sojourn.faces.workspace.room.visit_form import ThoughtForm
from sojourn.treatment import actions, queries
from sojourn.treatment.queries.process import own_process_notes
from sojourn.treatment.queries.visits import visit_by_id


@needs(Permission.KEEP_PROCESS_NOTES)
@require_http_methods(["GET", "POST"])
def process_notes(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """One's own entries about one visit, and a field for another."""
    now = timezone.now()
    try:
        appointment = visit_by_id(appointment_id)
    except queries.NotFound as absent:
        raise Http404 from absent
    _, context = open_chart(request, appointment.patient_id, now=now, reason="visit")
    form = posted(request, ThoughtForm)
    if form.is_valid() and carry_out(
        form,
        lambda: actions.write_process_note(
            appointment=appointment,
            text=form.cleaned_data["text"],
            by=request.user,  # type: ignore[arg-type]
            now=now,
            client_id=client_id(request),
        ),
    ):
        return redirect("workspace:process_notes", appointment.pk)
    context |= {
        "appointment": appointment,
        "service": content.pack().services[appointment.service],
        "form": form,
        "thoughts": own_process_notes(appointment, by=request.user, now=now),  # type: ignore[arg-type]
    }
    return render(request, "workspace/room/process.html", context, status=status_of(request))
