"""Waste leaves the vial when it is written, and stands as waiting until a second person has signed it themselves."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit.actions import record
from sojourn.core.decisions import refuse, require
from sojourn.core.holding import hold
from sojourn.core.sent_again import kept_before
from sojourn.people.models import Patient
from sojourn.pharmacy import permissions, rules
from sojourn.pharmacy.actions.lines import Kind, lock, stored, write
from sojourn.pharmacy.models import Count, OwnMedicine, RegisterEntry, SecondSignature, Vial
from sojourn.pharmacy.queries import facts_of, readings_of

How = SecondSignature.How
_IN_MG = {"mg": lambda mg: f"{rules.plain(abs(mg))} mg"}
Signed = RegisterEntry | OwnMedicine | Count


@transaction.atomic
def waste(
    *,
    vial: Vial,
    mg: Decimal,
    reason: str,
    by: User,
    now: datetime,
    patient: Patient | None = None,
    entry_id: UUID | None = None,
) -> RegisterEntry:
    """Write off what was drawn and not given, or what expired. It waits for the second person's :func:`sign`."""
    said = {"kind": Kind.WASTED, "vial": vial, "mg": -mg, "patient": patient, "reason": reason.strip()}
    if done := stored(entry_id):
        return kept_before(done, said, words=_IN_MG)
    require(permissions.may_keep_register(by))
    vial = lock(vial)
    require(rules.may_waste(facts_of(vial), mg, reason=reason))
    return write(
        vial, Kind.WASTED, -mg, by=by, now=now, patient=patient, reason=reason.strip(), entry_id=entry_id
    )


@transaction.atomic
def withdraw_waste(
    *, line: RegisterEntry, reason: str, by: User, now: datetime, entry_id: UUID | None = None
) -> RegisterEntry:
    """Take back a waste that was written wrongly, before anybody signed it."""
    if done := stored(entry_id):
        return kept_before(done, {"reverses": line, "reason": reason.strip()})
    require(permissions.may_keep_register(by))
    vial = lock(line.vial)
    _is_waste(line)
    require(
        rules.may_withdraw(
            is_writer=line.by_id == by.pk,
            is_signed=SecondSignature.objects.filter(entry=line).exists(),
            is_withdrawn=RegisterEntry.objects.filter(reverses=line).exists(),
            reason=reason,
        )
    )
    return write(
        vial,
        Kind.WASTED,
        -line.mg,
        by=by,
        now=now,
        patient=line.patient,
        reason=reason.strip(),
        reverses=line,
        entry_id=entry_id,
    )


@transaction.atomic
def sign_waste(*, line: RegisterEntry, how: How, by: User, now: datetime) -> SecondSignature:
    """``by`` saw it wasted, and has just proved who they are. Signing twice counts once."""
    lock(line.vial)
    _is_waste(line)
    if RegisterEntry.objects.filter(reverses=line).exists():
        raise refuse("withdrawn", "This waste was taken back; there is nothing to sign.")
    if done := SecondSignature.objects.filter(entry=line).select_related("by").first():
        return _signed_before(done, by)
    return _sign(by=by, now=now, how=how, first=line.by, entry=line)


@transaction.atomic
def sign_own_medicine(*, line: OwnMedicine, how: How, by: User, now: datetime) -> SecondSignature:
    """``by`` saw the patient destroy their own medicine."""
    line = hold(line)
    if done := SecondSignature.objects.filter(own_medicine=line).select_related("by").first():
        return _signed_before(done, by)
    if line.kind != OwnMedicine.Kind.DESTROYED:
        raise refuse("kind", "Only what was destroyed needs a second person.")
    return _sign(by=by, now=now, how=how, first=line.by, own_medicine=line)


@transaction.atomic
def sign_count(*, count: Count, how: How, by: User, now: datetime) -> SecondSignature:
    """``by`` looked into the cabinet too. Refused while a difference is not explained."""
    count = hold(count)
    if done := SecondSignature.objects.filter(count=count).select_related("by").first():
        return _signed_before(done, by)
    lines = readings_of(count)
    require(
        rules.may_sign_count(
            [each.reading for each in lines],
            wrote_in_it=by.pk in {count.by_id, *(each.line.by_id for each in lines)},
            may_handle=permissions.may_witness(by),
        )
    )
    return _sign(by=by, now=now, how=how, first=count.by, count=count)


def _sign(*, by: User, now: datetime, how: How, first: User, **thing: Signed) -> SecondSignature:
    require(rules.may_sign(is_writer=first.pk == by.pk, may_handle=permissions.may_witness(by)))
    signed = SecondSignature.objects.create(first=first, by=by, how=how, at=now, **thing)
    about = next(iter(thing.values()))
    record(
        "register.signed",
        f"{by} signed as the second person, {How(how).label}.",
        by=by,
        now=now,
        subject=about,
        patient_id=getattr(about, "patient_id", None),
        data={"how": how, "first": str(first.pk)},
    )
    return signed


def _signed_before(done: SecondSignature, by: User) -> SecondSignature:
    if done.by_id != by.pk:
        raise refuse("signed", f"{done.by} has signed this already.")
    return done


def _is_waste(line: RegisterEntry) -> None:
    if line.kind != Kind.WASTED or line.reverses_id:
        raise refuse("kind", "This line is no waste.")
