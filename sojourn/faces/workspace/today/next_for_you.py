"""The short list on the right: what this person could do next, most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.clinic.words import spoken_day
from sojourn.faces.workspace.today.slots import is_late
from sojourn.scheduling.models import Appointment
from sojourn.scheduling.states import AppointmentState as State
from sojourn.timeline.queries import Inbox

MOST = 6


@dataclass(frozen=True)
class NextThing:
    """One thing to do: the words, where, since when it waits, and the page for it."""

    title: str
    detail: str
    since: datetime
    href: str
    is_urgent: bool = False


def next_for(
    user: User,
    visits: Sequence[Appointment],
    waiting: Inbox,
    now: datetime,
    *,
    unfollowed: Iterable[Appointment] = (),
) -> list[NextThing]:
    """Alerts, consents taken back, then people who wait or run over, decisions to look at again, journeys nobody
    talks about yet (``unfollowed``), then papers; each kind the oldest first."""
    things = [
        *_alerts(waiting),
        *_taken_back(waiting),
        *_in_rooms(user, visits, now),
        *_at_the_door(user, visits, now),
        *_changed(waiting),
        *_after_journeys(unfollowed),
        *_papers(waiting),
    ]
    return things[:MOST]


def _alerts(waiting: Inbox) -> Iterator[NextThing]:
    for alert in waiting.alerts:
        if alert.state == "open":
            href = reverse("workspace:alert", args=[alert.pk])
            yield NextThing(
                f"Take the alert about {alert.patient.called}", alert.sentence, alert.raised_at, href, True
            )


def _taken_back(waiting: Inbox) -> Iterator[NextThing]:
    for each in waiting.taken_back:
        href = reverse("workspace:taken_back", args=[each.withdrawal.pk])
        words = f"{each.patient.called} took a consent back"
        said = each.withdrawal.reason or each.withdrawal.signature.title
        yield NextThing(words, said, each.withdrawal.at, href, True)


def _in_rooms(user: User, visits: Sequence[Appointment], now: datetime) -> Iterator[NextThing]:
    if not user.may(Permission.OPEN_CHART):
        return
    for visit in visits:
        if visit.state == State.IN_ROOM and visit.ends_at < now:
            yield NextThing(
                f"{visit.patient.called} is still in {visit.room}",
                f"{_name(visit)}, {visit.staff}",
                visit.ends_at,
                _page(visit),
                True,
            )


def _at_the_door(user: User, visits: Sequence[Appointment], now: datetime) -> Iterator[NextThing]:
    for visit in visits:
        where = f"{_name(visit)}, {visit.room}"
        if visit.state == State.ARRIVED and visit.arrived_at and _is_theirs(user, visit):
            yield NextThing(f"{visit.patient.called} is waiting", where, visit.arrived_at, _page(visit))
        elif is_late(visit, now) and user.may(Permission.SCHEDULE):
            yield NextThing(
                f"Call {visit.patient.called}", f"{where}, not here yet", visit.starts_at, _page(visit)
            )


def _after_journeys(unfollowed: Iterable[Appointment]) -> Iterator[NextThing]:
    for visit in unfollowed:
        follow_up = clinic.service(visit.service).follow_up
        if follow_up:
            name = clinic.service(follow_up.service).short_name.lower()
            chosen = urlencode({"patient": visit.patient_id, "service": follow_up.service})
            yield NextThing(
                f"Book {visit.patient.called}’s {name}",
                f"nothing is booked after {spoken_day(visit.begins)}",
                visit.ends_at,
                f"{reverse('workspace:book')}?{chosen}",
            )


def _changed(waiting: Inbox) -> Iterator[NextThing]:
    for each in waiting.changed:
        href = reverse("workspace:chart_plan", args=[each.patient.pk])
        words = f"Look again at {each.patient.called}’s decision"
        yield NextThing(words, each.first.message, each.since, href, bool(each.stops))


def _papers(waiting: Inbox) -> Iterator[NextThing]:
    for form in waiting.intakes:
        href = reverse("workspace:chart_intake", args=[form.patient_id])
        yield NextThing(
            f"Read {form.patient.called}’s intake", "sent in and not read yet", form.submitted_at, href
        )
    for note in waiting.notes:
        href = reverse("workspace:note", args=[note.appointment_id])
        yield NextThing(
            f"Sign the note for {note.appointment.patient.called}", "a draft", note.changed_at, href
        )


def _is_theirs(user: User, visit: Appointment) -> bool:
    return visit.staff.user_id == user.pk or user.may(Permission.GIVE_MEDICATION)


def _page(visit: Appointment) -> str:
    session = getattr(visit, "session", None)
    if session:
        return reverse("workspace:session", args=[session.pk])
    return reverse("workspace:visit", args=[visit.pk])


def _name(visit: Appointment) -> str:
    return clinic.service(visit.service).short_name
