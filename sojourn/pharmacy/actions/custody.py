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
from sojourn.core.holding import hold
from sojourn.core.ids import new_id
from sojourn.core.sent_again import kept_before
from sojourn.people.models import Patient
from sojourn.pharmacy import permissions, rules
from sojourn.pharmacy.actions.lines import REPLACED
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
    said = {"description": description, "quantity": quantity, "unit": unit, "label_matches": label_matches}
    if done := _done(entry_id):
        return kept_before(done, {"kind": Kind.BROUGHT, "visit": visit, **said})
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
        **said,
    )


@transaction.atomic
def use_own(
    *,
    visit: UUID,
    patient: Patient,
    quantity: Decimal,
    by: User,
    now: datetime,
    dose: UUID | None = None,
    instead_of: OwnMedicine | None = None,
) -> OwnMedicine:
    """The patient takes some of what they brought. Called where the dose is charted.

    ``instead_of`` is the line of a dose that was charted wrongly; it is taken back first.
    """
    require(permissions.may_hold_own_medicine(by))
    held = _held(visit, patient)
    if instead_of:
        put_back_own(line=instead_of, by=by, now=now)
        held = _held(visit, patient)
    require(rules.may_use_own(quantity=quantity, held=held.held, label_matches=held.label_matches))
    return _write(Kind.USED, by=by, now=now, **_same(held, patient, visit), quantity=quantity, dose=dose)


def put_back_own(*, line: OwnMedicine, by: User, now: datetime, reason: str = REPLACED) -> OwnMedicine:
    """A line in the other direction, for a dose that was charted wrongly. Inside the correction's transaction."""
    return _write(
        Kind.USED,
        by=by,
        now=now,
        patient=line.patient,
        visit=line.visit,
        description=line.description,
        unit=line.unit,
        label_matches=line.label_matches,
        quantity=-line.quantity,
        dose=line.dose,
        reverses=line,
        note=reason,
    )


@transaction.atomic
def destroy_own(
    *,
    visit: UUID,
    patient: Patient,
    quantity: Decimal,
    note: str,
    by: User,
    now: datetime,
    entry_id: UUID | None = None,
) -> OwnMedicine:
    """The patient destroys what was spoilt, before two of us; it waits for the second one's signature."""
    if done := _done(entry_id):
        said = {"kind": Kind.DESTROYED, "visit": visit, "quantity": quantity, "note": note.strip()}
        return kept_before(done, said)
    require(permissions.may_hold_own_medicine(by))
    held = _held(visit, patient)
    require(rules.may_destroy_own(quantity=quantity, held=held.held, note=note))
    return _write(
        Kind.DESTROYED,
        by=by,
        now=now,
        id=entry_id or new_id(),
        **_same(held, patient, visit),
        quantity=quantity,
        note=note.strip(),
    )


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
        return kept_before(done, {"kind": Kind.RETURNED, "visit": visit, "quantity": quantity})
    require(permissions.may_hold_own_medicine(by))
    held = _held(visit, patient)
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


def _held(visit: UUID, patient: Patient) -> Custody:
    """What the box holds, with the patient's record held: two hands at one box come one after the other."""
    hold(patient)
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
        f"Own medicine {_what(line)}: {rules.plain(abs(line.quantity))} {line.unit}, {line.description}.",
        by=by,
        now=now,
        subject=line,
        patient_id=line.patient_id,
        reason=line.note,
        data={"label_matches": line.label_matches},
    )
    return line


def _what(line: OwnMedicine) -> str:
    words = Kind(line.kind).label.lower()
    return f"taken back: {words}" if line.reverses_id else words
