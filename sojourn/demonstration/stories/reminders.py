"""What people said to their reminders, whom they let us write to, and a letter that came back."""

from __future__ import annotations

from datetime import timedelta

from sojourn.comms.actions import note_bounce
from sojourn.comms.models import MessageState
from sojourn.comms.queries import messages_about
from sojourn.demonstration.chronicle import Story
from sojourn.demonstration.world import World
from sojourn.people import actions as people
from sojourn.people.queries import escort_of
from sojourn.scheduling.actions import answer
from sojourn.scheduling.queries import upcoming
from sojourn.scheduling.states import AppointmentState

NOTE = "Could it be a day later? I have to be at work until noon."


def may_write_to_escort(world: World, name: str) -> Story:
    """The patient agrees that whoever takes them home is told when to come."""
    yield world.now - timedelta(hours=2)
    care = world.care.get(name)
    escort = care and escort_of(care.patient)
    if care and escort and escort.phone:
        told = {"name": escort.name, "relationship": escort.relationship, "phone": escort.phone}
        now = world.now - timedelta(hours=2)
        people.set_contact(patient=care.patient, kind="escort", may_write=True, by=care.user, now=now, **told)


def says(world: World, name: str, *, comes: bool) -> Story:
    """An answer to the next visit, by the link in the reminder."""
    now = yield world.now - timedelta(minutes=50)
    care = world.care.get(name)
    if care is None:
        return
    ahead = upcoming(care.patient, now).filter(state=AppointmentState.BOOKED, starts_at__gt=world.now)
    visit = ahead.first()
    if visit:
        note = "" if comes else NOTE
        facts = {"starts_at": visit.starts_at, "who": "patient", "now": now}
        answer(appointment=visit, comes=comes, note=note, **facts)


def one_came_back(world: World, name: str) -> None:
    """The last letter to somebody was returned this morning."""
    care = world.care.get(name)
    letter = care and messages_about(care.patient.pk).filter(state=MessageState.SENT, channel="email").first()
    if letter:
        note_bounce(
            message_id=letter.pk, answer="550 5.1.1 user unknown", by=None, now=world.now - timedelta(hours=3)
        )
