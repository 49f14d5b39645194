"""Reading what a tablet sends: whole, and each entry by itself, so that one bad entry stops none of the others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec

from sojourn.accounts.models import User
from sojourn.core.plain_text import as_seen
from sojourn.faces.workspace.room.kinds import KINDS
from sojourn.treatment.actions.arrivals import Before, Sent
from sojourn.treatment.models import Session
from sojourn.treatment.rules.clocks import STEADY

MOST = 500
"""Entries in one parcel."""
LARGEST = 2**63 - 1
MOST_SKEW_MS = 36 * 10**12
NO_TEXT = "\x00"
REFUSED, OTHER_PERSON, UNREADABLE = "refused", "other_person", "unreadable"


class Parcel(msgspec.Struct, frozen=True):
    """What one request brings: the tablet, its clock as it sends, its entries in their order."""

    device: UUID
    clock: datetime
    entries: list[msgspec.Raw]


class Slip(msgspec.Struct, frozen=True):
    """One entry. ``author`` is who made it; ``confirmed``: the tablet had told them that it is kept.

    ``skew_ms``: what the tablet knew of its clock when the entry was made; nothing when it did not know.
    """

    id: UUID
    session: UUID
    kind: str
    sequence: int
    at: datetime
    author: str
    said: dict[str, str | int | float | None]
    confirmed: bool = True
    skew_ms: int | None = None


class Answer(msgspec.Struct, frozen=True):
    """What became of one entry, with reasons when it was not charted: field (may be empty) and sentence."""

    id: str
    state: str
    reasons: list[tuple[str, str]] = []


def slip_in(raw: msgspec.Raw) -> Slip | Answer:
    """One entry, or the answer that it cannot be read."""
    try:
        return msgspec.json.decode(raw, type=Slip)
    except (msgspec.MsgspecError, ValueError):
        return Answer(_id_in(raw), UNREADABLE, [("", "This entry cannot be read.")])


def as_before(sent: Sent, before: Before) -> Answer:
    """What became of an entry that came before. Another one under its number was never taken in."""
    if before.is_of(sent):
        return Answer(str(sent.entry_id), before.state)
    return Answer(str(sent.entry_id), UNREADABLE, [("", "Another entry came under this number.")])


def _id_in(raw: msgspec.Raw) -> str:
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, ValueError):
        return ""
    return str(found.get("id", "")) if isinstance(found, dict) else ""


def as_sent(
    slip: Slip, parcel: Parcel, sessions: Mapping[UUID, Session], skew: timedelta, by: User
) -> Sent | Answer:
    """The entry as the chart takes it, or the answer why it cannot be one of this person here."""
    if slip.author != str(by.pk):
        return Answer(str(slip.id), OTHER_PERSON, [("", "Whoever made this entry signs in to send it.")])
    session, skew = sessions.get(slip.session), _skew_of(slip, parcel, skew)
    if session is None or not _is_possible(slip, skew):
        return Answer(str(slip.id), UNREADABLE, [("", "This entry belongs to no session here.")])
    return Sent(
        entry_id=slip.id,
        session=session,
        kind=slip.kind,
        said={name: as_seen(each) if isinstance(each, str) else each for name, each in slip.said.items()},
        device=parcel.device,
        sequence=slip.sequence,
        device_at=slip.at,
        skew=skew,
        confirmed=slip.confirmed,
    )


def _skew_of(slip: Slip, parcel: Parcel, found: timedelta) -> timedelta:
    """As the clock went when the entry was made: networks set a tablet's clock right as they come back.

    Unless that would put the entry after its sending: then the clock was moved before it was made.
    """
    if slip.skew_ms is None or abs(slip.skew_ms) > MOST_SKEW_MS or slip.at.tzinfo is None:
        return found
    known = timedelta(milliseconds=slip.skew_ms)
    return found if slip.at - parcel.clock > found - known + STEADY else known


def _is_possible(slip: Slip, skew: timedelta) -> bool:
    """Of a kind the room knows, counted and dated as a tablet does, and in words a database can keep."""
    if slip.kind not in KINDS or not 0 <= slip.sequence <= LARGEST or slip.at.tzinfo is None:
        return False
    texts = [text for each in slip.said.items() for text in each if isinstance(text, str)]
    return not any(NO_TEXT in each for each in texts) and _is_a_time(slip.at, skew)


def _is_a_time(at: datetime, skew: timedelta) -> bool:
    try:
        return bool(at.astimezone(UTC) and (at + skew).astimezone(UTC))
    except OverflowError:
        return False
