"""The hours of a day: the pack's week and people's, and what was noted since, from a date on or for one date alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from sojourn import content
from sojourn.clinic.models import DayHours, OpeningDay, RosterDay, StaffMember
from sojourn.clinic.queries import holidays
from sojourn.content.pack.place import DAYS
from sojourn.core.together import fetch_together

Stretches = Sequence[tuple[time, time]]
Whose = UUID | None
"""A person, or (None) the clinic."""


class Noted(NamedTuple):
    """The rows that :class:`HourNotes` is made of, to be asked together with other questions."""

    openings: QuerySet[OpeningDay]
    rosters: QuerySet[RosterDay]
    days: QuerySet[DayHours]


@dataclass(frozen=True)
class HourNotes:
    """Everything noted about hours that differ from the pack's week and from people's first weeks, oldest first."""

    openings: Sequence[OpeningDay]
    rosters: Sequence[RosterDay]
    days: Sequence[DayHours]

    @classmethod
    def of(cls, noted: Noted) -> HourNotes:
        """What the rows say."""
        return cls(tuple(noted.openings), tuple(noted.rosters), tuple(noted.days))

    def opening_on(self, day: date) -> Stretches:
        """When the clinic is open; never on a holiday it keeps, unless that date was noted."""
        dated = self.dated(None, day)
        if dated:
            return dated.stretches
        return () if day in holidays(day.year) else self._opening_week_on(day)

    def roster_on(self, staff: StaffMember, day: date) -> Stretches:
        """When somebody works: what was noted for that date, else their week. Leave is not counted in."""
        dated = self.dated(staff.pk, day)
        return dated.stretches if dated else self._week_on(staff, day.weekday(), day)

    def week_of(self, staff: StaffMember, by: date) -> list[Stretches]:
        """When somebody works from Monday to Sunday, by the week that holds on a date."""
        return [self._week_on(staff, weekday, by) for weekday in range(len(DAYS))]

    def dated(self, staff: Whose, day: date) -> DayHours | None:
        """What holds for that date alone, if anything; of the clinic when nobody is named."""
        found = self._dated.get((staff, day))
        return found if found and not found.as_usual else None

    def weeks_after(self, today: date) -> list[RosterDay]:
        """What people's weeks will be from later dates on, by date and weekday; the latest word on each."""
        coming = (each for each in self.rosters if each.from_date > today)
        latest = {(each.staff_id, each.from_date, each.weekday): each for each in coming}
        return sorted(latest.values(), key=lambda each: (each.from_date, each.weekday))

    @cached_property
    def ahead(self) -> list[DayHours]:
        """The dates that differ, in order; the clinic's before people's."""
        differing = (each for each in self._dated.values() if not each.as_usual)
        return sorted(differing, key=lambda each: (each.day, each.staff is not None, str(each.staff)))

    @cached_property
    def _dated(self) -> dict[tuple[Whose, date], DayHours]:
        return {(each.staff_id, each.day): each for each in self.days}

    def _week_on(self, staff: StaffMember, weekday: int, by: date) -> Stretches:
        noted = self._latest(staff.pk, weekday, by)
        if noted:
            return noted.stretches
        return [(each.starts, each.ends) for each in staff.hours.all() if each.weekday == weekday]

    def _opening_week_on(self, day: date) -> Stretches:
        noted = self._latest(None, day.weekday(), day)
        if noted:
            return noted.stretches
        return [(each.opens, each.closes) for each in content.pack().hours.on(day.weekday())]

    def _latest(self, whose: Whose, weekday: int, by: date) -> OpeningDay | RosterDay | None:
        noted = self._by_weekday[whose, weekday]
        return next((each for each in reversed(noted) if each.from_date <= by), None)

    @cached_property
    def _by_weekday(self) -> defaultdict[tuple[Whose, int], list[OpeningDay | RosterDay]]:
        found: defaultdict[tuple[Whose, int], list[OpeningDay | RosterDay]] = defaultdict(list)
        for opening in self.openings:
            found[None, opening.weekday].append(opening)
        for roster in self.rosters:
            found[roster.staff_id, roster.weekday].append(roster)
        return found


def noted_between(first: date, last: date | None) -> Noted:
    """What was noted about the days from the first to the last, both included; None is however far ahead."""
    in_order = ("from_date", "noted_at", "id")
    until = {} if last is None else {"from_date__lte": last}
    days = DayHours.objects.filter(day__gte=first, **({} if last is None else {"day__lte": last}))
    return Noted(
        OpeningDay.objects.filter(**until).order_by(*in_order),
        RosterDay.objects.filter(**until).order_by(*in_order),
        days.select_related("staff").order_by("noted_at", "id"),
    )


def hour_notes(first: date, last: date | None) -> HourNotes:
    """The same, asked. One query."""
    noted = noted_between(first, last)
    fetch_together(*noted)
    return HourNotes.of(noted)
