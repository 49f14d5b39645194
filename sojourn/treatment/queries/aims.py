"""A patient's commitments and goals, each with what has become of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sojourn.core.spoken import day
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


def commitments_of(patient: Patient, today: date) -> list[Committed]:
    """All that stand, the next day first; what was taken back is not among them. Two queries."""
    made = Commitment.objects.filter(patient=patient).select_related("by").order_by("due_on", "at", "id")
    found = [_as_it_stands(each, today) for each in made.prefetch_related("words_said__by")]
    return [each for each in found if each.standing is not Standing.WITHDRAWN]


def commitment_of(patient: Patient, commitment_id: UUID, today: date) -> Committed:
    """One commitment of this patient that stands. Raises :class:`NotFound`."""
    found = next(
        (each for each in commitments_of(patient, today) if each.commitment.pk == commitment_id), None
    )
    if found is None:
        raise NotFound
    return found


def open_commitments(patient: Patient, today: date) -> list[Committed]:
    """What is still to be done, or to be said."""
    return [each for each in commitments_of(patient, today) if each.standing.is_open]


def goals_of(patient: Patient) -> list[Tracked]:
    """All goals that were not taken back, oldest first. Two queries."""
    set_goals = Goal.objects.filter(patient=patient).prefetch_related("marks__appointment", "marks__by")
    found = [Tracked(each, _one_a_visit(each.marks.all())) for each in set_goals]
    return [each for each in found if each.ending != Ending.WITHDRAWN]


def ended(goal: Goal) -> bool:
    """Reached, let go or taken back."""
    return goal.marks.exclude(ending=Ending.GOES_ON).exists()


def latest_intention(patient: Patient) -> str:
    """The intention of the latest session in which one was said; empty without one."""
    said = Session.objects.filter(patient=patient).exclude(intention="").order_by("-opened_at")
    return said.values_list("intention", flat=True).first() or ""


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


def _as_it_stands(commitment: Commitment, today: date) -> Committed:
    said = list(commitment.words_said.all())
    word = said[-1] if said else None
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
