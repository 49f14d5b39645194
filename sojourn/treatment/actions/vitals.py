"""Readings at the bedside."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.core.decisions import require
from sojourn.treatment import permissions
from sojourn.treatment.actions.entries import already, check_superseded, check_times, write_audit
from sojourn.treatment.models import Session, VitalSigns
from sojourn.treatment.queries.chart import vitals_sentence
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
    systolic: int | None = None,
    diastolic: int | None = None,
    heart_rate: int | None = None,
    spo2: int | None = None,
    respiratory_rate: int | None = None,
    moaas: int | None = None,
    nausea: int | None = None,
    note: str = "",
    supersedes: VitalSigns | None = None,
) -> VitalSigns:
    """One set of readings at a point of the schedule ("before", "+10", "" for an extra one)."""
    if stored := already(VitalSigns, entry_id, session):
        return stored
    require(permissions.may_chart(by))
    reading = Reading(
        systolic=systolic,
        diastolic=diastolic,
        heart_rate=heart_rate,
        spo2=spo2,
        respiratory_rate=respiratory_rate,
        moaas=moaas,
        nausea=nausea,
    )
    require(possible(reading, content.library().monitoring))
    check_times(session, observed_at, now)
    check_superseded(session, supersedes, note)
    entry = VitalSigns.objects.create(
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
    write_audit(entry, "session.vitals", f"Readings {vitals_sentence(entry)}.", by=by, now=now)
    return entry
