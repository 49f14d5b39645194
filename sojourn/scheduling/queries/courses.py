"""A whole course proposed from the plan and what is really free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sojourn.clinic import queries as clinic
from sojourn.core.periods import Period
from sojourn.people.models import Patient
from sojourn.prescribing.models import PlanRevision
from sojourn.scheduling.queries.availability import (
    Calendar,
    FreeTime,
    free_times_in,
    load_calendar,
    openings_in,
)
from sojourn.scheduling.queries.follow_ups import missing_before
from sojourn.scheduling.queries.places import Place
from sojourn.scheduling.rules.availability import Opening, occupied
from sojourn.scheduling.rules.course import CoursePlan, Preference, Proposal, propose
from sojourn.scheduling.states import HOLDS_ITS_PLACE

SERVICES = ("preparation", "session", "integration")


@dataclass(frozen=True)
class CourseVisit(Place):
    """One visit of a course, proposed or accepted; ``follows`` is the position of the session it belongs after."""

    follows: int | None = None


@dataclass(frozen=True)
class CourseProposal:
    """Visits that can all be booked as they stand, and sentences about what could not be found.

    ``free`` is what it was chosen from: every time of a service at which the patient has no visit yet.
    """

    visits: tuple[CourseVisit, ...]
    missing: tuple[str, ...]
    free: Mapping[str, list[FreeTime]]


def sessions_left(patient: Patient, plan: PlanRevision) -> int:
    """How many sessions of the plan are neither booked nor done."""
    return max(0, plan.sessions - _kept(patient, "session"))


def _kept(patient: Patient, service: str) -> int:
    return patient.appointments.filter(service=service, state__in=HOLDS_ITS_PLACE).count()


def propose_course(
    patient: Patient,
    plan: PlanRevision,
    *,
    from_day: date,
    weekdays: frozenset[int] = frozenset(),
    at: time | None = None,
    after: datetime | None = None,
) -> CourseProposal:
    """Preparation, sessions at the plan's cadence, an integration visit after each, all on free time.

    What is booked or done already is not proposed again.
    ``weekdays`` and ``at`` are wishes, not conditions. ``after`` leaves out openings that begin sooner.
    """
    left = _course_plan(patient, plan)
    if not left.sessions:
        return CourseProposal((), (), {})
    house = clinic.house()
    calendar = load_calendar(
        house.people, house.rooms, from_day=from_day, days=_horizon(plan), patient=patient
    )
    free = {code: _free_for(code, house, calendar, after) for code in SERVICES}
    found = propose(left, free, from_day=from_day, wish=Preference(weekdays, at), zone_of=clinic.zone_of)
    first = min((each.opening.starts_at for each in found.visits if each.service == "session"), default=None)
    caution = missing_before(patient, "session", first) if first else None
    found.missing += [caution.message] if caution else []
    return _with_names(found, free, house)


def _horizon(plan: PlanRevision) -> int:
    """Days to look at: the course at its cadence, two weeks for preparation, and slack for clashes."""
    weeks = -(-plan.sessions // plan.per_week)
    return 14 * plan.preparation_visits + weeks * 7 + 28


def _course_plan(patient: Patient, plan: PlanRevision) -> CoursePlan:
    follow_up = clinic.service("session").follow_up
    return CoursePlan(
        sessions=sessions_left(patient, plan),
        per_week=plan.per_week,
        preparation_visits=max(0, plan.preparation_visits - _kept(patient, "preparation")),
        integration_after_each=plan.integration_after_each and follow_up is not None,
        follow_after_days=follow_up.after_days if follow_up else 0,
        follow_within_days=follow_up.within_days if follow_up else 0,
        minutes={code: clinic.service(code).occupies_minutes for code in SERVICES},
    )


def _free_for(service: str, house: clinic.House, calendar: Calendar, after: datetime | None) -> list[Opening]:
    """Less the time in which the patient already has a visit."""
    minutes = clinic.service(service).minutes
    found = openings_in(
        calendar, service, house.who_can(service), house.rooms_for(service), house.who_watches(service)
    )
    return [
        each
        for each in found
        if (after is None or each.starts_at >= after)
        and not _meets(occupied(each.starts_at, minutes), calendar.patient)
    ]


def _meets(wanted: Period, taken: Iterable[Period]) -> bool:
    return any(wanted.overlaps(each) for each in taken)


def _with_names(found: Proposal, free: Mapping[str, list[Opening]], house: clinic.House) -> CourseProposal:
    person = {each.pk: each for each in house.people}
    room = {each.pk: each for each in house.rooms}
    visits = tuple(
        CourseVisit(
            each.service,
            person[each.opening.staff],
            room[each.opening.room],
            each.opening.starts_at,
            each.follows,
        )
        for each in found.visits
    )
    named = {
        code: free_times_in(openings, house.people, house.rooms, code) for code, openings in free.items()
    }
    return CourseProposal(visits, tuple(found.missing), named)
