"""What a note is drafted from, and how it reads once signed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sojourn.clinic.queries import local_day
from sojourn.core import spoken
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import AppointmentState
from sojourn.treatment.models import Session, VisitNote
from sojourn.treatment.models.chart import STANDS
from sojourn.treatment.queries.aims import agreed_line, open_commitments
from sojourn.treatment.queries.chart import chart_of
from sojourn.treatment.queries.note_draft import facts_for_note
from sojourn.treatment.rules.aims import agreed_in_words
from sojourn.treatment.rules.note_draft import draft_from
from sojourn.treatment.rules.notes import HEADINGS


def note_of(appointment: Appointment) -> VisitNote | None:
    """The note of a visit with signature and addenda; None when nobody has begun one."""
    notes = VisitNote.objects.select_related(
        "signature__by", "author", "appointment__staff", "appointment__patient"
    )
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
    visits = Session.objects.select_related(
        "patient",
        "appointment__staff",
        "appointment__room",
        "appointment__monitor",
        "appointment__group__monitor",
    )
    session = visits.filter(appointment=appointment).first() if kind == "session" else None
    empty = {section.code: "" for section in HEADINGS[kind]}
    if session is not None:
        return draft_from(facts_for_note(chart_of(session, now), now))
    return {**empty, **(_for_integration(appointment, now) if kind == "integration" else {})}


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


def _for_integration(appointment: Appointment, now: datetime) -> dict[str, str]:
    """What the last session left to speak of: the intention, what was said, what was agreed since."""
    before = Session.objects.filter(patient=appointment.patient_id, opened_at__lt=appointment.starts_at)
    last = before.select_related("appointment").order_by("-opened_at").first()
    if last is None:
        return {}
    words = last.remarks.filter(kind="words", **STANDS)
    when = spoken.day(last.appointment.there(last.opened_at))
    lines = [agreed_line(each) for each in open_commitments(appointment.patient, local_day(now))]
    return {
        "themes": "\n".join(f"Said on {when}: “{each.text}”" for each in words),
        "intention": f"Before {when}: {last.intention}" if last.intention else "",
        "commitments": f"From before:\n{agreed_in_words(lines)}" if lines else "",
    }


def intention_before(appointment: Appointment) -> str:
    """What they said in the latest preparation visit before this one; empty when nothing was written down."""
    notes = VisitNote.objects.filter(
        appointment__patient=appointment.patient_id,
        appointment__starts_at__lt=appointment.starts_at,
        kind="preparation",
    )
    latest = notes.order_by("-appointment__starts_at").first()
    return str(latest.sections.get("intention", "")) if latest else ""
