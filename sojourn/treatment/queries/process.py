"""Process notes: read by their author alone, and each reading is logged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from sojourn.accounts.models import User
from sojourn.audit.actions import event, record_all
from sojourn.core.encryption import Cipher
from sojourn.scheduling.models import Appointment
from sojourn.treatment.models import ProcessNote


@dataclass(frozen=True)
class Thought:
    """One process note, opened."""

    at: datetime
    text: str


def seal(note_id: UUID, text: str) -> str:
    """The text sealed for one row: moved to another it does not open."""
    return Cipher(settings.DATA_KEY).seal(text, context=_context(note_id))


def own_process_notes(appointment: Appointment, *, by: User, now: datetime) -> list[Thought]:
    """What this person wrote about a visit, oldest first; nothing of anybody else's. The reading is logged.

    The log line names the row, not the patient: a patient's own record of who read what tells nothing of these notes.
    """
    own = list(ProcessNote.objects.filter(appointment=appointment, author=by))
    _log(own, by, now)
    return [Thought(each.at, opened(each)) for each in own]


def _log(notes: Iterable[ProcessNote], by: User, now: datetime) -> None:
    read = [
        event("process_note.read", f"{by} read a process note of their own.", by=by, now=now, subject=each)
        for each in notes
    ]
    if read:
        record_all(read)


def opened(note: ProcessNote) -> str:
    """What it says. Only for its author, and where a reading is logged or nothing of it is shown."""
    return Cipher(settings.DATA_KEY).open(note.sealed, context=_context(note.pk))


def _context(note_id: UUID) -> str:
    return f"process note {note_id}"
