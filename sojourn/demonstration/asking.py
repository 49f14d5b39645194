"""Questionnaires that fall due in the course of treatment, asked by the clinic's plan and answered at home."""

from __future__ import annotations

from datetime import datetime, timedelta

from sojourn.clinic.queries import local_day
from sojourn.demonstration.chronicle import Story
from sojourn.demonstration.scores import fill_in
from sojourn.demonstration.world import Care, World
from sojourn.measures import actions as measures
from sojourn.measures import queries
from sojourn.measures.models import Assignment
from sojourn.measures.rules import DueFacts
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import HOLDS_ITS_PLACE, JOURNEYS, AppointmentState

FOLLOW_UP = (28, 56)
"""Days after the last session on which the clinic asks again."""


def ask_what_is_due(care: Care, now: datetime) -> list[Assignment]:
    """Let the plan of the pack say what to ask today; gives everything open."""
    measures.assign_what_is_due(patient=care.patient, facts=_facts(care, now), by=None, now=now)
    return list(queries.open_assignments(care.patient))


def asking(world: World, care: Care, at: datetime, sessions_before: int) -> Story:
    """One moment at which questionnaires are asked, and their answer some hours later."""
    now = yield at
    dice = care.person.dice(("asking", at.date()))
    if not ask_what_is_due(care, now) or dice.random() < 0.06:
        return
    now = yield now + timedelta(minutes=dice.randrange(90, 20 * 60))
    for assignment in queries.open_assignments(care.patient):
        care.sessions_done = max(care.sessions_done, sessions_before)
        fill_in(care, assignment, now)


def ask_along_the_way(world: World, care: Care, journeys: list[Appointment], *, course_ends: bool) -> None:
    """Before each session, a week after the first and after the last, and at the follow-ups."""
    for number, visit in enumerate(journeys):
        world.tell(asking(world, care, visit.starts_at - timedelta(hours=44), number))
    first, last = journeys[0].starts_at, journeys[-1].starts_at
    week = first + timedelta(days=7, hours=4)
    world.tell(asking(world, care, week, sum(each.starts_at < week for each in journeys)))
    if course_ends:
        for days in (7, *FOLLOW_UP):
            world.tell(asking(world, care, last + timedelta(days=days, hours=2), len(journeys)))


def _facts(care: Care, now: datetime) -> DueFacts:
    held = [each for each in _journeys(care) if each.state == AppointmentState.DONE]
    planned = [local_day(each.starts_at) for each in _journeys(care)]
    is_over = bool(held) and len(held) == len(planned) >= care.person.sessions
    scored = queries.latest_scores(care.patient)
    return DueFacts(
        today=local_day(now),
        complaints=frozenset(care.person.complaints),
        answered={name: local_day(score.at) for name, score in scored.items()},
        sessions=tuple(planned),
        course_end=max(planned) if is_over else None,
    )


def _journeys(care: Care) -> list[Appointment]:
    visits = care.patient.appointments.filter(service__in=JOURNEYS, state__in=HOLDS_ITS_PLACE)
    return list(visits.order_by("starts_at"))
