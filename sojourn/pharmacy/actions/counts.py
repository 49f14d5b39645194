"""Counting without knowing what is expected, explaining what differs, and the inventories the law asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit.actions import record
from sojourn.core.decisions import Decision, refuse, require
from sojourn.core.holding import hold
from sojourn.core.ids import new_id
from sojourn.core.sent_again import kept_before
from sojourn.pharmacy import permissions, rules
from sojourn.pharmacy.actions.lines import Kind, lock, lock_all, write
from sojourn.pharmacy.actions.losses import open_report
from sojourn.pharmacy.models import Count, CountLine, RegisterEntry, SecondSignature, Vial
from sojourn.pharmacy.queries import facts_of, is_explained, last_inventory, vials_in_stock

UNEXPLAINED = "unexplained"


@transaction.atomic
def count(
    *,
    levels: Mapping[UUID, Decimal],
    by: User,
    now: datetime,
    kind: Count.Kind = Count.Kind.DAY,
    moment: Count.Moment = Count.Moment.CLOSE,
    entry_id: UUID | None = None,
) -> Count:
    """Keep what was read in every vial of the cabinet, mL by vial, before anybody saw what is expected.

    What agrees gets its line at once; a difference waits for :func:`count_again` or :func:`explain`.
    """
    if entry_id and (done := Count.objects.filter(pk=entry_id).first()):
        return _counted_before(done, levels, kind, moment)
    require(permissions.may_keep_register(by))
    _check_kind(kind)
    stock = lock_all(vials_in_stock().values_list("pk", flat=True))
    if set(levels) != set(stock):
        raise refuse("count", "The cabinet has changed since this page was made. Every vial is read, once.")
    require(
        Decision.of(*(rules.may_read(facts_of(stock[key]), ml, f"ml-{key}") for key, ml in levels.items()))
    )
    begun = Count.objects.create(id=entry_id or new_id(), kind=kind, moment=moment, by=by, at=now)
    for key, ml in levels.items():
        _read(begun, stock[key], ml, by=by, now=now)
    record(
        "register.count",
        f"{begun.get_kind_display()}: {len(levels)} vials counted.",
        by=by,
        now=now,
        subject=begun,
    )
    return begun


@transaction.atomic
def count_again(*, line: CountLine, ml: Decimal, by: User, now: datetime) -> CountLine:
    """Read a vial once more. The first reading stays beside it."""
    require(permissions.may_keep_register(by))
    _check_open(line)
    vial = lock(line.vial)
    require(rules.may_read(facts_of(vial), ml))
    return _read(line.count, vial, ml, by=by, now=now, again=line)


@transaction.atomic
def explain(*, line: CountLine, cause: str, reason: str, by: User, now: datetime) -> RegisterEntry:
    """Put a difference down to a cause: the balance moves by it. What cannot be explained opens a loss report."""
    require(permissions.may_keep_register(by))
    _check_open(line)
    vial, known = lock(line.vial), content.library().register.cause(cause)
    reading = rules.Reading(number=vial.number, expected_mg=line.expected_mg, counted_mg=line.counted_mg)
    require(
        rules.may_explain(
            reading,
            facts_of(vial),
            is_known=known is not None,
            is_waste=bool(known and known.is_waste),
            is_loss=bool(known and known.is_loss),
            reason=reason,
        )
    )
    assert known is not None
    is_loss = known.is_loss and reading.gap_mg < 0
    loss = open_report(kind=UNEXPLAINED, account=reason, found_at=now, by=by, now=now) if is_loss else None
    return write(
        vial,
        Kind.WASTED if known.is_waste else Kind.COUNTED,
        reading.gap_mg,
        by=by,
        now=now,
        reason=". ".join(filter(None, [known.name, reason.strip()])),
        cause=cause,
        reading=line,
        loss=loss,
    )


def _counted_before(known: Count, levels: Mapping[UUID, Decimal], kind: str, moment: str) -> Count:
    """The first reading of each vial, as it was told in mL."""
    lines = known.lines.filter(again__isnull=True).select_related("vial")
    read = {str(each.vial_id): each for each in lines}
    said = {
        str(key): rules.counted_mg(ml, each.expected_mg, each.vial.strength_mg_per_ml)
        for key, ml in levels.items()
        if (each := read.get(str(key)))
    }
    mg = {key: each.counted_mg for key, each in read.items()}
    told = ", ".join(f"vial {each.vial.number} {rules.plain(each.counted_mg)} mg" for each in read.values())
    return kept_before(
        known,
        {"kind": kind, "moment": moment, "vials": said},
        kept={"vials": mg},
        words={"vials": lambda _: told},
    )


def _read(
    begun: Count, vial: Vial, ml: Decimal, *, by: User, now: datetime, again: CountLine | None = None
) -> CountLine:
    counted = rules.counted_mg(ml, vial.balance_mg, vial.strength_mg_per_ml)
    line = CountLine.objects.create(
        count=begun, vial=vial, expected_mg=vial.balance_mg, counted_mg=counted, again=again, by=by, at=now
    )
    if counted == vial.balance_mg:
        write(vial, Kind.COUNTED, Decimal(0), by=by, now=now, reading=line)
    return line


def _check_open(line: CountLine) -> None:
    held = hold(line.count)
    if SecondSignature.objects.filter(count=held).exists() or is_explained(line):
        raise refuse("explained", "There is no open difference here.")


def _check_kind(kind: str) -> None:
    """There is one initial inventory; the others follow it."""
    taken = last_inventory() is not None
    if kind == Count.Kind.INITIAL and taken:
        raise refuse(
            "kind", "The initial inventory has been taken; the next is a biennial one.", field="kind"
        )
    if kind == Count.Kind.BIENNIAL and not taken:
        raise refuse("kind", "The initial inventory comes first.", field="kind")
