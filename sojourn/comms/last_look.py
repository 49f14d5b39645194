"""A last look before a message goes: whoever wrote it may say that it is no longer true.

This room does not know what a message is about. A room above it leaves its question here, by template, when it starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from sojourn.comms.models import OutboundMessage

Look = Callable[[OutboundMessage, datetime], bool]
_LOOKS: dict[str, Look] = {}


def look_before(templates: Iterable[str], look: Look) -> None:
    """Messages of these templates go only while ``look`` says that they are still true."""
    _LOOKS.update(dict.fromkeys(templates, look))


def is_still_true(message: OutboundMessage, now: datetime) -> bool:
    """What nobody looks at is true."""
    look = _LOOKS.get(message.template)
    return look is None or look(message, now)
