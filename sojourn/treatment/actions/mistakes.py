"""An entry that never happened: a touch on the wrong picture, a reading under the wrong name.

It is not deleted: a row that supersedes it says who took it back, and why. A dose gives back what it took from a vial.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.core.decisions import require
from sojourn.pharmacy import actions as pharmacy
from sojourn.pharmacy import queries as register
from sojourn.pharmacy.actions.lines import NEVER_GIVEN
from sojourn.treatment import permissions
from sojourn.treatment.actions.entries import Charted, already, check_superseded, keep
from sojourn.treatment.actions.sessions import lock
from sojourn.treatment.models import DoseGiven, RescueGiven, Session
from sojourn.treatment.models.chart import ChartEntry
from sojourn.treatment.queries.log import entry_sentence

Entry = TypeVar("Entry", bound=ChartEntry)


@transaction.atomic
def take_back(*, entry_id: UUID, session: Session, wrong: Entry, note: str, by: User, now: datetime) -> Entry:
    """``wrong`` never happened in this session; ``note`` says what was mixed up. Whoever may enter it may take it back.

    Raises Refused; Conflict when it was corrected or taken back already, or is of another session.
    """
    session = lock(session)
    said = {"supersedes": wrong, "note": note, "entered_in_error": True}
    if stored := already(type(wrong), entry_id, session, now, said):
        return stored
    gives = isinstance(wrong, DoseGiven | RescueGiven)
    require(permissions.may_give(by) if gives else permissions.may_chart(by))
    check_superseded(session, wrong, note)
    if isinstance(wrong, DoseGiven):
        _give_back(wrong, session, by, now)
    same: dict[str, Any] = {
        each.attname: getattr(wrong, each.attname) for each in wrong._meta.concrete_fields
    }
    changed = {"id": entry_id, "supersedes_id": wrong.pk, "by_id": by.pk, "recorded_at": now, "note": note}
    entry = type(wrong)(**{**same, **changed, "entered_in_error": True})
    entry.session = session  # type: ignore[attr-defined]
    keep(
        [Charted(entry, "session.mistake", f"Never happened: {entry_sentence(wrong).rstrip('.')}.")],
        by=by,
        now=now,
    )
    return entry


def _give_back(dose: DoseGiven, session: Session, by: User, now: datetime) -> None:
    if dose.vial is not None:
        line = register.line_of_dose(dose.pk, vial=dose.vial, mg=dose.mg)
        if line is not None:
            pharmacy.take_back_given(line=line, by=by, now=now)
        return
    used = register.used_for_dose(dose.pk, session.appointment_id)
    if used is not None:
        pharmacy.put_back_own(line=used, by=by, now=now, reason=NEVER_GIVEN)
