"""Clients book, move and cancel at random in one week, all at once; afterwards everything has to add up.

On whatever database Django speaks to, by the product's own actions, in threads that really commit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from time import perf_counter
from typing import Any

CLIENTS, STEPS, PATIENTS = 16, 40, 10
LEADERS = {"intake": "doctors", "preparation": "therapists", "session": "doctors"}


@dataclass(frozen=True)
class Week:
    """Few people, rooms and days, so that the clients meet each other all the time."""

    days: Sequence[date]
    doctors: Sequence[Any]
    therapists: Sequence[Any]
    patients: Sequence[Any]
    desk: Any
    now: datetime

    def visits(self) -> Any:
        """Every visit of these patients in these days, whatever became of it."""
        from sojourn.scheduling.queries import visits_between

        return visits_between(self.days[0], self.days[-1]).filter(patient__in=self.patients)


def ordeal(week: Week, *, clients: int = CLIENTS, steps: int = STEPS, seed: int = 0) -> Counter[str]:
    """Let them loose; gives how many of their steps were done, and how many were refused with a sentence."""
    with ThreadPoolExecutor(clients) as crowd:
        seeds = range(seed, seed + clients)
        return sum(crowd.map(lambda each: _client(Random(each), week, steps), seeds), Counter())


def faults(week: Week) -> list[str]:
    """What does not add up, in words; nothing when nobody is in two places and every step is written down."""
    return [*_two_places(week), *_claims(week), *_ledger(week)]


def report() -> str:
    """The section as Markdown, for a week of the demo that nobody has looked at yet."""
    from sojourn.audit.queries import verify

    week = _of_the_demo()
    started = perf_counter()
    told = ordeal(week)
    seconds, wrong = perf_counter() - started, faults(week)
    assert told.total() == CLIENTS * STEPS and not wrong and verify().intact, (told, wrong)
    return f"""{CLIENTS} clients book, move and cancel visits of {PATIENTS} patients in one week at random, all at once.
Afterwards the calendar is looked through. The tests do the same on PostgreSQL.

| steps | done | refused with a reason | overlaps | orphan claims | gaps in the ledger | seconds |
|---|---|---|---|---|---|---|
| {told.total()} | {told["done"]} | {told["refused"]} | 0 | 0 | 0 | {seconds:.1f} |
"""


def _client(dice: Random, week: Week, steps: int) -> Counter[str]:
    from django.db import connection

    from sojourn.core.decisions import Refused

    told: Counter[str] = Counter()
    try:
        for _ in range(steps):
            try:
                dice.choice((_book, _book, _move, _move, _cancel))(dice, week)
                told["done"] += 1
            except Refused:
                told["refused"] += 1
    finally:
        connection.close()
    return told


def _anything(dice: Random, week: Week, service: str) -> dict[str, Any]:
    """Some time, person and room."""
    from sojourn.clinic.models import Room
    from sojourn.clinic.queries import service as service_of
    from sojourn.clinic.queries import timezone

    rooms = Room.objects.filter(kind=service_of(service).room_kind, is_active=True).order_by("position")
    clock = time(dice.randrange(9, 15), dice.choice((0, 20, 30, 50)))
    return {
        "staff": dice.choice(getattr(week, LEADERS[service])),
        "room": dice.choice(list(rooms[:2])),
        "starts_at": datetime.combine(dice.choice(week.days), clock, timezone()),
    }


def _book(dice: Random, week: Week) -> None:
    from sojourn.core.decisions import ALLOWED
    from sojourn.scheduling.actions import book

    service = dice.choice(list(LEADERS))
    place = _anything(dice, week, service)
    patient = dice.choice(week.patients)
    book(patient=patient, service=service, by=week.desk, now=week.now, gate=ALLOWED, **place)


def _move(dice: Random, week: Week) -> None:
    from sojourn.scheduling.actions import move

    if visit := _some_visit(dice, week):
        place = _anything(dice, week, visit.service)
        move(appointment=visit, reason="Asked to", by=week.desk, now=week.now, **place)


def _cancel(dice: Random, week: Week) -> None:
    from sojourn.scheduling.actions import cancel

    if visit := _some_visit(dice, week):
        cancel(appointment=visit, reason="Asked to", by=week.desk, now=week.now)


def _some_visit(dice: Random, week: Week) -> Any:
    """Of anybody's: two people at the desk may have the same visit open."""
    found = [each for each in _held(week) if each.service in LEADERS]
    return dice.choice(found) if found else None


