"""What is agreed in a visit: commitments and goals, and the words about how they went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit.actions import record
from sojourn.clinic.queries import local_day
from sojourn.core.decisions import refuse, require
from sojourn.core.holding import hold
from sojourn.core.ids import held_to, new_id
from sojourn.core.sent_again import kept_before
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import AppointmentState
from sojourn.treatment import permissions
from sojourn.treatment.models import Commitment, CommitmentWord, Goal, GoalMark, NoteSignature
from sojourn.treatment.queries import aims as asked
from sojourn.treatment.rules import aims as rules


@dataclass(frozen=True, kw_only=True)
class NewCommitment:
    """One line as it was typed; ``row`` names it in refusals."""

    text: str
    due_on: date | None
    row: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """How near one goal felt, as it was typed."""

    goal: Goal
    near: int | None
    ending: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """How one commitment went, as it was told in a visit."""

    commitment: Commitment
    outcome: str
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """Everything about aims in one visit. Kept together or not at all."""

    commitments: Sequence[NewCommitment] = ()
    goals: Sequence[str] = ()
    marks: Sequence[Mark] = ()
    said: Sequence[Said] = ()


@transaction.atomic
def keep_aims(*, appointment: Appointment, spoken: Spoken, by: User, now: datetime, client_id: UUID) -> None:
    """Keep what was agreed in a visit. The same ``client_id`` again adds nothing."""
    require(permissions.may_write(by))
    _is_open(appointment)
    for number, new in enumerate(spoken.commitments):
        agree(
            appointment=appointment,
            text=new.text,
            due_on=new.due_on,
            by=by,
            now=now,
            client_id=held_to(client_id, f"commitment {number}"),
            row=new.row,
        )
    for number, text in enumerate(spoken.goals):
        set_goal(
            appointment=appointment,
            text=text,
            by=by,
            now=now,
            client_id=held_to(client_id, f"goal {number}"),
        )
    _nothing_left_out(spoken, client_id)
    for mark in spoken.marks:
        mark_goal(
            appointment=appointment,
            mark=mark,
            by=by,
            now=now,
            client_id=held_to(client_id, f"mark {mark.goal.pk}"),
        )
    for said in spoken.said:
        say_how_it_went(
            commitment=said.commitment,
            outcome=said.outcome,
            words=said.words,
            by=by,
            now=now,
            client_id=held_to(client_id, f"said {said.commitment.pk}"),
        )


def _nothing_left_out(spoken: Spoken, client_id: UUID) -> None:
    """A line that this page kept the first time and no longer says."""
    beyond = (
        Commitment.objects.filter(pk=held_to(client_id, f"commitment {len(spoken.commitments)}")).first(),
        Goal.objects.filter(pk=held_to(client_id, f"goal {len(spoken.goals)}")).first(),
    )
    for left in beyond:
        if left:
            kept_before(left, {"text": ""})


@transaction.atomic
def agree(
    *,
    appointment: Appointment,
    text: str,
    due_on: date | None,
    by: User,
    now: datetime,
    client_id: UUID | None = None,
    row: str = "",
) -> Commitment:
    """One thing the patient will do, and by when. They see it in their portal."""
    require(permissions.may_write(by))
    wanted = client_id or new_id()
    if made := Commitment.objects.filter(pk=wanted, patient=appointment.patient_id).first():
        return kept_before(made, {"text": text.strip(), "due_on": due_on})
    _is_open(appointment)
    require(rules.may_agree(text=text, due_on=due_on, today=local_day(now), field=row))
    assert due_on, "a commitment without a day is refused"
    made = Commitment.objects.create(
        id=wanted,
        patient_id=appointment.patient_id,
        appointment=appointment,
        text=text.strip(),
        due_on=due_on,
        by=by,
        at=now,
    )
    _audit(made, "commitment.agreed", "A commitment was agreed.", by, now)
    return made


@transaction.atomic
def say_how_it_went(
    *,
    commitment: Commitment,
    outcome: str,
    words: str,
    by: User,
    now: datetime,
    client_id: UUID | None = None,
) -> CommitmentWord:
    """How it went: by the patient whose it is, or in a visit by who writes its note."""
    own = by.is_patient and commitment.patient.user_id == by.pk
    if not own:
        require(permissions.may_write(by))
    wanted = client_id or new_id()
    if said := CommitmentWord.objects.filter(pk=wanted, commitment=commitment).first():
        return kept_before(said, {"outcome": outcome, "words": words.strip()})
    hold(commitment)
    require(rules.may_say(outcome=outcome, words=words, is_staff=not own))
    if commitment.words_said.filter(outcome=rules.Outcome.WITHDRAWN).exists():
        raise refuse("withdrawn", "This was taken back in a visit.")
    said = CommitmentWord.objects.create(
        id=wanted,
        commitment=commitment,
        outcome=outcome,
        words=words.strip(),
        by=by,
        at=now,
    )
    _audit(commitment, "commitment.told", f"A commitment: {said.get_outcome_display().lower()}.", by, now)
    return said


@transaction.atomic
def set_goal(
    *, appointment: Appointment, text: str, by: User, now: datetime, client_id: UUID | None = None
) -> Goal:
    """Something treatment is to bring, in the patient's words."""
    require(permissions.may_write(by))
    wanted = client_id or new_id()
    if made := Goal.objects.filter(pk=wanted, patient=appointment.patient_id).first():
        return kept_before(made, {"text": text.strip()})
    _is_open(appointment)
    if not text.strip():
        raise refuse("goal", "Write the goal in their words.", field="goal")
    made = Goal.objects.create(
        id=wanted,
        patient_id=appointment.patient_id,
        appointment=appointment,
        text=text.strip(),
        by=by,
        at=now,
    )
    _audit(made, "goal.set", "A goal was written down.", by, now)
    return made


@transaction.atomic
def mark_goal(
    *, appointment: Appointment, mark: Mark, by: User, now: datetime, client_id: UUID | None = None
) -> GoalMark:
    """How near a goal feels in this visit, or how it ended."""
    require(permissions.may_write(by))
    goal, wanted = mark.goal, client_id or new_id()
    if made := GoalMark.objects.filter(pk=wanted, goal=goal).first():
        told = {"near": mark.near, "ending": mark.ending, "words": mark.words.strip()}
        return kept_before(made, told)
    _is_open(appointment)
    if goal.patient_id != appointment.patient_id:
        raise refuse("goal", "This is another patient's goal.")
    hold(goal)
    require(
        rules.may_mark(
            near=mark.near,
            ending=mark.ending,
            words=mark.words,
            ended=asked.ended(goal),
            field=f"near_{goal.pk}",
        )
    )
    made = GoalMark.objects.create(
        id=wanted,
        goal=goal,
        appointment=appointment,
        near=mark.near,
        ending=mark.ending,
        words=mark.words.strip(),
        by=by,
        at=now,
    )
    _audit(goal, "goal.marked", "A goal was looked at again.", by, now)
    return made


def _is_open(appointment: Appointment) -> None:
    """A visit that took place, and whose note is not locked."""
    if appointment.state in {AppointmentState.CANCELLED, AppointmentState.NO_SHOW}:
        raise refuse("state", "This visit did not take place.")
    if NoteSignature.objects.filter(visit_note__appointment=appointment).exists():
        raise refuse("signed", "The note of this visit is signed and locked. Agree on it in the next visit.")


def _audit(aim: Commitment | Goal, kind: str, sentence: str, by: User, now: datetime) -> None:
    record(kind, sentence, by=by, now=now, subject=aim, patient_id=aim.patient_id)
