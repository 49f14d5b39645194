"""People's weeks in words: the one that holds, and what it will be from later dates on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby

from sojourn.clinic.hour_queries import HourNotes, Stretches
from sojourn.clinic.models import Leave, RosterDay, StaffMember
from sojourn.clinic.queries import zones
from sojourn.clinic.words import spoken, spoken_day
from sojourn.core.spoken import hours_in_words
from sojourn.faces.ui.wishes import WEEKDAYS

SUNDAY = 6
MIDNIGHT = time()


@dataclass(frozen=True)
class WeekToCome:
    """What changes in somebody's week from one date on."""

    staff: StaffMember
    from_date: date
    notes: Sequence[RosterDay]

    @property
    def changes(self) -> str:
        """ "Mon 9:00 am–5:00 pm; Tue day off"."""
        return "; ".join(
            f"{WEEKDAYS[each.weekday][:3]} {hours_in_words(each.stretches) or 'day off'}"
            for each in self.notes
        )

    @property
    def reason(self) -> str:
        """Why; each reason once."""
        return ", ".join(dict.fromkeys(each.reason for each in self.notes if each.reason))


def weeks_to_come(people: Iterable[StaffMember], notes: HourNotes, today: date) -> list[WeekToCome]:
    """What was noted for these people from later dates on, by date."""
    known = {each.pk: each for each in people}
    coming = [each for each in notes.weeks_after(today) if each.staff_id in known]
    coming.sort(key=lambda each: (each.from_date, str(known[each.staff_id]), each.staff_id))
    by_date = groupby(coming, key=lambda each: (each.from_date, each.staff_id))
    return [WeekToCome(known[staff], first, tuple(own)) for (first, staff), own in by_date]


def away_in_words(leave: Leave) -> str:
    """ "Monday 2 March to Tuesday 3 March" where it is whole days at one of the places, else with its clock times."""
    for zone in zones():
        starts, ends = leave.starts_at.astimezone(zone), leave.ends_at.astimezone(zone)
        if starts.time() == ends.time() == MIDNIGHT:
            first, last = spoken_day(starts), spoken_day(ends - timedelta(days=1))
            return first if first == last else f"{first} to {last}"
    return f"{spoken(leave.starts_at)} to {spoken(leave.ends_at)}"


def working_weekdays(weeks: Iterable[Sequence[Stretches]]) -> range:
    """The weekdays of a table: Sunday only where somebody works then."""
    return range(SUNDAY + any(week[SUNDAY] for week in weeks))
