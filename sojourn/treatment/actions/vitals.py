"""Readings at the bedside."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.core.decisions import require
from sojourn.treatment import permissions
from sojourn.treatment.actions.entries import Charted, already, check_superseded, check_times, keep
from sojourn.treatment.models import Session, VitalSigns
from sojourn.treatment.queries.log import vitals_sentence
from sojourn.treatment.rules.vitals import Reading, possible


@transaction.atomic
def record_vitals(
    *,
    entry_id: UUID,
    session: Session,
    observed_at: datetime,
    point: str,
    by: User,
    now: datetime,
    **said: Any,
) -> VitalSigns:
    """One set of readings at a point of the schedule ("before", "+10", "" for an extra one).

    ``said``: the measures of :class:`~sojourn.treatment.rules.vitals.Reading`, ``note`` and ``supersedes``.
    """
    nothing = {each.name: None for each in fields(Reading)}
    told = {**nothing, "note": "", "supersedes": None, **said, "observed_at": observed_at}
    if stored := already(VitalSigns, entry_id, session, now, told | {"point": point}):
        return stored
    facts: dict[str, Any] = {
        "entry_id": entry_id,
        "session": session,
        "observed_at": observed_at,
        "point": point,
    }
    charted = check_vitals(**facts, by=by, now=now, **said)
    keep([charted], by=by, now=now)
    return charted.entry


def check_vitals(
    *,
    entry_id: UUID,
    session: Session,
    observed_at: datetime,
    point: str,
    by: User,
    now: datetime,
    note: str = "",
    supersedes: VitalSigns | None = None,
    **measures: int | None,
) -> Charted[VitalSigns]:
    """These readings, ready to be written. Raises Refused; asks the database only about what is corrected."""
    require(permissions.may_chart(by))
    reading = Reading(**measures)
    require(possible(reading, content.library().monitoring))
    check_times(session, observed_at, now)
    check_superseded(session, supersedes, note)
    entry = VitalSigns(
        id=entry_id,
        session=session,
        supersedes=supersedes,
        by=by,
        point=point,
        observed_at=observed_at,
        recorded_at=now,
        note=note,
        **vars(reading),
    )
    return Charted(entry, "session.vitals", f"Readings {vitals_sentence(entry)}.")
