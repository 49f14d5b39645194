"""The hours of a day: the pack's week, and what was noted here since, from a date on or for one date alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from sojourn import content
from sojourn.clinic.models import DayHours, OpeningDay, StaffMember
from sojourn.clinic.queries import holidays
from sojourn.core.together import fetch_together

Stretches = Sequence[tuple[time, time]]


@dataclass(frozen=True)
class HourNotes:
    """Everything noted about hours that differ from the pack's week and from people's weekly rosters, oldest first."""

    week: Sequence[OpeningDay]
    days: Sequence[DayHours]

    def opening_on(self, day: date) -> Stretches:
        """When the clinic is open; never on a holiday it keeps, unless that date was noted."""
        dated = self.dated(None, day)
        if dated:
            return dated.stretches
        return () if day in holidays(day.year) else self._usual_on(day)

    def roster_on(self, staff: StaffMember, day: date) -> Stretches:
        """When somebody works: what was noted for that date, else their week. Leave is not counted in."""
        dated = self.dated(staff.pk, day)
        if dated:
            return dated.stretches
        return [(each.starts, each.ends) for each in staff.hours.all() if each.weekday == day.weekday()]

    def dated(self, staff: UUID | None, day: date) -> DayHours | None:
        """What holds for that date alone, if anything; of the clinic when nobody is named."""
        found = self._dated.get((staff, day))
        return found if found and not found.as_usual else None

    @cached_property
    def ahead(self) -> list[DayHours]:
        """The dates that differ, in order; the clinic's before people's."""
        differing = (each for each in self._dated.values() if not each.as_usual)
        return sorted(differing, key=lambda each: (each.day, each.staff is not None, str(each.staff)))

    @cached_property
    def _dated(self) -> dict[tuple[UUID | None, date], DayHours]:
        return {(each.staff_id, each.day): each for each in self.days}

    def _usual_on(self, day: date) -> Stretches:
        noted = [each for each in self.week if each.weekday == day.weekday() and each.from_date <= day]
        if noted:
            return noted[-1].stretches
        return [(each.opens, each.closes) for each in content.pack().hours.on(day.weekday())]


def noted_between(first: date, last: date) -> tuple[QuerySet[OpeningDay], QuerySet[DayHours]]:
    """The rows that :class:`HourNotes` is made of, to be asked together with other questions."""
    week = OpeningDay.objects.filter(from_date__lte=last)
    days = DayHours.objects.filter(day__gte=first, day__lte=last).select_related("staff")
    return week.order_by("from_date", "noted_at", "id"), days.order_by("noted_at", "id")


def hour_notes(first: date, last: date) -> HourNotes:
    """What was noted about the days from the first to the last, both included. One query."""
    week, days = noted_between(first, last)
    fetch_together(week, days)
    return HourNotes(tuple(week), tuple(days))