def _held(week: Week) -> list[Any]:
    from sojourn.scheduling.states import HOLDS_ITS_PLACE

    return list(week.visits().filter(state__in=HOLDS_ITS_PLACE, group=None))


def _wanted(visit: Any) -> list[tuple[Any, int]]:
    """Who and what a visit takes, and for how many minutes; a session has somebody who keeps watch."""
    from sojourn.clinic.queries import service

    kind = service(visit.service)
    taken = [each for each in (visit.staff_id, visit.monitor_id, visit.room_id) if each]
    return [*((each, kind.occupies_minutes) for each in taken), (visit.patient_id, kind.minutes)]


def _two_places(week: Week) -> list[str]:
    """By the visits alone: provider, monitor and room with turnover, the patient without."""
    from sojourn.clinic.queries import service
    from sojourn.scheduling.rules.availability import occupied

    spans: dict[Any, list[Any]] = {}
    for each in _held(week):
        for resource, minutes in _wanted(each):
            spans.setdefault(resource, []).append(occupied(each.starts_at, minutes))
    sorted_spans = {resource: sorted(taken) for resource, taken in spans.items()}
    alone = [each for each in _held(week) if bool(each.monitor_id) != service(each.service).needs_monitor]
    return [f"{each}: watched by {each.monitor}" for each in alone] + [
        f"{resource}: {one} and {after}"
        for resource, taken in sorted_spans.items()
        for one, after in zip(taken, taken[1:], strict=False)
        if one.end > after.start
    ]


def _claims(week: Week) -> list[str]:
    """Each visit has its claims, and no claim is left of one that was moved away or cancelled."""
    from sojourn import content
    from sojourn.scheduling.models import Claim
    from sojourn.scheduling.rules.availability import occupied

    grain, held = content.pack().hours.slot_minutes, _held(week)
    wanted = {
        (resource, cell, each.pk)
        for each in held
        for resource, minutes in _wanted(each)
        for cell in occupied(each.starts_at, minutes).grains(grain)
    }
    theirs = Claim.objects.filter(appointment__in=week.visits().filter(group=None))
    there = set(theirs.values_list("resource", "cell", "appointment"))
    return [f"claim {each}" for each in wanted ^ there]


def _ledger(week: Week) -> list[str]:
    """Each visit's steps lead from its booking to where it stands, and each step is in the trail."""
    from sojourn.audit.models import Event
    from sojourn.scheduling.models import AppointmentChange

    wrong = []
    for each in week.visits():
        steps = list(each.changes.order_by("id").values_list("move", "state", "starts_at"))
        moves = [step for step, _, _ in steps]
        is_whole = (
            moves[0] == "book" and moves.count("book") == 1 and steps[-1][1:] == (each.state, each.starts_at)
        )
        if not is_whole or moves.count("cancel") != (each.state == "cancelled"):
            wrong.append(f"{each}: {steps}")
    theirs = [str(each.pk) for each in week.patients]
    told = Event.objects.filter(
        kind__startswith="appointment.", patient_id__in=theirs, at__gte=week.now
    ).exclude(kind="appointment.answered")
    kept = AppointmentChange.objects.filter(appointment__patient__in=week.patients, at__gte=week.now)
    return wrong + ([] if told.count() == kept.count() else [f"{told.count()} told, {kept.count()} kept"])


def _of_the_demo() -> Week:
    """Six weeks ahead, ten patients who have had their intake, two doctors and a therapist of the demo."""
    from django.utils import timezone

    from sojourn.accounts.models import User
    from sojourn.clinic.queries import house
    from sojourn.people.models import Patient

    now, able = timezone.now(), house()
    monday = timezone.localdate(now) + timedelta(days=42 - timezone.localdate(now).weekday())
    seen = Patient.objects.filter(appointments__service="intake", appointments__state="done").distinct()
    return Week(
        days=[monday + timedelta(days=each) for each in range(5)],
        doctors=able.who_can("session")[:2],
        therapists=able.who_can("preparation")[:1],
        patients=list(seen.order_by("mrn")[:PATIENTS]),
        desk=next(each for each in User.objects.all() if "front_desk" in each.roles),
        now=now,
    )
