"""Papers of a session: instructions to take home, and a visit's note."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from sojourn import content
from sojourn.core.spoken import clock
from sojourn.faces.ui.paper import blocks
from sojourn.treatment.models import Discharge, Session, VisitNote
from sojourn.treatment.rules.notes import HEADINGS


def instructions_data(session: Session, home: Discharge) -> dict[str, Any]:
    """The pack's letter for the rest of the day, as it was given."""
    return {
        "made_at": home.at,
        "subject": content.pack().letters["discharge"].title,
        "date": timezone.localdate(home.at),
        "to": [session.patient.name],
        "body": blocks(home.instructions),
        "sign": {"name": session.appointment.staff.signature},
    }


def note_data(note: VisitNote) -> dict[str, Any]:
    """A note with its signature and addenda; a draft says that it is one."""
    signature = getattr(note, "signature", None)
    patient, service = note.appointment.patient, content.pack().services[note.appointment.service]
    return {
        "made_at": signature.at if signature else note.changed_at,
        "title": service.name if signature else f"{service.name} (draft)",
        "date": timezone.localdate(note.appointment.starts_at),
        "author": note.appointment.staff.signature,
        "patient": {"name": patient.legal_name, "born": patient.birth_date, "mrn": patient.record_number},
        "facts": _facts(note),
        "sections": [
            {"heading": each.heading, "text": note.sections[each.code]}
            for each in HEADINGS[note.kind]
            if note.sections.get(each.code)
        ],
        "signed": {"by": str(signature.by), "at": timezone.localtime(signature.at)} if signature else None,
        "addenda": [
            {"at": timezone.localtime(each.at), "by": str(each.by), "text": each.text}
            for each in note.addenda.all()
        ],
    }


def _facts(note: VisitNote) -> list[list[str]]:
    times = [timezone.localtime(each) if each else None for each in (note.started_at, note.ended_at)]
    spoken = " to ".join(clock(each) for each in times if each)
    signature = getattr(note, "signature", None)
    pairs = [("Time", spoken), ("Minutes", str(signature.minutes) if signature else "")]
    pairs += [("Diagnoses", ", ".join(note.diagnoses)), ("Hash", signature.content_hash if signature else "")]
    return [[name, value] for name, value in pairs if value]
