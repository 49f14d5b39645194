"""A patient's commitments and goals, each with what has become of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sojourn.core.spoken import day
from sojourn.core.together import fetch_together
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from sojourn.treatment.models import Commitment, CommitmentWord, Goal, GoalMark, Session
from sojourn.treatment.queries.visits import NotFound
from sojourn.treatment.rules.aims import (
    AgreedLine,
    Ending,
    GoalLine,
    Standing,
    agreed_in_words,
    goals_in_words,
    standing,
)


@dataclass(frozen=True)
class Committed:
    """One commitment with the latest word about it and how it stands today."""

    commitment: Commitment
    word: CommitmentWord | None
    standing: Standing


@dataclass(frozen=True)
class Tracked:
    """One goal with its latest mark in each visit, in the order of the visits."""

    goal: Goal
    marks: tuple[GoalMark, ...]

    @property
    def ending(self) -> str:
        """How it ended; empty while it goes on."""
        return next((each.ending for each in reversed(self.marks) if each.ending), Ending.GOES_ON)

    @property
    def nears(self) -> list[int]:
        """How near it felt, visit by visit."""
        return [each.near for each in self.marks if each.near is not None]


@dataclass(frozen=True)
class Aims:
    """The rows about what one patient set out to do; querysets that are not evaluated before :meth:`together`."""

    made: QuerySet[Commitment]
    said: QuerySet[CommitmentWord]
    goals: QuerySet[Goal]
    marks: QuerySet[GoalMark]

    @classmethod
    def of(cls, patient: Patient) -> Aims:
        """The questions about one patient."""
        marks = GoalMark.objects.filter(goal__patient=patient).select_related("appointment", "by")
        said = CommitmentWord.objects.filter(commitment__patient=patient).select_related("by")
        made = Commitment.objects.filter(patient=patient).select_related("by")
        return cls(
            made.order_by("due_on", "at", "id"),
            said.order_by("at", "id"),
            Goal.objects.filter(patient=patient),
            marks.order_by("at", "id"),
        )

    @property
    def questions(self) -> tuple[QuerySet[Any], ...]:
        """For asking them along with others."""
        return self.made, self.said, self.goals, self.marks

    def together(self) -> Aims:
        """All of them in one statement."""
        fetch_together(*self.questions)
        return self

    def commitments(self, today: date) -> list[Committed]:
        """All that stand, the next day first; what was taken back is not among them."""
        latest = {each.commitment_id: each for each in self.said}
        found = [_as_it_stands(each, latest.get(each.pk), today) for each in self.made]
        return [each for each in found if each.standing is not Standing.WITHDRAWN]

    def still_open(self, today: date) -> list[Committed]:
        """What is still to be done, or to be said."""
        return [each for each in self.commitments(today) if each.standing.is_open]

    def tracked(self) -> list[Tracked]:
        """All goals that were not taken back, oldest first."""
        of_goal: dict[UUID, list[GoalMark]] = {}
        for each in self.marks:
            of_goal.setdefault(each.goal_id, []).append(each)
        found = [Tracked(each, _one_a_visit(of_goal.get(each.pk, ()))) for each in self.goals]
        return [each for each in found if each.ending != Ending.WITHDRAWN]


def commitments_of(patient: Patient, today: date) -> list[Committed]:
    """All that stand, the next day first. One query."""
    return Aims.of(patient).together().commitments(today)


def commitment_of(patient: Patient, commitment_id: UUID, today: date) -> Committed:
    """One commitment of this patient that stands. Raises :class:`NotFound`."""
    found = next(
        (each for each in commitments_of(patient, today) if each.commitment.pk == commitment_id), None
    )
    if found is None:
        raise NotFound
    return found


def open_commitments(patient: Patient, today: date) -> list[Committed]:
    """What is still to be done, or to be said. One query."""
    return Aims.of(patient).together().still_open(today)


def goals_of(patient: Patient) -> list[Tracked]:
    """All goals that were not taken back, oldest first. One query."""
    return Aims.of(patient).together().tracked()


def ended(goal: Goal) -> bool:
    """Reached, let go or taken back."""
    return goal.marks.exclude(ending=Ending.GOES_ON).exists()


def intentions_of(patient: Patient) -> QuerySet[Session, str]:
    """The intention of the latest session in which one was said; empty without one."""
    said = Session.objects.filter(patient=patient).exclude(intention="").order_by("-opened_at")
    return said.values_list("intention", flat=True)[:1]


def agreed_in(appointment: Appointment, today: date) -> str:
    """What was agreed in one visit, a line each, as its signed note tells it."""
    lines = [each for each in commitments_of(appointment.patient, today) if _made_in(each, appointment)]
    return agreed_in_words([agreed_line(each) for each in lines])


def goals_in(appointment: Appointment) -> str:
    """The goals as they were spoken of in one visit, a line each."""
    lines = [_goal_line(each, appointment) for each in goals_of(appointment.patient)]
    return goals_in_words([each for each in lines if each])


def agreed_line(each: Committed) -> AgreedLine:
    """One commitment in words."""
    said = CommitmentWord.Outcome(each.word.outcome).label if each.word else ""
    return AgreedLine(
        text=each.commitment.text,
        due=day(each.commitment.due_on),
        said=said,
        words=each.word.words if each.word else "",
    )


def _as_it_stands(commitment: Commitment, word: CommitmentWord | None, today: date) -> Committed:
    now = standing(due_on=commitment.due_on, outcome=word.outcome if word else "", today=today)
    return Committed(commitment, word, now)


def _one_a_visit(marks: Iterable[GoalMark]) -> tuple[GoalMark, ...]:
    latest = {each.appointment_id: each for each in marks}
    return tuple(sorted(latest.values(), key=lambda each: (each.appointment.starts_at, each.at)))


def _made_in(each: Committed, appointment: Appointment) -> bool:
    return each.commitment.appointment_id == appointment.pk


def _goal_line(tracked: Tracked, appointment: Appointment) -> GoalLine | None:
    here = next((each for each in tracked.marks if each.appointment_id == appointment.pk), None)
    if here is None and tracked.goal.appointment_id != appointment.pk:
        return None
    so_far = [
        each.near
        for each in tracked.marks
        if each.near is not None and each.appointment.starts_at <= appointment.starts_at
    ]
    ending = GoalMark.Ending(here.ending).label if here and here.ending else ""
    return GoalLine(text=tracked.goal.text, nears=so_far, ending=ending, words=here.words if here else "")
