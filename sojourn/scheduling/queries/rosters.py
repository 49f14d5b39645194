"""Coming visits that hours, rosters or leave no longer hold, because these changed after they were booked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sojourn.clinic import queries as clinic
from sojourn.clinic.hour_queries import HourNotes, noted_between
from sojourn.core.periods import Period
from sojourn.core.together import fetch_together
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries.availability import Times, away_of, dated, working_periods
from sojourn.scheduling.queries.visits import coming_visits
from sojourn.scheduling.rules.availability import opening_periods


def visits_to_move(now: datetime) -> list[Appointment]:
    """Booked visits while the clinic is closed, or whose leader or monitor does not work or is away. Two queries.

    However far ahead: staff may book later than patients may. Turnover may run over: nobody is in the room then who
    would have to come at another time.
    """
    house, ahead = clinic.house(), coming_visits(now).select_related("group")
    leaves, noted = clinic.leaves_between(now, None), noted_between(clinic.local_day(now), None)
    fetch_together(ahead, leaves, *noted)
    hours = _Hours(house, HourNotes.of(noted), away_of(leaves))
    return [each for each in ahead if not hours.hold(each)]


@dataclass(frozen=True)
class _Hours:
    house: clinic.House
    notes: HourNotes
    away: Times

    def hold(self, visit: Appointment) -> bool:
        wanted, day, zone = (
            Period(visit.starts_at, visit.ends_at),
            visit.begins.date(),
            clinic.zone_of(visit.room_id),
        )
        watching = visit.group.monitor_id if visit.group else visit.monitor_id
        needed = [each for each in (visit.staff_id, watching) if each]
        return self._is_open(day, wanted, zone) and all(
            self._works(each, day, wanted, zone) for each in needed
        )

    def _is_open(self, day: date, wanted: Period, zone: ZoneInfo) -> bool:
        return _contains(opening_periods(dated([day], self.notes.opening_on), zone), wanted)

    def _works(self, staff_id: UUID, day: date, wanted: Period, zone: ZoneInfo) -> bool:
        staff = next((each for each in self.house.people if each.pk == staff_id), None)
        if staff is None:
            return False
        return _contains(working_periods(staff, [day], self.notes, zone, self.away[staff_id]), wanted)


def _contains(stretches: Iterable[Period], wanted: Period) -> bool:
    return any(each.contains(wanted) for each in stretches)
