"""Writing a process note: kept apart from the record, sealed, for its author alone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit.actions import record
from sojourn.core.decisions import refuse, require
from sojourn.core.ids import new_id
from sojourn.core.sent_again import kept_before
from sojourn.scheduling.models import Appointment
from sojourn.treatment import permissions
from sojourn.treatment.models import ProcessNote
from sojourn.treatment.queries.process import opened, seal

_UNSAID = {"text": lambda _: "a note"}
"""What it says is shown to its author alone, on the page of these notes."""
LONGEST = 20_000


@transaction.atomic
def write_process_note(
    *, appointment: Appointment, text: str, by: User, now: datetime, client_id: UUID | None = None
) -> ProcessNote:
    """Add an entry to one's own process notes about a visit. The trail says that one was written, never which words."""
    require(permissions.may_keep_process_notes(by))
    note_id = client_id or new_id()
    if written := ProcessNote.objects.filter(pk=note_id, author=by, appointment=appointment).first():
        kept = {"text": opened(written)}
        return kept_before(written, {"text": text.strip()}, kept=kept, words=_UNSAID)
    if not text.strip():
        raise refuse("text", "Write what you want to keep.", field="text")
    if len(text) > LONGEST:
        raise refuse("text", f"At most {LONGEST} letters at a time.", field="text")
    made = ProcessNote.objects.create(
        id=note_id, appointment=appointment, author=by, sealed=seal(note_id, text.strip()), at=now
    )
    record("process_note.written", f"{by} wrote a process note.", by=by, now=now, subject=made)
    return made
