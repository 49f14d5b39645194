"""What else is free when a time is gone, within what the one who asks may choose."""

from __future__ import annotations

from datetime import datetime, timedelta

from sojourn.accounts.models import User
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import StaffMember
from sojourn.clinic.words import spoken
from sojourn.people.models import Patient
from sojourn.scheduling.queries.availability import FreeTime, choosable, free_times
from sojourn.scheduling.queries.gates import after_what_comes_first

NEAREST_DAYS = 7


def nearest_free_times(
    service: str,
    wanted: datetime,
    *,
    staff: StaffMember,
    count: int = 3,
    not_before: datetime,
    not_after: datetime | None = None,
    place: str | None = None,
) -> list[FreeTime]:
    """The free times closest to one that is gone, the same person's first; none that begins outside the bounds."""
    after = max(wanted - timedelta(hours=4), not_before)
    from_day = clinic.local_day(after)
    found = free_times(service, from_day=from_day, days=NEAREST_DAYS, after=after, place=place)
    free = [each for each in found if not_after is None or each.starts_at <= not_after]
    return sorted(free, key=lambda each: (each.staff != staff, abs(each.starts_at - wanted)))[:count]


def free_instead(
    service: str,
    wanted: datetime,
    staff: StaffMember,
    *,
    by: User | None,
    now: datetime,
    patient: Patient | None = None,
    place: str | None = None,
) -> str:
    """A sentence with the nearest times ``by`` may choose, after a space; nothing when there is none.

    With a patient, only after the visits that must come first.
    """
    earliest, latest = choosable(by, now)
    if patient:
        earliest = after_what_comes_first(patient, service, earliest)
    free = nearest_free_times(
        service, wanted, staff=staff, not_before=earliest, not_after=latest, place=place
    )
    return f" Still free: {'; '.join(spoken(each.begins) for each in free)}." if free else ""
