"""When a message goes, how often it is tried, and what its link says. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MOST_ATTEMPTS = 5
FIRST_WAIT = timedelta(minutes=2)
SURELY_DEAD_AFTER = timedelta(minutes=10)


def next_attempt(failures: int, now: datetime) -> datetime | None:
    """When to try again after so many failures (2, 8, 32, 128 minutes); None when it is time to give up."""
    if failures >= MOST_ATTEMPTS:
        return None
    return now + FIRST_WAIT * 4 ** (failures - 1)


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
