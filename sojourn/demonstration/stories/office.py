"""What goes on beside the visits: letters in the portal, questions from the website, a closed alert."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sojourn.demonstration.chronicle import Story
from sojourn.demonstration.days import at, open_on_or_before
from sojourn.demonstration.scores import fill_in
from sojourn.demonstration.words import ENQUIRIES, MESSAGES, WAITING
from sojourn.demonstration.world import Care, World
from sojourn.measures import actions as measures
from sojourn.measures import queries as alerts
from sojourn.people import actions as people

WAITING_ENQUIRIES = 2


def exchange(world: World, name: str, number: int, day: date) -> Story:
    """A question of a patient and the clinic's answer, both read."""
    now = yield at(day, "19:15")
    care = world.care.get(name)
    if care is None:
        return
    question, reply = MESSAGES[number % len(MESSAGES)]
    people.send_message(patient=care.patient, sender=care.user, text=question, now=now)
    now = yield at(day + timedelta(days=1), "09:05")
    by = world.user("brook")
    people.mark_read(patient=care.patient, by=by, now=now)
    people.send_message(patient=care.patient, sender=by, text=reply, now=now + timedelta(minutes=2))
    now = yield now + timedelta(hours=3)
    people.mark_read(patient=care.patient, by=care.user, now=now)


def unread(world: World, name: str, number: int) -> Story:
    """A message nobody has read yet."""
    now = yield world.now - timedelta(hours=3 + 5 * number)
    care = world.care.get(name)
    if care:
        people.send_message(
            patient=care.patient, sender=care.user, text=WAITING[number % len(WAITING)], now=now
        )


def enquiry(world: World, number: int) -> Story:
    """A question from the public page; the last ones still wait."""
    name, email, text = ENQUIRIES[number]
    waits = number >= len(ENQUIRIES) - WAITING_ENQUIRIES
    days = len(ENQUIRIES) - number
    now = yield world.now - (timedelta(hours=5 * days) if waits else timedelta(days=9 * days))
    asked = people.ask_question(name=name, email=email, text=text, now=now)
    if not waits:
        now = yield now + timedelta(hours=15)
        people.answer_enquiry(enquiry=asked, by=world.user("lark"), now=now)


def closed_alert(world: World, name: str, day: date) -> Story:
    """Somebody got worse and said so; a provider reached them within the quarter hour."""
    now = yield at(open_on_or_before(day), "13:05")
    care = world.care.get(name)
    if care is None:
        return
    _say_so(care, now)
    for alert in alerts.open_alerts_of(care.patient):
        by = world.user("rowe")
        now = yield now + timedelta(minutes=7)
        measures.take_alert(alert=alert, by=by, now=now)
        now = yield now + timedelta(minutes=6)
        measures.note_on_alert(
            alert=alert, text="Called, reached at once, alone at home, willing to talk.", by=by, now=now
        )
        now = yield now + timedelta(minutes=31)
        measures.close_alert(
            alert=alert,
            text="Thoughts without plan or intent. Safety plan renewed, partner at home, own doctor tomorrow.",
            by=by,
            now=now,
        )


def _say_so(care: Care, now: datetime) -> None:
    asked = measures.assign(
        patient=care.patient,
        instrument="phq-9",
        occasion=f"asked-for-{now:%Y-%m-%d}",
        due_at=now,
        by=None,
        now=now,
    )
    fill_in(care, asked, now, fixed={"q9": 1})
