"""Visit notes, and the chart's tab of sessions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from sojourn import content
from sojourn.accounts.guards import needs
from sojourn.accounts.roles import Permission
from sojourn.clinic.words import enter
from sojourn.core.decisions import Refused
from sojourn.faces.ui.papers import as_pdf
from sojourn.faces.ui.submitting import client_id, put_reasons
from sojourn.faces.workspace.chart.header import open_chart
from sojourn.faces.workspace.room.course import CoursePart, course_part
from sojourn.faces.workspace.room.forms import AddendumForm, NoteForm
from sojourn.faces.workspace.room.paper import note_data
from sojourn.faces.workspace.room.pictures import vitals_picture
from sojourn.faces.workspace.room.visit_form import VisitForm
from sojourn.scheduling.models import Appointment
from sojourn.treatment import actions, permissions, queries
from sojourn.treatment.models import VisitNote
from sojourn.treatment.queries.aims import Aims
from sojourn.treatment.queries.notes import note_of, notes_of
from sojourn.treatment.queries.visits import visit_by_id
from sojourn.treatment.rules.note_layout import Piece, pieces_of
from sojourn.treatment.rules.notes import HEADINGS, WITH_AIMS, kind_of


@needs(Permission.WRITE_NOTES)
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Begin, write, sign, add."""
    now = timezone.now()
    appointment = _visit(appointment_id)
    _, context = open_chart(request, appointment.patient_id, now=now, reason="visit note")
    found = note_of(appointment)
    form, addendum = _forms(request, found, now)
    if request.method == "POST" and _carried_out(request, appointment, found, form, addendum):
        return redirect("workspace:note", appointment.pk)
    context |= {
        "appointment": appointment,
        "service": content.pack().services[appointment.service],
        "note": found,
        "signature": getattr(found, "signature", None),
        "headings": HEADINGS[kind_of(appointment.service)],
        "form": form,
        "addendum": addendum,
        "course": _course(found, now),
        "signed_sections": _signed_sections(found),
        "with_aims": kind_of(appointment.service) in WITH_AIMS,
        "may_keep_process_notes": permissions.may_keep_process_notes(request.user).allowed,
        "may_sign": found is not None and permissions.may_sign(request.user, found).allowed,
    }
    failed = request.method == "POST"
    return render(request, "workspace/room/note.html", context, status=422 if failed else 200)


@needs(Permission.WRITE_NOTES)
@require_GET
def paper(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The note as a PDF."""
    appointment = _visit(appointment_id)
    open_chart(request, appointment.patient_id, now=timezone.now(), reason="visit note")
    found = note_of(appointment)
    if found is None:
        raise Http404
    return as_pdf(
        "note", note_data(found), f"note-{appointment.patient.record_number}-{appointment.starts_at:%Y%m%d}"
    )


@needs(Permission.OPEN_CHART)
@require_GET
def sessions(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The chart's tab: every session with its doses and readings, every visit with its note."""
    now = timezone.now()
    patient, context = open_chart(request, patient_id, now=now, reason="sessions")
    charts = queries.sessions_of(patient, now)
    context |= {
        "charts": [
            (chart, vitals_picture(chart, now, id=f"v{number}")) for number, chart in enumerate(charts)
        ],
        "visits": notes_of(patient, now),
        "services": content.pack().services,
    }
    return render(request, "workspace/room/sessions.html", context)


def _course(found: VisitNote | None, now: datetime) -> CoursePart | None:
    """Beside the note of a session; other visits have none."""
    if found is None or found.kind != "session":
        return None
    chart = queries.chart_of_visit(found.appointment, now)
    return course_part(chart) if chart else None


def _visit(appointment_id: UUID) -> Appointment:
    try:
        visit = visit_by_id(appointment_id)
    except queries.NotFound as absent:
        raise Http404 from absent
    enter(visit.room_id)
    return visit


def _signed_sections(found: VisitNote | None) -> list[tuple[str, tuple[Piece, ...]]]:
    """The words under the signature, as they are set."""
    signature = getattr(found, "signature", None)
    told = signature.content["sections"] if signature else []
    return [(heading, pieces_of(text)) for heading, text in told if text]


def _forms(
    request: HttpRequest, found: VisitNote | None, now: datetime
) -> tuple[NoteForm | None, AddendumForm]:
    doing = request.POST.get("do", "")
    addendum = AddendumForm(request.POST if doing == "add" else None)
    if found is None or hasattr(found, "signature"):
        return None, addendum
    start = {
        "started_at": found.started_at,
        "ended_at": found.ended_at,
        "diagnoses": ", ".join(found.diagnoses),
    }
    data = request.POST if doing in {"save", "sign"} else None
    asked: dict[str, Any] = {"headings": HEADINGS[found.kind], "initial": {**found.sections, **start}}
    if found.kind not in WITH_AIMS:
        return NoteForm(data, **asked), addendum
    aims = Aims.of(found.appointment.patient).together()
    open_ones, goals = aims.still_open(timezone.localdate(now)), aims.tracked()
    return VisitForm(data, **asked, open_ones=open_ones, goals=goals), addendum


def _carried_out(
    request: HttpRequest,
    appointment: Appointment,
    found: VisitNote | None,
    form: NoteForm | None,
    addendum: AddendumForm,
) -> bool:
    """One action for the button that was pressed; what it refuses stands in the form."""
    doing = request.POST.get("do", "")
    signed: dict[str, Any] = {"by": request.user, "now": timezone.now()}
    if doing == "begin":
        return _tried(lambda: actions.draft_note(appointment=appointment, **signed), addendum)
    if found is None:
        return False
    if doing == "refresh":
        return _tried(lambda: actions.refresh_draft(note=found, **signed), addendum)
    if doing == "add":
        return addendum.is_valid() and _tried(
            lambda: actions.add_addendum(note=found, text=addendum.cleaned_data["text"], **signed), addendum
        )
    if form is None or not form.is_valid():
        return False
    if isinstance(form, VisitForm):
        told = {**form.words(), "spoken": form.spoken(), "client_id": client_id(request)}
        return _tried(lambda: actions.save_visit(note=found, sign=doing == "sign", **told, **signed), form)
    write = actions.save_and_sign if doing == "sign" else actions.save_note
    return _tried(lambda: write(note=found, **form.words(), **signed), form)


def _tried(act: Callable[[], object], form: Any) -> bool:
    try:
        act()
    except Refused as refused:
        if not form.is_bound:
            form.is_bound = True
            form.full_clean()
        put_reasons(form, refused)
        return False
    return True
