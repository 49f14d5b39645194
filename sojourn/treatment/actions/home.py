"""Going home: with somebody, after long enough, with words to take along."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit.actions import record
from sojourn.content.discharge import Criterion
from sojourn.core.decisions import require
from sojourn.pharmacy import queries as pharmacy
from sojourn.treatment import permissions
from sojourn.treatment.actions.sessions import enter, lock
from sojourn.treatment.models import Discharge, Session
from sojourn.treatment.models.chart import STANDS
from sojourn.treatment.queries.chart import last_injection_at
from sojourn.treatment.queries.home import instructions_for, last_read_at
from sojourn.treatment.rules.discharge import DischargeFacts, may_go_home
from sojourn.treatment.states import Phase


@transaction.atomic
def discharge(
    *,
    session: Session,
    criteria: Mapping[str, bool],
    escort_name: str,
    by: User,
    now: datetime,
    overrides: Mapping[str, str] | None = None,
) -> Discharge:
    """Send a patient home. ``criteria`` says which are met, ``overrides`` why one may be missing.

    What is asked of them on the days after is asked on those days, by the pack; see ``scheduling``'s questionnaires.
    """
    session = lock(session)
    require(permissions.may_discharge(by))
    facts = _facts(session, criteria, overrides or {}, escort_name, now)
    require(may_go_home(facts))
    session.ended_at = now
    session.save(update_fields=["ended_at"])
    enter(session, Phase.DISCHARGED, by=by, now=now, at=now)
    home = Discharge.objects.create(
        session=session,
        criteria={each.code: _as_stored(each, facts) for each in facts.criteria},
        escort_name=escort_name.strip(),
        instructions=instructions_for(session, escort_name=escort_name.strip(), now=now),
        by=by,
        at=now,
    )
    record(
        "session.discharged",
        f"{session.patient.short_name} went home with {home.escort_name}.",
        by=by,
        now=now,
        subject=home,
        patient_id=session.patient_id,
        reason=" ".join(filter(None, facts.overrides.values())),
        data=home.criteria,
    )
    return home


def _facts(
    session: Session,
    criteria: Mapping[str, bool],
    overrides: Mapping[str, str],
    escort_name: str,
    now: datetime,
) -> DischargeFacts:
    sheet = content.library().discharge
    held = pharmacy.custody_of(session.appointment_id)
    return DischargeFacts(
        now=now,
        started=session.started_at is not None,
        already=session.ended_at is not None,
        in_recovery=session.phase == Phase.RECOVERY,
        last_dose_at=last_injection_at(session),
        minimum_minutes=sheet.minimum_minutes,
        criteria=sheet.criteria,
        met=criteria,
        overrides=overrides,
        escort_name=escort_name,
        read_at=last_read_at(session.vitals.filter(**STANDS).order_by("observed_at", "id")),
        fresh_minutes=sheet.fresh_minutes,
        medicine_held=bool(held and held.held > 0),
        entries_waiting=session.held.filter(settled__isnull=True).count(),
    )


def _as_stored(criterion: Criterion, facts: DischargeFacts) -> dict[str, Any]:
    return {
        "sentence": criterion.sentence,
        "met": facts.is_met(criterion),
        "reason": facts.overrides.get(criterion.code, "").strip(),
    }
