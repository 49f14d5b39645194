"""What every entry of the live chart has in common: counted once, never in the future, superseding only its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from sojourn.accounts.models import User
from sojourn.audit.actions import event, record_all
from sojourn.audit.models import Event
from sojourn.core.decisions import Decision, Finding, Refused, refuse
from sojourn.core.sent_again import kept_before
from sojourn.treatment.models import Session
from sojourn.treatment.models.chart import ChartEntry

Entry = TypeVar("Entry", bound=ChartEntry)
CLOCK_SKEW = timedelta(minutes=2)
"""How far a tablet's clock may run ahead of the server's."""


@dataclass(frozen=True)
class Charted(Generic[Entry]):
    """An entry that passed every check, with the kind and sentence of its audit event."""

    entry: Entry
    kind: str
    sentence: str


class Conflict(Refused):
    """The entry's id is taken by something else, or what it replaces was replaced already."""


def already(
    model: type[Entry], entry_id: UUID, session: Session, now: datetime, said: Mapping[str, Any]
) -> Entry | None:
    """The entry if it arrived before; a :class:`Conflict` if its id belongs to another session, or said something else.

    ``said``: what it says now, by field of its row. A time that nobody said is the moment it came, and no difference.
    """
    found: Any = model.objects.filter(pk=entry_id).first()
    if found is None:
        return None
    if found.session_id != session.pk:
        raise _conflict("This entry belongs to another session.")
    untimed = found.observed_at == found.recorded_at and said.get("observed_at") == now
    told = {name: value for name, value in said.items() if not (untimed and name == "observed_at")}
    try:
        return kept_before(found, told)
    except Refused as other:
        raise Conflict(other.decision) from None


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
    kind: Any = type(wrong)
    if wrong.entered_in_error or kind.objects.filter(supersedes=wrong.pk).exists():
        raise _conflict("This entry was corrected or taken back already.")
    if not note.strip():
        raise refuse("note", "Say what was wrong.", field="note")


def keep(entries: Sequence[Charted[Any]], *, by: User, now: datetime) -> None:
    """Write entries that were checked, and the audit event of each. Few statements, whatever their number."""
    for model in dict.fromkeys(type(each.entry) for each in entries):
        rows = [each.entry for each in entries if type(each.entry) is model]
        rows[0].save() if len(rows) == 1 else model.objects.bulk_create(rows)
    record_all([_event(each, by, now) for each in entries])


def _event(charted: Charted[Any], by: User, now: datetime) -> Event:
    entry = charted.entry
    session: Session = entry.session
    said = (charted.kind, charted.sentence)
    return event(*said, by=by, now=now, subject=entry, patient_id=session.patient_id, reason=entry.note)


def _conflict(sentence: str) -> Conflict:
    return Conflict(Decision((Finding(code="conflict", message=sentence),)))
