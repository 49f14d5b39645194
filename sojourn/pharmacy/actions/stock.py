"""Stock in and out: deliveries with their paper, and whole vials that go to another registrant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Decision, Finding, refuse, require
from sojourn.core.ids import new_id
from sojourn.core.sent_again import kept_before
from sojourn.pharmacy import permissions, rules
from sojourn.pharmacy.actions.lines import Kind, lock_all, write
from sojourn.pharmacy.models import Delivery, Transfer, Vial
from sojourn.pharmacy.queries import facts_of
from sojourn.pharmacy.rules import Container, Party


@transaction.atomic
def receive(
    *,
    containers: Sequence[Container],
    supplier: Party,
    document: str,
    document_on: date,
    by: User,
    now: datetime,
    entry_id: UUID | None = None,
) -> Delivery:
    """Enter a delivery into stock, a line for each vial. A number twice is refused; the same entry counts once."""
    said = {
        "supplier": supplier.name.strip(),
        "supplier_address": supplier.address.strip(),
        "supplier_dea": supplier.dea.strip().upper(),
        "document": document.strip(),
        "document_on": document_on,
    }
    if entry_id and (done := Delivery.objects.filter(pk=entry_id).first()):
        return _received_before(done, containers, said)
    require(permissions.may_keep_register(by))
    today = local_day(now)
    require(
        Decision.of(
            rules.may_deal_with(supplier, document=document, where="supplier"),
            rules.may_date_document(document_on, today),
            *(_may_receive(each, today) for each in containers),
            _numbers(containers),
        )
    )
    delivery = Delivery.objects.create(
        id=entry_id or new_id(),
        by=by,
        at=now,
        **said,
    )
    for each in containers:
        _put_in(each, delivery, by=by, now=now)
    return delivery


@transaction.atomic
def transfer(
    *,
    vials: Sequence[Vial],
    reason: str,
    to: Party,
    document: str,
    by: User,
    now: datetime,
    entry_id: UUID | None = None,
) -> Transfer:
    """Whole vials leave with all that is in them: to the reverse distributor, the supplier, another registrant."""
    said = {
        "reason": reason,
        "to": to.name.strip(),
        "to_address": to.address.strip(),
        "to_dea": to.dea.strip().upper(),
        "document": document.strip(),
    }
    if entry_id and (done := Transfer.objects.filter(pk=entry_id).first()):
        left = {"vials": sorted(str(each) for each in done.entries.values_list("vial__number", flat=True))}
        return kept_before(done, {**said, "vials": sorted(each.number for each in vials)}, kept=left)
    require(permissions.may_keep_register(by))
    held = lock_all(each.pk for each in vials)
    require(
        Decision.of(
            rules.may_deal_with(to, document=document, where="to"),
            rules.may_transfer([facts_of(each) for each in held.values()]),
        )
    )
    sent = Transfer.objects.create(
        id=entry_id or new_id(),
        by=by,
        at=now,
        **said,
    )
    for vial in held.values():
        write(vial, Kind.SENT, -vial.balance_mg, by=by, now=now, reason=f"To {sent.to}", transfer=sent)
    return sent


def _received_before(known: Delivery, containers: Sequence[Container], said: dict[str, Any]) -> Delivery:
    labels = ("number", "lot", "ndc", "strength_mg_per_ml", "volume_ml", "expires_on")
    came = sorted(tuple(getattr(each, name) for name in labels) for each in known.vials.all())
    said["vials"] = sorted(tuple(getattr(each, name) for name in labels) for each in containers)
    told = " and ".join(f"vial {number}, lot {lot}" for number, lot, *_ in came)
    return kept_before(known, said, kept={"vials": came}, words={"vials": lambda _: told})


def _may_receive(container: Container, today: date) -> Decision:
    return rules.may_receive(
        strength_mg_per_ml=container.strength_mg_per_ml,
        volume_ml=container.volume_ml,
        expires_on=container.expires_on,
        today=today,
    )


def _numbers(containers: Sequence[Container]) -> Finding | None:
    numbers = [each.number for each in containers]
    if not numbers:
        return Finding(code="number", field="number", message="Give every vial its number.")
    known = set(Vial.objects.filter(number__in=numbers).values_list("number", flat=True))
    doubled = sorted(known | {each for each in numbers if numbers.count(each) > 1})
    if not doubled:
        return None
    sentence = f"Vial {doubled[0]} is already in the register."
    return Finding(code="number", field="number", message=sentence)


def _put_in(container: Container, delivery: Delivery, *, by: User, now: datetime) -> None:
    if not container.number.strip() or not container.lot.strip():
        raise refuse("lot", "Every vial has a number and a lot.", field="lot")
    vial = Vial.objects.create(
        number=container.number,
        lot=container.lot,
        ndc=container.ndc,
        strength_mg_per_ml=container.strength_mg_per_ml,
        volume_ml=container.volume_ml,
        expires_on=container.expires_on,
        received_at=now,
        balance_mg=0,
        delivery=delivery,
    )
    mg = container.volume_ml * container.strength_mg_per_ml
    write(vial, Kind.RECEIVED, mg, by=by, now=now, reason=f"Lot {container.lot}, {delivery.document}")
