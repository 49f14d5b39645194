"""What a tablet sends later: charted once, or held until a person puts it right. Never dropped."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit.actions import record
from sojourn.core.decisions import refuse, require
from sojourn.core.holding import hold as hold_row
from sojourn.treatment import permissions
from sojourn.treatment.actions.entries import Charted, keep
from sojourn.treatment.models import Arrival, HeldEntry, HeldSettled, Session

CHARTED, HELD = "kept", "held"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One entry as a tablet sent it.

    ``confirmed``: the tablet had told the person that it is kept, so the chart may not refuse it outright.
    """

    entry_id: UUID
    session: Session
    kind: str
    said: dict[str, Any] = field(repr=False)
    device: UUID
    sequence: int
    device_at: datetime
    skew: timedelta
    confirmed: bool

    @property
    def observed_at(self) -> datetime:
        """When it happened, by the server's clock."""
        return self.device_at + self.skew

    @property
    def said_hash(self) -> str:
        """Of what it says; the same words sent again have the same."""
        return sha256(json.dumps(self.said, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Before:
    """An entry that came before: what became of it, and whose, when and what it was."""

    state: str
    session_id: UUID
    kind: str
    device_at: datetime
    said_hash: str

    @classmethod
    def of(cls, sent: Sent, state: str) -> Before:
        """For one that was just taken in."""
        return cls(state, sent.session.pk, sent.kind, sent.device_at, sent.said_hash)

    def is_of(self, sent: Sent) -> bool:
        """The same entry sent again, not another one under its id."""
        now = Before.of(sent, self.state)
        return replace(self, said_hash=self.said_hash or now.said_hash) == now


def known(entry_ids: Collection[UUID]) -> dict[UUID, Before]:
    """Which of these came before, and what became of them. Two queries."""
    return _came(Arrival, CHARTED, entry_ids) | _came(HeldEntry, HELD, entry_ids)


def _came(model: type[Arrival | HeldEntry], state: str, entry_ids: Collection[UUID]) -> dict[UUID, Before]:
    rows: Any = model._default_manager.filter(pk__in=entry_ids)
    found = rows.values_list("pk", "session", "kind", "device_at", "said_hash")
    return {pk: Before(state, *rest) for pk, *rest in found}


def last_skew(device: UUID) -> timedelta:
    """What was found of a tablet's clock when it sent before; zero when it never did."""
    found = (
        Arrival.objects.filter(device=device).order_by("-sequence").values_list("skew_ms", flat=True).first()
    )
    return timedelta(milliseconds=found or 0)


@transaction.atomic
def chart_all(sent: Sequence[Sent], entries: Sequence[Charted[Any]], *, by: User, now: datetime) -> None:
    """Write entries that were checked, each with how it came, in a few statements whatever their number."""
    keep(entries, by=by, now=now)
    note_arrivals(sent, by=by, now=now)


@transaction.atomic
def note_arrivals(sent: Iterable[Sent], *, by: User, now: datetime) -> None:
    """Write down how these entries came; the chart holds them already."""
    Arrival.objects.bulk_create(Arrival(session=each.session, by=by, **_as_sent(each, now)) for each in sent)


@transaction.atomic
def hold(*, sent: Sent, reasons: Sequence[str], by: User, now: datetime) -> HeldEntry:
    """Keep what was said although the chart refused it. It stands in the session until somebody settles it."""
    require(permissions.may_chart(by))
    held = HeldEntry.objects.create(
        session=sent.session, by=by, said=sent.said, reasons=list(reasons), **_as_sent(sent, now)
    )
    sentence = f"An entry made without the server waits to be put right: {' '.join(reasons)}"
    _audit(held, "session.held", sentence, by, now)
    return held


@transaction.atomic
def settle(
    *, held: HeldEntry, by: User, now: datetime, charted_as: UUID | None = None, reason: str = ""
) -> HeldSettled:
    """The held entry is charted under another id, or set aside for a reason. Once; the first word counts."""
    require(permissions.may_chart(by))
    hold_row(held.session)
    if found := HeldSettled.objects.filter(held=held).first():
        return found
    if charted_as is None and not reason.strip():
        raise refuse("reason", "Say why it is not charted.", field="reason")
    made = HeldSettled.objects.create(held=held, charted_as=charted_as, reason=reason.strip(), by=by, at=now)
    sentence = "A held entry was charted." if charted_as else "A held entry was set aside."
    _audit(held, "session.held_settled", sentence, by, now, made.reason)
    return made


def _as_sent(sent: Sent, now: datetime) -> dict[str, Any]:
    return {
        "id": sent.entry_id,
        "kind": sent.kind,
        "device": sent.device,
        "sequence": sent.sequence,
        "device_at": sent.device_at,
        "observed_at": sent.observed_at,
        "skew_ms": round(sent.skew.total_seconds() * 1000),
        "received_at": now,
        "said_hash": sent.said_hash,
    }


def _audit(held: HeldEntry, kind: str, sentence: str, by: User, now: datetime, reason: str = "") -> None:
    patient = held.session.patient_id
    record(kind, sentence, by=by, now=now, subject=held, patient_id=patient, reason=reason, data=held.said)
