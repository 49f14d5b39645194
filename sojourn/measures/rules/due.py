"""Which questionnaires are due today, and why. The clinic's pack says at which moments they are asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sojourn.content.instruments import Instrument

FRESH = timedelta(days=3)
"""A weekly questionnaire answered this shortly before its day is not asked again."""

FOLLOW_UP_STAYS_OPEN = timedelta(days=14)
"""How long after its day a follow-up questionnaire is still worth asking."""


EVENING, MORNING = time(20), time(8)
SHORTEST_NOTICE = timedelta(hours=3)


class Plan(Protocol):
    """One moment of treatment and what is asked at it, as a clinic's pack has it."""

    @property
    def moment(self) -> str:
        """intake, before_session, after_session, weekly or after_course."""

    @property
    def instruments(self) -> tuple[str, ...]:
        """Ids of instruments."""

    @property
    def hours(self) -> int:
        """How long before, or after, a session."""

    @property
    def weeks(self) -> tuple[int, ...]:
        """How many weeks after the course."""


@dataclass(frozen=True, kw_only=True)
class DueFacts:
    """What is known of one patient today. ``sessions`` are held and booked ones; a course that ended has its end."""

    today: date
    complaints: frozenset[str] = frozenset()
    answered: Mapping[str, date] = field(default_factory=dict)
    sessions: tuple[date, ...] = ()
    course_end: date | None = None

    @property
    def held(self) -> tuple[date, ...]:
        """Sessions up to and including today, in order."""
        return tuple(sorted(day for day in self.sessions if day <= self.today))


@dataclass(frozen=True, kw_only=True)
class Due:
    """One questionnaire to ask. ``occasion`` names the reason once, so that asking twice counts once."""

    instrument: str
    occasion: str
    due_on: date
    why: str


def due(plans: Iterable[Plan], instruments: Mapping[str, Instrument], facts: DueFacts) -> list[Due]:
    """What to ask today, each instrument once, for the first reason in the order of the plans."""
    found: dict[str, Due] = {}
    for each in (*_planned(plans, instruments, facts), *_by_sessions(instruments, facts)):
        found.setdefault(each.instrument, each)
    return list(found.values())


def due_moment(each: Due, *, now: datetime, zone: ZoneInfo) -> datetime:
    """Until when to answer: eight in the evening of its day, the evening before for what a session waits for.

    A day that is over, or nearly, leaves two more.
    """
    day = each.due_on - timedelta(days=1) if each.occasion.startswith("before-") else each.due_on
    evening = datetime.combine(day, EVENING, zone)
    if evening - now >= SHORTEST_NOTICE:
        return evening
    if each.occasion.startswith("before-"):
        return max(datetime.combine(each.due_on, MORNING, zone), now + SHORTEST_NOTICE)
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=2), EVENING, zone)


@dataclass(frozen=True, kw_only=True)
class _Occasion:
    """A reason to ask. Whoever answered on ``fresh_from`` or later has answered for it."""

    name: str
    due_on: date
    fresh_from: date
    why: str


def _planned(plans: Iterable[Plan], instruments: Mapping[str, Instrument], facts: DueFacts) -> Iterator[Due]:
    for plan in plans:
        occasion = _occasion(plan, facts)
        if occasion is None:
            continue
        for name in plan.instruments:
            if _concerns(instruments.get(name), facts) and not _answered(name, occasion, facts):
                yield _asking(name, occasion)


def _occasion(plan: Plan, facts: DueFacts) -> _Occasion | None:
    match plan.moment:
        case "intake":
            return _Occasion(name="baseline", due_on=facts.today, fresh_from=date.min, why="before treatment")
        case "before_session":
            return _before_session(plan, facts)
        case "after_session":
            return _after_session(plan, facts)
        case "weekly":
            return _weekly(facts)
        case "after_course":
            return _after_course(plan, facts)
    return None


def _before_session(plan: Plan, facts: DueFacts) -> _Occasion | None:
    window = timedelta(hours=plan.hours)
    ahead = [day for day in sorted(facts.sessions) if facts.today <= day <= facts.today + window]
    if not ahead:
        return None
    return _Occasion(
        name=f"before-{ahead[0]}", due_on=ahead[0], fresh_from=ahead[0] - window, why="before your session"
    )


def _after_session(plan: Plan, facts: DueFacts) -> _Occasion | None:
    due_days = [day + timedelta(hours=plan.hours) for day in facts.held]
    open_now = [day for day in due_days if day <= facts.today <= day + FRESH]
    if not open_now:
        return None
    return _Occasion(
        name=f"after-{open_now[-1]}", due_on=open_now[-1], fresh_from=open_now[-1], why="after your session"
    )


def _weekly(facts: DueFacts) -> _Occasion | None:
    if not facts.held or facts.today > max(facts.sessions) + timedelta(weeks=1):
        return None
    week = (facts.today - facts.held[0]).days // 7
    due_on = facts.held[0] + timedelta(weeks=week)
    if not week:
        return None
    return _Occasion(
        name=f"week-{week}-from-{facts.held[0]}",
        due_on=due_on,
        fresh_from=due_on - FRESH,
        why=f"week {week} of treatment",
    )


def _after_course(plan: Plan, facts: DueFacts) -> _Occasion | None:
    if facts.course_end is None:
        return None
    days = {week: facts.course_end + timedelta(weeks=week) for week in plan.weeks}
    open_now = [week for week, day in days.items() if day <= facts.today <= day + FOLLOW_UP_STAYS_OPEN]
    if not open_now:
        return None
    week = max(open_now)
    return _Occasion(
        name=f"{week}-weeks-after-{facts.course_end}",
        due_on=days[week],
        fresh_from=days[week] - FRESH,
        why=f"{week} weeks after treatment",
    )


def _by_sessions(instruments: Mapping[str, Instrument], facts: DueFacts) -> Iterator[Due]:
    """Safety checks that come round after a number of sessions."""
    for name, instrument in instruments.items():
        every, held = instrument.every_sessions, facts.held
        if not every or len(held) < every:
            continue
        count = len(held) // every * every
        day = held[count - 1]
        occasion = _Occasion(
            name=f"after-{count}-sessions", due_on=day, fresh_from=day, why=f"after {count} sessions"
        )
        if _concerns(instrument, facts) and not _answered(name, occasion, facts):
            yield _asking(name, occasion)


def _concerns(instrument: Instrument | None, facts: DueFacts) -> bool:
    if instrument is None or not instrument.has_words:
        return False
    return not instrument.for_complaints or bool(facts.complaints & set(instrument.for_complaints))


def _answered(name: str, occasion: _Occasion, facts: DueFacts) -> bool:
    last = facts.answered.get(name)
    return last is not None and last >= occasion.fresh_from


def _asking(name: str, occasion: _Occasion) -> Due:
    return Due(instrument=name, occasion=occasion.name, due_on=occasion.due_on, why=occasion.why)
