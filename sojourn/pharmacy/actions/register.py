"""Every line moves the vial's balance in the same transaction, with the vial locked."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.audit.actions import record
from sojourn.clinic.queries import local_day
from sojourn.core.decisions import refuse, require
from sojourn.core.ids import new_id
from sojourn.people.models import Patient
from sojourn.pharmacy import permissions, rules
from sojourn.pharmacy.models import RegisterEntry, Vial
from sojourn.pharmacy.queries import facts_of

Kind = RegisterEntry.Kind


@transaction.atomic
def receive_vial(
    *,
    number: str,
    lot: str,
    strength_mg_per_ml: int,
    volume_ml: Decimal,
    expires_on: date,
    by: User,
    now: datetime,
    entry_id: UUID | None = None,
) -> Vial:
    """Enter a container into stock. The same number twice is refused, the same entry twice counts once."""
    if done := _done(entry_id):
        return done.vial
    require(permissions.may_keep_register(by))
    require(
        rules.may_receive(
            strength_mg_per_ml=strength_mg_per_ml,
            volume_ml=volume_ml,
            expires_on=expires_on,
            today=local_day(now),
        )
    )
    if Vial.objects.filter(number=number).exists():
        raise refuse("number", f"Vial {number} is already in the register.", field="number")
    mg = volume_ml * strength_mg_per_ml
    vial = Vial.objects.create(
        number=number,
        lot=lot,
        strength_mg_per_ml=strength_mg_per_ml,
        volume_ml=volume_ml,
        expires_on=expires_on,
        received_at=now,
        balance_mg=0,
    )
    _write(vial, Kind.RECEIVED, mg, by=by, now=now, reason=f"Lot {lot}", entry_id=entry_id)
    return vial


@transaction.atomic
def record_given(
    *, vial: Vial, mg: Decimal, patient: Patient, by: User, now: datetime, reason: str = ""
) -> RegisterEntry:
    """The line of a dose. Called where the dose is charted, inside that transaction."""
    require(permissions.may_give(by))
    vial = _lock(vial)
    require(rules.may_draw(facts_of(vial), mg, local_day(now)))
    return _write(vial, Kind.GIVEN, -mg, by=by, now=now, patient=patient, reason=reason)


@transaction.atomic
def take_back(
    *, vial: Vial, mg: Decimal, patient: Patient, reason: str, by: User, now: datetime
) -> RegisterEntry:
    """Undo a line of a dose that was charted wrongly, by a line in the other direction."""
    require(permissions.may_give(by))
    return _write(_lock(vial), Kind.GIVEN, mg, by=by, now=now, patient=patient, reason=reason)


@transaction.atomic
def waste(
    *,
    vial: Vial,
    mg: Decimal,
    reason: str,
    by: User,
    witness: User,
    now: datetime,
    patient: Patient | None = None,
    entry_id: UUID | None = None,
) -> RegisterEntry:
    """Write off what was drawn and not given, or what expired, before a second person's eyes."""
    if done := _done(entry_id):
        return done
    require(permissions.may_keep_register(by))
    vial = _lock(vial)
    require(
        rules.may_waste(
            facts_of(vial),
            mg,
            reason=reason,
            same_person=witness.pk == by.pk,
            witness_may_handle=witness.may(Permission.GIVE_MEDICATION)
            or witness.may(Permission.KEEP_REGISTER),
        )
    )
    return _write(
        vial,
        Kind.WASTED,
        -mg,
        by=by,
        now=now,
        patient=patient,
        reason=reason,
        witness=witness,
        entry_id=entry_id,
    )


@transaction.atomic
def count(
    *,
    vial: Vial,
    counted_mg: Decimal,
    by: User,
    now: datetime,
    reason: str = "",
    witness: User | None = None,
    entry_id: UUID | None = None,
) -> RegisterEntry:
    """Sign what is really there. A difference needs a reason and moves the balance to what was counted."""
    if done := _done(entry_id):
        return done
    require(permissions.may_keep_register(by))
    vial = _lock(vial)
    require(rules.may_count(facts_of(vial), counted_mg, reason))
    gap = counted_mg - vial.balance_mg
    return _write(vial, Kind.COUNTED, gap, by=by, now=now, reason=reason, witness=witness, entry_id=entry_id)


def _done(entry_id: UUID | None) -> RegisterEntry | None:
    return RegisterEntry.objects.filter(pk=entry_id).select_related("vial").first() if entry_id else None


def _lock(vial: Vial) -> Vial:
    return Vial.objects.select_for_update().get(pk=vial.pk)


def _write(
    vial: Vial,
    kind: Kind,
    mg: Decimal,
    *,
    by: User,
    now: datetime,
    patient: Patient | None = None,
    reason: str = "",
    witness: User | None = None,
    entry_id: UUID | None = None,
) -> RegisterEntry:
    vial.balance_mg += mg
    vial.save(update_fields=["balance_mg"])
    line = RegisterEntry.objects.create(
        id=entry_id or new_id(),
        vial=vial,
        kind=kind,
        mg=mg,
        balance_mg=vial.balance_mg,
        patient=patient,
        reason=reason,
        by=by,
        witness=witness,
        at=now,
    )
    record(
        f"register.{kind}",
        f"{Kind(kind).label} {rules.plain(abs(mg))} mg, vial {vial.number}, {rules.plain(vial.balance_mg)} mg left.",
        by=by,
        now=now,
        subject=line,
        patient_id=patient.pk if patient else None,
        reason=reason,
        data={"vial": vial.number, "mg": str(mg), "balance_mg": str(vial.balance_mg)},
    )
    return line
