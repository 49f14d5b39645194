"""What a note is drafted from, and how it reads once signed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from sojourn import content
from sojourn.core.spoken import clock
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import AppointmentState
from sojourn.treatment.models import Session, VisitNote
from sojourn.treatment.queries.chart import Chart, chart_of
from sojourn.treatment.queries.log import LogLine
from sojourn.treatment.rules.notes import HEADINGS, ChartFacts, draft_from


def note_of(appointment: Appointment) -> VisitNote | None:
    """The note of a visit with signature and addenda; None when nobody has begun one."""
    notes = VisitNote.objects.select_related("signature__by", "author", "appointment__staff")
    return notes.prefetch_related("addenda__by").filter(appointment=appointment).first()


def notes_of(patient: Patient, now: datetime) -> list[Appointment]:
    """Every visit that took place or is going on, newest first, each with its note and signature."""
    held = [AppointmentState.ARRIVED, AppointmentState.IN_ROOM, AppointmentState.DONE]
    visits = Appointment.objects.filter(
        patient=patient, state__in=held, starts_at__lte=now + timedelta(hours=12)
    )
    return list(visits.select_related("staff", "visit_note__signature").order_by("-starts_at"))


def names_in_group(appointment: Appointment) -> tuple[set[str], set[str]]:
    """Names of the others who had a seat in this visit's group, and names that the patient and the staff there bear."""
    others, own = set[str](), set[str]()
    seated = Appointment.objects.filter(group=appointment.group_id)
    for visit in seated.select_related("patient", "staff", "group__monitor"):
        (own if visit.patient_id == appointment.patient_id else others).update(_names_of(visit.patient))
        monitor = visit.group.monitor.display_name if visit.group else ""
        own.update(f"{visit.staff.display_name} {monitor}".split())
    return others, own


def _names_of(patient: Patient) -> list[str]:
    return f"{patient.first_name} {patient.last_name} {patient.preferred_name}".split()


def draft_sections(appointment: Appointment, kind: str, now: datetime) -> dict[str, str]:
    """The sections a note begins with: from the chart for a session, empty headings otherwise."""
    session = Session.objects.filter(appointment=appointment).select_related("appointment").first()
    if kind == "session" and session is not None:
        return draft_from(_facts(chart_of(session, now)))
    return {section.code: "" for section in HEADINGS[kind]}


def suggested_times(appointment: Appointment) -> tuple[datetime | None, datetime | None]:
    """When the visit really began and ended, as far as anybody recorded it."""
    session = Session.objects.filter(appointment=appointment).first()
    if session is not None:
        return session.opened_at, session.ended_at
    moved = dict(appointment.changes.order_by("at", "id").values_list("move", "at"))
    return moved.get("begin"), moved.get("finish")


def suggested_diagnoses(patient: Patient) -> list[str]:
    """The codes of the latest decision about treatment."""
    decision = patient.decisions.first()
    return list(decision.diagnoses) if decision else []


def _facts(chart: Chart) -> ChartFacts:
    home = getattr(chart.session, "discharge", None)
    overrides = chart.session.overrides.order_by("at", "id")
    return ChartFacts(
        intention=chart.session.intention,
        readiness=[f"Gone past ({each.code.replace('_', ' ')}): {each.reason}" for each in overrides],
        course=[f"{_clock(line.at)} {line.sentence}." for line in _course(chart)],
        words=[f"{_clock(each.observed_at)} “{each.text}”" for each in chart.remarks if each.kind == "words"],
        discharge=[f"{_clock(home.at)} Home with {home.escort_name}, instructions given."] if home else [],
    )


def _course(chart: Chart) -> list[LogLine]:
    """The log from its beginning, without what was corrected and without the patient's own words."""
    return [line for line in reversed(chart.log) if not line.replaced and line.kind != "words"]


def _clock(moment: datetime) -> str:
    return clock(timezone.localtime(moment, content.pack().clinic.zone))
