"""Visits of fifty minutes: the intake, preparation and integration, with note, charge and payment."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sojourn.billing.actions import finish_visit, issue_superbill
from sojourn.clinic.queries import local_day
from sojourn.core.ids import new_id
from sojourn.demonstration.chronicle import Story
from sojourn.demonstration.money import settle
from sojourn.demonstration.words import COMMITMENTS, GOALS, HOW_IT_WENT, note_sections
from sojourn.demonstration.world import Care, World
from sojourn.people.actions import note_weight
from sojourn.scheduling import actions as scheduling
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries import visit_of
from sojourn.scheduling.states import AppointmentState
from sojourn.treatment import actions as treatment
from sojourn.treatment.actions.aims import Mark, NewCommitment, Spoken
from sojourn.treatment.queries.aims import goals_of, open_commitments
from sojourn.treatment.rules.aims import NEAREST
from sojourn.treatment.rules.notes import WITH_AIMS

SIGNED_LATER = timedelta(hours=40)
"""Among visits younger than this some notes still wait for their signature."""


def talk(world: World, care: Care, visit: Appointment) -> Story:
    """One visit from the door to the signed note."""
    dice = care.person.dice(("talk", visit.service, str(visit.starts_at)))
    if visit.service == "integration" and care.user:
        now = yield visit.starts_at - timedelta(hours=20)
        _tell(care, dice, now)
    now = yield visit.starts_at - timedelta(minutes=dice.randrange(2, 14))
    visit = visit_of(visit.pk)
    if visit.state != AppointmentState.BOOKED:
        return
    if care.person.has("misses_one") and visit.service == "integration" and care.sessions_done == 2:
        now = yield visit.starts_at + timedelta(minutes=25)
        scheduling.miss(
            appointment=visit, cause="unknown", reason="Left a voicemail", by=world.user("lark"), now=now
        )
        return
    scheduling.arrive(appointment=visit, by=world.user("lark"), now=now)
    now = yield visit.starts_at + timedelta(minutes=dice.randrange(0, 4))
    scheduling.begin(appointment=visit, by=visit.staff.user, now=now)
    if visit.service == "intake":
        note_weight(patient=care.patient, kg=care.person.kg, by=world.user("brook"), now=now)
    now = yield now + timedelta(minutes=dice.choice((50, 50, 51, 52)))
    finish_visit(appointment=visit, by=visit.staff.user, now=now)
    now = yield now + timedelta(minutes=4)
    settle(world, care, now)
    now = yield now + timedelta(minutes=dice.randrange(6, 40))
    yield from write_note(world, care, visit, now)


def write_note(world: World, care: Care, visit: Appointment, now: datetime) -> Story:
    """Draft, write, sign; then the superbill for those who send one to their insurer."""
    dice = care.person.dice(("note", str(visit.starts_at)))
    by = visit.staff.user
    note = treatment.draft_note(appointment=visit, by=by, now=now)
    sections = {**note.sections, **note_sections(care.person, visit.service, dice)}
    note = treatment.save_note(
        note=note,
        sections=sections,
        diagnoses=note.diagnoses,
        started_at=note.started_at,
        ended_at=note.ended_at,
        by=by,
        now=now,
    )
    if note.kind in WITH_AIMS:
        _agree(care, visit, now)
    if world.now - visit.starts_at < SIGNED_LATER and dice.random() < 0.4:
        return
    now = yield now + timedelta(minutes=dice.randrange(3, 25))
    treatment.sign_note(note=note, by=by, now=now)
    if care.person.has("superbill") and visit.service in {"intake", "integration"}:
        now = yield now + timedelta(days=1)
        if care.patient.decisions.exists():
            issue_superbill(appointment=visit, by=world.user("lark"), now=now)


def _agree(care: Care, visit: Appointment, now: datetime) -> None:
    """A goal in the first of these visits, a mark for it in the later ones, and something to do until the next."""
    dice = care.person.dice(("aims", str(visit.starts_at)))
    goals, day = [each for each in goals_of(care.patient) if not each.ending], local_day(now)
    due_on = day + timedelta(days=dice.choice((4, 5, 6)))
    line = NewCommitment(text=dice.choice(COMMITMENTS), due_on=due_on)
    near = min(NEAREST, 2 + care.sessions_done + dice.randrange(2))
    spoken = Spoken(
        commitments=[line] if visit.service == "integration" else [],
        goals=[] if goals else [dice.choice(GOALS)],
        marks=[Mark(goal=each.goal, near=near) for each in goals],
    )
    treatment.keep_aims(appointment=visit, spoken=spoken, by=visit.staff.user, now=now, client_id=new_id())


def _tell(care: Care, dice: Random, now: datetime) -> None:
    """The evening before, most say in the portal how it went."""
    for each in open_commitments(care.patient, local_day(now)):
        outcome, words = dice.choice(HOW_IT_WENT)
        treatment.say_how_it_went(
            commitment=each.commitment, outcome=outcome, words=words, by=care.user, now=now
        )
