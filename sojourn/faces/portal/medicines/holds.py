"""The hours to keep free around one treatment, as clock times and as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from markupsafe import Markup

from sojourn import content
from sojourn.core.periods import Period
from sojourn.faces.ui.charts import HoldDay, hold_strip
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from sojourn.screening.queries import HeldMedicine, holds_for

MARGIN = timedelta(hours=2)


@dataclass(frozen=True)
class HeldThen:
    """One medicine with hours to keep free at one visit ahead, in the clinic's zone. ``again`` is an expectation."""

    name: str
    last: datetime
    again: datetime
    before_hours: float
    after_hours: float
    visit: Appointment

    @property
    def is_that_day(self) -> bool:
        """False when the last dose falls on the evening before."""
        return self.last.date() == timezone.localtime(self.visit.starts_at).date()

    @property
    def picture(self) -> Markup:
        """The day as a strip."""
        session = Period(timezone.localtime(self.visit.starts_at), timezone.localtime(self.visit.ends_at))
        start, end = min(self.last, session.start), max(self.again, session.end)
        whole = Period(start - MARGIN, end + MARGIN)
        return hold_strip(
            HoldDay(self.name, whole, Period(self.last, self.again), session), id=f"hold-{id(self)}"
        )


def held_around(patient: Patient, visit: Appointment) -> list[HeldThen]:
    """Every medicine of theirs that keeps its distance from this treatment."""
    found = holds_for(patient, starts_at=visit.starts_at, injections=(expected_last_injection(visit),))
    return [_held(each, visit) for each in found]


def expected_last_injection(visit: Appointment) -> datetime:
    """When the last injection is usually given, by the clinic's policy; the latest of them, never too early."""
    minutes = [each.last_injection_minutes for each in content.pack().policies.holds]
    if not minutes or None in minutes:
        return visit.ends_at
    return min(visit.ends_at, visit.starts_at + timedelta(minutes=max(each or 0 for each in minutes)))


def _held(each: HeldMedicine, visit: Appointment) -> HeldThen:
    names = each.line.ingredients
    return HeldThen(
        name=" and ".join(names) if names else each.line.as_written,
        last=timezone.localtime(each.clock.last_allowed_at),
        again=timezone.localtime(each.clock.restart_at),
        before_hours=each.hold.before_hours,
        after_hours=each.hold.after_hours,
        visit=visit,
    )
