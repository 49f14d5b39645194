"""Who keeps watch beside the one who leads, found together with the time of a visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sojourn.accounts.models import User
from sojourn.clinic.words import spoken
from sojourn.core.decisions import Refused, refuse
from sojourn.scheduling.queries.courses import CourseVisit
from sojourn.scheduling.queries.offers import free_instead
from sojourn.scheduling.queries.places import monitors_for, needs_monitor


def watched(visits: Sequence[CourseVisit], *, by: User | None, now: datetime) -> list[CourseVisit]:
    """Every visit with somebody free to keep watch where the pack wants one, or a refusal with free times."""
    found = [replace(visit, monitor=who) for visit, who in zip(visits, monitors_for(visits), strict=True)]
    for asked, visit in zip(visits, found, strict=True):
        if needs_monitor(visit) and visit.monitor is None:
            raise _nobody(asked, by, now)
    return found


def _nobody(visit: CourseVisit, by: User | None, now: datetime) -> Refused:
    who = f"{visit.monitor} is not" if visit.monitor else "Nobody is"
    free = free_instead(visit.service, visit.starts_at, visit.staff, by=by, now=now)
    return refuse(
        "no_monitor", f"{who} free to keep watch on {spoken(visit.begins)}.{free}", field="starts_at"
    )
