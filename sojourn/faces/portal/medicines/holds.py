"""The hours to keep free around one treatment, as clock times and as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from sojourn.clinic.queries import zone_of
from sojourn.core.periods import Period
from sojourn.faces.ui.charts import HoldDay, hold_strip
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from sojourn.screening.hold_rules import AfterFrom
from sojourn.screening.queries import HeldMedicine, holds_for, timed_holds
from sojourn.treatment.models import DoseGiven
from sojourn.treatment.queries.home import Treated, last_treatment

MARGIN = timedelta(hours=2)
COUNTED_FROM = {
    AfterFrom.FIRST_INJECTION: "your first {dose}",
    AfterFrom.LAST_INJECTION: "your last {dose}",
    AfterFrom.SESSION_END: "the end of your visit",
}


@dataclass(frozen=True)
class HeldThen:
    """One medicine with hours to keep free around one visit, by the clocks of its place.

    ``again`` and ``counted_from`` are expectations until ``is_exact``: then what they count from has happened.
    """

    name: str
    last: datetime
    again: datetime
    counted_from: datetime
    counted_words: str
    is_exact: bool
    before_hours: float
    after_hours: float
    visit: Appointment

    @property
    def is_that_day(self) -> bool:
        """False when the last dose falls on the evening before."""
        return self.last.date() == self.visit.begins.date()

    @property
    def ends_that_day(self) -> bool:
        """False when the pause runs past midnight."""
        return self.again.date() == self.visit.begins.date()

    @property
    def counts_from_the_end(self) -> bool:
        """True when the hours run from the end of the visit."""
        return self.counted_words == COUNTED_FROM[AfterFrom.SESSION_END]

    @property
    def picture(self) -> Markup:
        """The day as a strip."""
        session = Period(self.visit.begins, self.visit.finishes)
        start, end = min(self.last, session.start), max(self.again, session.end)
        whole = Period(start - MARGIN, end + MARGIN)
        day = HoldDay(self.name, whole, Period(self.last, self.again), session, is_exact=self.is_exact)
        return hold_strip(day, id=f"hold-{id(self)}")


def held_around(patient: Patient, visit: Appointment) -> list[HeldThen]:
    """Every medicine of theirs that keeps its distance from this treatment, by the plan of the visit."""
    found = holds_for(patient, starts_at=visit.starts_at, ends_at=visit.ends_at)
    return [_held(each, visit) for each in found]


def held_since(patient: Patient, doses: Sequence[DoseGiven], now: datetime) -> list[HeldThen]:
    """What the last treatment still holds, by what was really given; nothing once the time has passed."""
    treated = last_treatment(doses)
    found = treated.held(timed_holds(patient)) if treated else []
    running = [each for each in found if each.clock.restart_at > now]
    return [_held(each, treated.session.appointment, treated) for each in running] if treated else []


def held_now_and_next(
    patient: Patient, doses: Sequence[DoseGiven], visit: Appointment | None, now: datetime
) -> list[HeldThen]:
    """What is still held, and what the visit ahead will hold; a treatment that has begun stands there once."""
    treated = last_treatment(doses)
    is_ahead = visit is not None and (treated is None or treated.session.appointment_id != visit.pk)
    ahead = held_around(patient, visit) if visit and is_ahead else []
    return [*held_since(patient, doses, now), *ahead]


def _held(each: HeldMedicine, visit: Appointment, treated: Treated | None = None) -> HeldThen:
    names, clock, zone = each.line.ingredients, each.clock, zone_of(visit.room_id)
    dose = "injection" if treated is None or treated.was_injected else "dose with us"
    return HeldThen(
        name=" and ".join(names) if names else each.line.as_written,
        last=clock.last_allowed_at.astimezone(zone),
        again=clock.restart_at.astimezone(zone),
        counted_from=clock.counted_from.astimezone(zone),
        counted_words=COUNTED_FROM[each.hold.after_from].format(dose=dose),
        is_exact=not clock.restart_is_planned,
        before_hours=each.hold.before_hours,
        after_hours=each.hold.after_hours,
        visit=visit,
    )
