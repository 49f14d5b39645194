"""What every entry of the live chart has in common: counted once, never in the future, superseding only its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sojourn.accounts.models import User
from sojourn.audit.actions import record
from sojourn.core.decisions import Decision, Finding, Refused, refuse
from sojourn.treatment.models import Session
from sojourn.treatment.models.chart import ChartEntry

Entry = TypeVar("Entry", bound=ChartEntry)
CLOCK_SKEW = timedelta(minutes=2)
"""How far a tablet's clock may run ahead of the server's."""


class Conflict(Refused):
    """The entry's id is taken by something else, or what it replaces was replaced already."""


def already(model: type[Entry], entry_id: UUID, session: Session) -> Entry | None:
    """The entry if it arrived before; a :class:`Conflict` if the id belongs to another session."""
    found: Any = model.objects.filter(pk=entry_id).first()
    if found is not None and found.session_id != session.pk:
        raise _conflict("This entry belongs to another session.")
    return found


def check_times(session: Session, observed_at: datetime, now: datetime) -> None:
    """An entry lies between check-in and now. Raises Refused."""
    if observed_at > now + CLOCK_SKEW:
        raise refuse(
            "future", "This time has not come yet. Look at the clock of the tablet.", field="observed_at"
        )
    if observed_at < session.opened_at - CLOCK_SKEW:
        raise refuse("before", "This time lies before the visit.", field="observed_at")


def check_superseded(session: Session, wrong: Entry | None, note: str) -> None:
    """Only a standing entry of the same session is corrected, and the correction says why."""
    if wrong is None:
        return
    if wrong.session_id != session.pk:  # type: ignore[attr-defined]
        raise _conflict("The entry to correct belongs to another session.")
    if hasattr(wrong, "superseded_by"):
        raise _conflict("This entry was corrected already.")
    if not note.strip():
        raise refuse("note", "Say what was wrong.", field="note")


def write_audit(entry: ChartEntry, kind: str, sentence: str, *, by: User, now: datetime) -> None:
    """The audit event of an entry."""
    session: Session = entry.session  # type: ignore[attr-defined]
    record(kind, sentence, by=by, now=now, subject=entry, patient_id=session.patient_id, reason=entry.note)


def _conflict(sentence: str) -> Conflict:
    return Conflict(Decision((Finding(code="conflict", message=sentence),)))
