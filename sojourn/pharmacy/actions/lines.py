"""The one place that writes a line; the database moves the balance with it, and refuses one that does not fit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sojourn.accounts.models import User
from sojourn.audit.actions import record
from sojourn.core.ids import new_id
from sojourn.people.models import Patient
from sojourn.pharmacy import rules
from sojourn.pharmacy.models import RegisterEntry, Vial

Kind = RegisterEntry.Kind
REPLACED, NEVER_GIVEN = "Replaced by a corrected entry", "Charted by mistake: never given"
"""Why a dose's line is undone by one in the other direction."""


def stored(entry_id: UUID | None) -> RegisterEntry | None:
    """The line that this id already made."""
    return RegisterEntry.objects.filter(pk=entry_id).select_related("vial").first() if entry_id else None


def lock(vial: Vial) -> Vial:
    """The vial as it stands, held until the end of the transaction."""
    return lock_all([vial.pk])[vial.pk]


def lock_all(vials: Iterable[UUID]) -> dict[UUID, Vial]:
    """Several at once, always in the same order, so that two who want the same never wait for each other."""
    held = Vial.objects.filter(pk__in=set(vials)).order_by("pk").select_for_update(no_key=True)
    return {each.pk: each for each in held}


def write(
    vial: Vial,
    kind: Kind,
    mg: Decimal,
    *,
    by: User,
    now: datetime,
    patient: Patient | None = None,
    reason: str = "",
    entry_id: UUID | None = None,
    **facts: Any,
) -> RegisterEntry:
    """A line of ``mg`` (below zero: it leaves the vial), with its event in the trail. The vial is locked."""
    line = RegisterEntry.objects.create(
        id=entry_id or new_id(),
        vial=vial,
        number=RegisterEntry.objects.filter(vial=vial).count() + 1,
        kind=kind,
        mg=mg,
        balance_mg=vial.balance_mg + mg,
        patient=patient,
        reason=reason,
        by=by,
        at=now,
        **facts,
    )
    vial.balance_mg = line.balance_mg
    record(
        f"register.{kind}",
        f"{_what(line)} {rules.plain(abs(mg))} mg, vial {vial.number}, {rules.plain(vial.balance_mg)} mg left.",
        by=by,
        now=now,
        subject=line,
        patient_id=patient.pk if patient else None,
        reason=reason,
        data={"vial": vial.number, "mg": str(mg), "balance_mg": str(vial.balance_mg)},
    )
    return line


def _what(line: RegisterEntry) -> str:
    label = Kind(line.kind).label
    return f"Taken back: {label.lower()}" if line.reverses_id else label
