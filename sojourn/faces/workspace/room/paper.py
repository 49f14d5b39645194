"""A visit's note on paper."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sojourn import content
from sojourn.core.spoken import clock
from sojourn.treatment.actions.notes import words_of
from sojourn.treatment.models import VisitNote
from sojourn.treatment.rules.note_layout import pieces_of


def note_data(note: VisitNote) -> dict[str, Any]:
    """A note with its signature and addenda; a draft says that it is one."""
    signature = getattr(note, "signature", None)
    there = note.appointment.there
    patient, service = note.appointment.patient, content.pack().services[note.appointment.service]
    return {
        "made_at": signature.at if signature else note.changed_at,
        "title": service.name if signature else f"{service.name} (draft)",
        "date": note.appointment.begins.date(),
        "author": note.appointment.staff.signature,
        "patient": {"name": patient.legal_name, "born": patient.birth_date, "mrn": patient.record_number},
        "facts": _facts(note),
        "sections": [
            {"heading": heading, "pieces": [asdict(piece) for piece in pieces_of(text)]}
            for heading, text in words_of(note)
            if text
        ],
        "signed": {"by": str(signature.by), "at": there(signature.at)} if signature else None,
        "addenda": [
            {"at": there(each.at), "by": str(each.by), "text": each.text} for each in note.addenda.all()
        ],
    }


def _facts(note: VisitNote) -> list[list[str]]:
    times = [note.appointment.there(each) if each else None for each in (note.started_at, note.ended_at)]
    spoken = " to ".join(clock(each) for each in times if each)
    signature = getattr(note, "signature", None)
    pairs = [("Time", spoken), ("Minutes", str(signature.minutes) if signature else "")]
    pairs += [("Diagnoses", ", ".join(note.diagnoses)), ("Hash", signature.content_hash if signature else "")]
    return [[name, value] for name, value in pairs if value]
