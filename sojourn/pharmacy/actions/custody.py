"""A patient's own ketamine: brought, used, taken home. It never enters stock (P26)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit.actions import record
from sojourn.core.decisions import refuse, require
from sojourn.core.ids import new_id
from sojourn.people.models import Patient
from sojourn.pharmacy import permissions, rules
from sojourn.pharmacy.models import OwnMedicine
from sojourn.pharmacy.queries import Custody, custody_of

Kind = OwnMedicine.Kind


@transaction.atomic
def take_into_custody(
    *,
    patient: Patient,
    visit: UUID,
    description: str,
    quantity: Decimal,
    unit: str,
    label_matches: bool,
    by: User,
    now: datetime,
    entry_id: UUID | None = None,
) -> OwnMedicine:
    """Check the medicine at the door and lock it away. A label that does not match is recorded as such."""
    if done := _done(entry_id):
        return done
    require(permissions.may_hold_own_medicine(by))
    if quantity <= 0 or not description.strip():
        raise refuse("quantity", "Write what was brought and how many.", field="quantity")
    return _write(
        Kind.BROUGHT,
        by=by,
        now=now,
        id=entry_id or new_id(),
        patient=patient,
        visit=visit,
        description=description,
        quantity=quantity,
        unit=unit,
        label_matches=label_matches,
    )


@transaction.atomic
def use_own(*, visit: UUID, patient: Patient, quantity: Decimal, by: User, now: datetime) -> OwnMedicine:
    """The patient takes some of what they brought. Called where the dose is charted."""
    require(permissions.may_hold_own_medicine(by))
    held = _held(visit)
    require(rules.may_use_own(quantity=quantity, held=held.held, label_matches=held.label_matches))
    return _write(Kind.USED, by=by, now=now, **_same(held, patient, visit), quantity=quantity)


@transaction.atomic
def return_own(
    *,
    visit: UUID,
    patient: Patient,
    quantity: Decimal,
    by: User,
    now: datetime,
    entry_id: UUID | None = None,
) -> OwnMedicine:
    """What is left goes home with the patient."""
    if done := _done(entry_id):
        return done
    require(permissions.may_hold_own_medicine(by))
    held = _held(visit)
    require(rules.may_return_own(quantity=quantity, held=held.held))
    return _write(
        Kind.RETURNED,
        by=by,
        now=now,
        id=entry_id or new_id(),
        **_same(held, patient, visit),
        quantity=quantity,
    )


def _done(entry_id: UUID | None) -> OwnMedicine | None:
    return OwnMedicine.objects.filter(pk=entry_id).first() if entry_id else None


def _held(visit: UUID) -> Custody:
    held = custody_of(visit)
    if held is None:
        raise refuse("custody", "No medicine of theirs has been checked at the door.", field="quantity")
    return held


def _same(held: Custody, patient: Patient, visit: UUID) -> dict[str, Any]:
    return {
        "patient": patient,
        "visit": visit,
        "description": held.description,
        "unit": held.unit,
        "label_matches": held.label_matches,
    }


def _write(kind: Kind, *, by: User, now: datetime, **fields: Any) -> OwnMedicine:
    line = OwnMedicine.objects.create(kind=kind, by=by, at=now, **fields)
    record(
        f"own_medicine.{kind}",
        f"Own medicine {Kind(kind).label.lower()}: {rules.plain(line.quantity)} {line.unit}, {line.description}.",
        by=by,
        now=now,
        subject=line,
        patient_id=line.patient_id,
        data={"label_matches": line.label_matches},
    )
    return line
