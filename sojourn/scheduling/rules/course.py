"""Laying out a course (P20): preparation, sessions at the plan's cadence, each followed by its integration visit.

Given free openings per service, earliest first; the clash of two proposed visits is skipped like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sojourn.core.periods import Period
from sojourn.scheduling.rules.availability import Opening, occupied

DAYS_IN_A_WEEK = 7


@dataclass(frozen=True)
class CoursePlan:
    """What the plan asks for. ``minutes`` is how long each service occupies a room, by code."""

    sessions: int
    per_week: int
    preparation_visits: int
    integration_after_each: bool
    follow_after_days: int
    follow_within_days: int
    minutes: Mapping[str, int]


@dataclass(frozen=True)
class Preference:
    """Which weekdays (0 is Monday, none means any) and which time of day suit best."""

    weekdays: frozenset[int] = frozenset()
    at: time | None = None


@dataclass(frozen=True)
class Proposed:
    """One visit of the proposal; ``follows`` is the place in the list of the session it belongs after."""

    service: str
    opening: Opening
    follows: int | None = None


@dataclass
class Proposal:
    """What could be found. ``missing`` names what could not, in sentences."""

    visits: list[Proposed] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


class _Search:
    """Openings by service, less what this proposal itself has taken."""

    def __init__(
        self,
        free: Mapping[str, Sequence[Opening]],
        minutes: Mapping[str, int],
        zone_of: Callable[[UUID], ZoneInfo],
    ) -> None:
        self._free, self._minutes, self._zone_of = free, minutes, zone_of
        self._taken: list[tuple[Period, Opening]] = []

    def day_of(self, opening: Opening) -> date:
        return self._local(opening).date()

    def best(
        self, service: str, first: date, last: date, wish: Preference, staff: UUID | None = None
    ) -> Opening | None:
        """The best between two days: wished weekday, then same person, nearest day, nearest clock time."""
        candidates = [
            each
            for each in self._free.get(service, ())
            if first <= self.day_of(each) <= last and self._is_untouched(service, each)
        ]
        return min(candidates, key=lambda each: self._rank(each, wish, staff), default=None)

    def take(self, service: str, opening: Opening) -> None:
        """Nothing else in this proposal may overlap with it: the patient can be in one place only."""
        self._taken.append((occupied(opening.starts_at, self._minutes[service]), opening))

    def _is_untouched(self, service: str, opening: Opening) -> bool:
        wanted = occupied(opening.starts_at, self._minutes[service])
        return not any(wanted.overlaps(period) for period, _ in self._taken)

    def _rank(
        self, opening: Opening, wish: Preference, staff: UUID | None
    ) -> tuple[bool, bool, date, int, datetime]:
        local = self._local(opening)
        off_day = bool(wish.weekdays) and local.weekday() not in wish.weekdays
        off_minutes = abs(_minute(local.time()) - _minute(wish.at)) if wish.at else 0
        other_person = staff is not None and opening.staff != staff
        return off_day, other_person, local.date(), off_minutes, opening.starts_at

    def _local(self, opening: Opening) -> datetime:
        return opening.starts_at.astimezone(self._zone_of(opening.room))


def propose(
    plan: CoursePlan,
    free: Mapping[str, Sequence[Opening]],
    *,
    from_day: date,
    wish: Preference,
    zone_of: Callable[[UUID], ZoneInfo],
) -> Proposal:
    """The whole course from a day on. What does not fit into its week moves the rest on, or is named as missing.

    Days and hours are those on the wall of the room of each opening.
    """
    search, proposal = _Search(free, plan.minutes, zone_of), Proposal()
    ready_on = _prepare(plan, search, proposal, from_day, wish)
    last_day, staff = None, None
    for number in range(1, plan.sessions + 1):
        earliest = _earliest(plan, ready_on, last_day)
        opening = search.best("session", earliest, earliest + timedelta(days=DAYS_IN_A_WEEK - 1), wish, staff)
        opening = opening or search.best(
            "session", earliest, earliest + timedelta(days=3 * DAYS_IN_A_WEEK), wish, staff
        )
        if opening is None:
            proposal.missing.append(f"No free time for session no. {number} within three weeks of its turn.")
            break
        search.take("session", opening)
        last_day, staff = search.day_of(opening), opening.staff
        proposal.visits.append(Proposed("session", opening))
        if plan.integration_after_each:
            _follow_up(plan, search, proposal, last_day, number)
    return proposal


def _prepare(plan: CoursePlan, search: _Search, proposal: Proposal, from_day: date, wish: Preference) -> date:
    """Preparatory visits first; gives the day from which sessions may be."""
    ready_on = from_day
    for _ in range(plan.preparation_visits):
        opening = search.best("preparation", ready_on, ready_on + timedelta(days=14), Preference(at=wish.at))
        if opening is None:
            proposal.missing.append("No free time for a preparatory visit within two weeks.")
            return ready_on
        search.take("preparation", opening)
        proposal.visits.append(Proposed("preparation", opening))
        ready_on = search.day_of(opening) + timedelta(days=1)
    return ready_on


def _earliest(plan: CoursePlan, ready_on: date, last_day: date | None) -> date:
    """The first session when ready; the next a week later, or after the even share of a week when there are more."""
    if last_day is None:
        return ready_on
    return last_day + timedelta(days=max(1, DAYS_IN_A_WEEK // plan.per_week))


def _follow_up(plan: CoursePlan, search: _Search, proposal: Proposal, session_day: date, number: int) -> None:
    first = session_day + timedelta(days=plan.follow_after_days)
    last = session_day + timedelta(days=plan.follow_within_days)
    opening = search.best("integration", first, last, Preference())
    if opening is None:
        proposal.missing.append(
            f"No free time for the integration visit after session no. {number}, "
            f"{plan.follow_after_days} to {plan.follow_within_days} days after it."
        )
        return
    search.take("integration", opening)
    proposal.visits.append(Proposed("integration", opening, follows=len(proposal.visits) - 1))


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute
