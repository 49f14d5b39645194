"""Visits of fifty minutes: the intake, preparation and integration, with note, charge and payment."""

from __future__ import annotations

from datetime import datetime, timedelta

from sojourn.billing.actions import finish_visit, issue_superbill
from sojourn.demonstration.chronicle import Story
from sojourn.demonstration.money import settle
from sojourn.demonstration.words import note_sections
from sojourn.demonstration.world import Care, World
from sojourn.people.actions import note_weight
from sojourn.scheduling import actions as scheduling
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.queries import visit_of
from sojourn.scheduling.states import AppointmentState
from sojourn.treatment import actions as treatment

SIGNED_LATER = timedelta(hours=40)
"""Among visits younger than this some notes still wait for their signature."""


def talk(world: World, care: Care, visit: Appointment) -> Story:
    """One visit from the door to the signed note."""
    dice = care.person.dice(("talk", visit.service, str(visit.starts_at)))
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
    if world.now - visit.starts_at < SIGNED_LATER and dice.random() < 0.4:
        return
    now = yield now + timedelta(minutes=dice.randrange(3, 25))
    treatment.sign_note(note=note, by=by, now=now)
    if care.person.has("superbill") and visit.service in {"intake", "integration"}:
        now = yield now + timedelta(days=1)
        if care.patient.decisions.exists():
            issue_superbill(appointment=visit, by=world.user("lark"), now=now)
