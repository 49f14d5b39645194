"""When a message goes, how often it is tried, what an answer means, and what is to be done when it did not. Pure."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MOST_ATTEMPTS = 5
FIRST_WAIT = timedelta(minutes=2)
SURELY_DEAD_AFTER = timedelta(minutes=10)


class Outcome(StrEnum):
    """How one try at sending ended."""

    SENT = "sent"
    LATER = "later"
    NEVER = "never"
    UNSURE = "unsure"
    BOUNCED = "bounced"


def next_attempt(failures: int, now: datetime) -> datetime | None:
    """When to try again after so many failures (2, 8, 32, 128 minutes); None when it is time to give up."""
    if failures >= MOST_ATTEMPTS:
        return None
    return now + FIRST_WAIT * 4 ** (failures - 1)


def outcome_of_smtp(code: int) -> Outcome:
    """What a mail server's refusal means (RFC 5321, 4.2.1). No sensible code: nobody knows."""
    if 400 <= code < 500:
        return Outcome.LATER
    return Outcome.NEVER if 500 <= code < 600 else Outcome.UNSURE


def outcome_of_http(status: int) -> Outcome:
    """What a provider's answer means. 500, 502 and 504 may come after the text has gone out."""
    if 200 <= status < 300:
        return Outcome.SENT
    if status in {408, 425, 429, 503}:
        return Outcome.LATER
    return Outcome.UNSURE if status >= 500 else Outcome.NEVER


def outside_quiet_hours(moment: datetime, quiet_from: time, quiet_until: time, zone: ZoneInfo) -> datetime:
    """The moment itself, or the end of the quiet hours it falls in. The quiet hours may run over midnight."""
    local = moment.astimezone(zone)
    clock = local.time()
    late, early = clock >= quiet_from, clock < quiet_until
    quiet = (late or early) if quiet_from > quiet_until else (late and early)
    if not quiet:
        return moment
    day = local.date() + timedelta(days=1) if late and quiet_from > quiet_until else local.date()
    return datetime.combine(day, quiet_until, zone).astimezone(moment.tzinfo)


def to_do(state: str, outcome: str, channel: str, name: str, to: str) -> str:
    """The sentence for whoever takes care of a message that did not surely arrive: whom it is for, and what to do."""
    what = "E-mail" if channel == "email" else "Text message"
    if state == "unsure":
        return f"{what} to {name} ({to}) may have gone out. Ask {name}, or send it again if a second one does no harm."
    if state == "bounced" or outcome == Outcome.NEVER:
        other = "address" if channel == "email" else "number"
        return f"{what} to {name} does not reach {to}. Call {name}, put the {other} right, and send it again."
    return f"{what} to {name} ({to}) could not be handed over. Send it again, or call {name}."


def without_links(text: str) -> str:
    """The text with its links left out: some of them open an account, and only the reader may follow those."""
    return re.sub(r"https?://\S+", "[link]", text)
