"""The signed links in a reminder: whoever holds one may say whether they come to one visit at one time, and no more.

The signature covers visit, time and person. A link ends when the visit begins or is given another time.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer

_SIGNER = Signer(salt="sojourn.scheduling.answer")
_LETTERS = {"patient": "p", "escort": "e"}


@dataclass(frozen=True)
class Asked:
    """Who is asked about which visit, at the time it had when the link was made."""

    visit_id: UUID
    starts_at: datetime
    who: str


def answer_path(visit_id: UUID, starts_at: datetime, who: str, *, change: bool = False) -> str:
    """The path of the page; ``change`` leads straight to the question what would suit."""
    number = base64.urlsafe_b64encode(visit_id.bytes).decode().rstrip("=")
    minutes = int(starts_at.timestamp()) // 60
    return f"/visit/{_SIGNER.sign(f'{number}.{minutes:x}.{_LETTERS[who]}')}/{'change/' if change else ''}"


def read_link(token: str) -> Asked | None:
    """What a link is about; None when it is none of ours."""
    try:
        number, minutes, letter = _SIGNER.unsign(token).split(".")
        visit_id = UUID(bytes=base64.urlsafe_b64decode(f"{number}=="))
        who = next(name for name, short in _LETTERS.items() if short == letter)
        return Asked(visit_id, datetime.fromtimestamp(int(minutes, 16) * 60, UTC), who)
    except (BadSignature, ValueError, binascii.Error, StopIteration, OverflowError):
        return None
