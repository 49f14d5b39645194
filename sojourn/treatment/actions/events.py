"""Side effects, what was given for them, and lines of the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.core.decisions import refuse, require
from sojourn.treatment import permissions
from sojourn.treatment.actions.entries import Charted, already, check_superseded, check_times, keep
from sojourn.treatment.models import Remark, RescueGiven, Session, SideEffect, SideEffectGone
from sojourn.treatment.models.chart import STANDS
from sojourn.treatment.queries import standards
from sojourn.treatment.queries.log import effect_name, side_effect_sentence

REMARK_KINDS = ("observation", "comfort", "words", "emergency", "emergency_over")


@transaction.atomic
def record_side_effect(
    *,
    entry_id: UUID,
    session: Session,
    kind: str,
    severity: str,
    observed_at: datetime,
    by: User,
    now: datetime,
    note: str = "",
    supersedes: SideEffect | None = None,
) -> SideEffect:
    """Something felt that was not hoped for, of a kind and severity the library names."""
    said = {"kind": kind, "severity": severity, **_told(observed_at, note, supersedes)}
    if stored := already(SideEffect, entry_id, session, now, said):
        return stored
    require(permissions.may_chart(by))
    if kind not in {effect.code for effect in standards.side_effects().effects}:
        raise refuse("kind", "Choose one of the side effects.", field="kind")
    if severity not in {word.code for word in standards.side_effects().severities}:
        raise refuse("severity", "Say how strong it is.", field="severity")
    common = _common(session, entry_id, observed_at, by, now, note, supersedes)
    entry = SideEffect(kind=kind, severity=severity, **common)
    keep([Charted(entry, "session.side_effect", f"{side_effect_sentence(entry)}.")], by=by, now=now)
    return entry


@transaction.atomic
def end_side_effect(
    *,
    entry_id: UUID,
    session: Session,
    kind: str,
    observed_at: datetime,
    by: User,
    now: datetime,
    note: str = "",
    supersedes: SideEffectGone | None = None,
) -> SideEffectGone:
    """What was felt is over. Raises Refused for what was never noted in this session."""
    said = {"kind": kind, **_told(observed_at, note, supersedes)}
    if stored := already(SideEffectGone, entry_id, session, now, said):
        return stored
    require(permissions.may_chart(by))
    felt = session.side_effects.filter(kind=kind, observed_at__lte=observed_at, **STANDS)
    if not felt.exists():
        raise refuse("kind", "This was not noted before, so it cannot be over.", field="kind")
    common = _common(session, entry_id, observed_at, by, now, note, supersedes)
    entry = SideEffectGone(kind=kind, **common)
    keep([Charted(entry, "session.side_effect_gone", f"{effect_name(kind)}, gone.")], by=by, now=now)
    return entry


@transaction.atomic
def give_rescue(
    *,
    entry_id: UUID,
    session: Session,
    medicine: str,
    dose: str,
    observed_at: datetime,
    by: User,
    now: datetime,
    note: str = "",
    supersedes: RescueGiven | None = None,
) -> RescueGiven:
    """A medicine given for a side effect, such as ondansetron for nausea (P22)."""
    said = {
        "medicine": medicine.strip(),
        "dose": dose.strip(),
        **_told(observed_at, note, supersedes),
    }
    if stored := already(RescueGiven, entry_id, session, now, said):
        return stored
    require(permissions.may_give(by))
    if not medicine.strip() or not dose.strip():
        raise refuse("medicine", "Write the medicine and its dose.", field="medicine")
    common = _common(session, entry_id, observed_at, by, now, note, supersedes)
    entry = RescueGiven(medicine=medicine.strip(), dose=dose.strip(), **common)
    keep([Charted(entry, "session.rescue", f"{entry.medicine} {entry.dose} given.")], by=by, now=now)
    return entry


@transaction.atomic
def remark(*, entry_id: UUID, session: Session, by: User, now: datetime, **said: Any) -> Remark:
    """A line of the log: an observation, comfort given, the patient's own words, an emergency.

    ``said``: what :func:`check_remark` takes.
    """
    told = {"kind": "observation", "note": "", "supersedes": None, **said, "text": said["text"].strip()}
    if stored := already(Remark, entry_id, session, now, told):
        return stored
    charted = check_remark(entry_id=entry_id, session=session, by=by, now=now, **said)
    keep([charted], by=by, now=now)
    return charted.entry


def check_remark(
    *,
    entry_id: UUID,
    session: Session,
    text: str,
    observed_at: datetime,
    by: User,
    now: datetime,
    kind: str = "observation",
    note: str = "",
    supersedes: Remark | None = None,
) -> Charted[Remark]:
    """This line, ready to be written. Raises Refused; asks the database only about what is corrected."""
    require(permissions.may_chart(by))
    if not text.strip():
        raise refuse("text", "Write a line.", field="text")
    if kind not in REMARK_KINDS:
        raise refuse("kind", "Choose what kind of line it is.", field="kind")
    common = _common(session, entry_id, observed_at, by, now, note, supersedes)
    entry = Remark(kind=kind, text=text.strip(), **common)
    return Charted(entry, "session.remark", entry.text)


def _told(observed_at: datetime, note: str, supersedes: Any) -> dict[str, Any]:
    return {"observed_at": observed_at, "note": note, "supersedes": supersedes}


def _common(
    session: Session,
    entry_id: UUID,
    observed_at: datetime,
    by: User,
    now: datetime,
    note: str,
    supersedes: Any,
) -> dict[str, Any]:
    check_times(session, observed_at, now)
    check_superseded(session, supersedes, note)
    return {
        "id": entry_id,
        "session": session,
        "by": by,
        "observed_at": observed_at,
        "recorded_at": now,
        "note": note,
        "supersedes": supersedes,
    }
