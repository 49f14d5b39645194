"""A whole course proposed from the plan and what is really free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain

from sojourn.clinic import queries as clinic
from sojourn.clinic.models import Room, StaffMember
from sojourn.core.periods import Period
from sojourn.people.models import Patient
from sojourn.prescribing.models import PlanRevision
from sojourn.scheduling.models import Claim
from sojourn.scheduling.queries.availability import openings_for
from sojourn.scheduling.rules.availability import Opening, occupied
from sojourn.scheduling.rules.course import CoursePlan, Preference, Proposal, propose
from sojourn.scheduling.states import HOLDS_ITS_PLACE

SERVICES = ("preparation", "session", "integration")


@dataclass(frozen=True)
class CourseVisit:
    """One visit of a course, proposed or accepted; ``follows`` is the position of the session it belongs after."""

    service: str
    staff: StaffMember
    room: Room
    starts_at: datetime
    follows: int | None = None


@dataclass(frozen=True)
class CourseProposal:
    """Visits that can all be booked as they stand, and sentences about what could not be found."""

    visits: tuple[CourseVisit, ...]
    missing: tuple[str, ...]


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
        return CourseProposal((), ())
    people = {code: clinic.staff_who_can(code) for code in SERVICES}
    rooms = {code: clinic.rooms_of_kind(clinic.service(code).room_kind) for code in SERVICES}
    days = _horizon(plan)
    free = {
        code: _free_for(
            patient, code, openings_for(code, people[code], rooms[code], from_day=from_day, days=days), after
        )
        for code in SERVICES
    }
    found = propose(left, free, from_day=from_day, wish=Preference(weekdays, at), zone=clinic.timezone())
    return _with_names(found, people, rooms)


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


def _free_for(
    patient: Patient, service: str, openings: list[Opening], after: datetime | None
) -> list[Opening]:
    """Less the time in which the patient already has a visit."""
    if not openings:
        return []
    minutes = clinic.service(service).minutes
    last = occupied(openings[-1].starts_at, minutes).end
    claims = Claim.objects.filter(resource=patient.pk, cell__gte=openings[0].starts_at, cell__lt=last)
    busy = list(claims.values_list("cell", flat=True))
    return [
        each
        for each in openings
        if (after is None or each.starts_at >= after) and not _meets(occupied(each.starts_at, minutes), busy)
    ]


def _meets(wanted: Period, cells: list[datetime]) -> bool:
    return any(wanted.start <= cell < wanted.end for cell in cells)


def _with_names(
    found: Proposal, people: dict[str, list[StaffMember]], rooms: dict[str, list[Room]]
) -> CourseProposal:
    person = {each.pk: each for each in chain.from_iterable(people.values())}
    room = {each.pk: each for each in chain.from_iterable(rooms.values())}
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
    return CourseProposal(visits, tuple(found.missing))
