"""Answering a reading that is out of band: what was done about it, by whom, when."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.core.decisions import Decision, Finding, require
from sojourn.treatment import permissions
from sojourn.treatment.actions.entries import (
    Charted,
    Conflict,
    already,
    check_superseded,
    check_times,
    keep,
)
from sojourn.treatment.models import Response, Session, VitalSigns
from sojourn.treatment.queries.log import reading_of, response_sentence
from sojourn.treatment.rules.responses import may_answer
from sojourn.treatment.rules.vitals import out_of_band


@transaction.atomic
def respond(
    *,
    entry_id: UUID,
    session: Session,
    reading: UUID,
    action: str,
    observed_at: datetime,
    by: User,
    now: datetime,
    note: str = "",
    supersedes: Response | None = None,
) -> Response:
    """What was done about a reading out of band; ``action`` is a code of the library. Raises Refused, or Conflict when
    the reading is not in this chart."""
    said = {
        "reading_id": reading,
        "action": action,
        "observed_at": observed_at,
        "note": note,
        "supersedes": supersedes,
    }
    if stored := already(Response, entry_id, session, now, said):
        return stored
    require(permissions.may_chart(by))
    read = _reading(session, reading)
    bedside, sheet = content.library().bedside, content.library().monitoring
    require(may_answer(bedside.response(action), note, out_of_band(reading_of(read), sheet)))
    check_times(session, observed_at, now)
    check_superseded(session, supersedes, note)
    entry = Response(
        id=entry_id,
        session=session,
        by=by,
        recorded_at=now,
        **said,
    )
    keep([Charted(entry, "session.response", f"{response_sentence(entry)}.")], by=by, now=now)
    return entry


def _reading(session: Session, reading: UUID) -> VitalSigns:
    found = session.vitals.filter(pk=reading).first()
    if found is None:
        message = "The reading that this answers has not arrived yet."
        raise Conflict(Decision((Finding(code="conflict", field="reading", message=message),)))
    return found
