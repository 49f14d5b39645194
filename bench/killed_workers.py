"""Kills background workers at random while they send reminders to a real mail server, and counts what arrived.

The visits are written straight into the table; queueing, sending and taking up again are the product's own, in real
processes that get SIGKILL. What would take ten minutes of waiting is done by handing in a later hour.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiosmtpd.controller import Controller

REMINDERS, WORKERS = 500, 2
LATER = timedelta(minutes=11)
PATIENCE_SECONDS = 600
STALLED_SECONDS = 3


@dataclass
class Sink:
    """A mail server that takes its time: a worker may die before the letter is kept, or before it hears of it."""

    port: int
    dice: random.Random
    letters: Counter[str] = field(default_factory=Counter)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Called by aiosmtpd for each whole letter."""
        await asyncio.sleep(self.dice.uniform(0, 0.02))
        found = re.search(rb"Message-ID: <([^@>]+)@", envelope.content)
        self.letters[found[1].decode() if found else "unknown"] += 1
        await asyncio.sleep(self.dice.uniform(0, 0.02))
        return "250 kept"

    @contextmanager
    def open(self) -> Iterator[Sink]:
        """Listen while the block lasts, for this process as for the workers."""
        from django.test import override_settings

        mail = {
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": self.port,
            "EMAIL_HOST_USER": "",
            "EMAIL_USE_TLS": False,
        }
        backend = "django.core.mail.backends.smtp.EmailBackend"
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            with override_settings(EMAIL_BACKEND=backend, **mail):
                yield self
        finally:
            controller.stop()


class Workers:
    """A few worker processes; whoever is killed is replaced."""

    def __init__(self, environment: dict[str, str], dice: random.Random) -> None:
        self.environment, self.dice, self.kills = {**os.environ, **environment}, dice, 0
        self.running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Workers:
        self.running = [self._start() for _ in range(WORKERS)]
        return self

    def __exit__(self, *what: object) -> None:
        for each in self.running:
            each.kill()
            each.wait()

    def kill_one(self) -> None:
        """Without a warning, whatever it is doing."""
        victim = self.dice.randrange(len(self.running))
        os.kill(self.running[victim].pid, signal.SIGKILL)
        self.running[victim].wait()
        self.kills += 1
        self.running[victim] = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "sojourn.command_line", "worker"]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


@dataclass(frozen=True)
class Tally:
    """What became of the reminders."""

    reminders: int
    kills: int
    sent_once: int
    unsure_arrived: int
    unsure_not: int
    twice: int
    lost: int

    @property
    def all_accounted_for(self) -> bool:
        """Each went out exactly once or is marked unsure."""
        return (
            not self.twice
            and not self.lost
            and self.sent_once + self.unsure_arrived + self.unsure_not == self.reminders
        )


def ordeal(*, visits: list[Any], environment: dict[str, str], port: int, between: tuple[int, int]) -> Tally:
    """Remind of the visits while workers are killed, each time some letters further; then let time pass."""
    from sojourn.scheduling.tasks import send_reminders

    dice = random.Random()  # the point of it is that nobody knows when
    places = {"SOJOURN_SMTP": f"smtp://127.0.0.1:{port}", **environment}
    with Sink(port, dice).open() as sink:
        with Workers(places, dice) as workers:
            send_reminders.enqueue()
            _kill_at_random(workers, sink, visits, between)
        _let_time_pass(visits)
    return _tally(visits, sink, workers.kills)


def _kill_at_random(workers: Workers, sink: Sink, visits: list[Any], between: tuple[int, int]) -> None:
    deadline, moved_at, seen = time.monotonic() + PATIENCE_SECONDS, time.monotonic(), 0
    goal = workers.dice.randint(*between)
    while _waiting(visits) and time.monotonic() < deadline:
        arrived = sink.letters.total()
        if arrived > seen:
            seen, moved_at = arrived, time.monotonic()
        if arrived >= goal:
            time.sleep(workers.dice.uniform(0, 0.05))
            workers.kill_one()
            goal = arrived + workers.dice.randint(*between)
        if time.monotonic() - moved_at > STALLED_SECONDS:
            _take_up_what_was_left()
            moved_at = time.monotonic()
        time.sleep(0.005)


def _waiting(visits: list[Any]) -> bool:
    """True until each has its message and none of them waits for its turn."""
    states = Counter(_messages(visits).values_list("state", flat=True))
    return states.total() < len(visits) or bool(states["queued"])


def _take_up_what_was_left() -> None:
    """Every worker died with a job in hand, and the next minute is not here yet."""
    from django.utils import timezone

    from sojourn.comms.tasks import send_due_messages
    from sojourn.project.jobs import take_up_abandoned

    take_up_abandoned(now=timezone.now() + LATER)
    send_due_messages.enqueue()


def _let_time_pass(visits: list[Any]) -> None:
    from django.utils import timezone

    from sojourn.comms.actions import send_due

    later = timezone.now() + LATER
    send_due(now=later)
    while _messages(visits).filter(state="queued", not_before__lte=later).exists():
        send_due(now=later)


def _messages(visits: list[Any]) -> Any:
    from sojourn.comms.models import OutboundMessage

    found = OutboundMessage.objects.filter(template="visit-reminder", channel="email")
    return found.filter(about__in=[str(each) for each in {visit.patient_id for visit in visits}])


def _tally(visits: list[Any], sink: Sink, kills: int) -> Tally:
    states = {str(pk): state for pk, state in _messages(visits).values_list("pk", "state")}
    arrived = {pk: sink.letters[pk] for pk in states}
    unsure = [pk for pk, state in states.items() if state == "unsure"]
    return Tally(
        reminders=len(states),
        kills=kills,
        sent_once=sum(state == "sent" and arrived[pk] == 1 for pk, state in states.items()),
        unsure_arrived=sum(arrived[pk] == 1 for pk in unsure),
        unsure_not=sum(arrived[pk] == 0 for pk in unsure),
        twice=sum(times > 1 for times in arrived.values()),
        lost=sum(state != "unsure" and arrived[pk] == 0 for pk, state in states.items()),
    )


def booked_visits(patient: Any, staff: Any, room: Any, *, count: int) -> list[Any]:
    """Visits from the day after tomorrow on, a minute apart, booked long ago: a reminder of each is due."""
    from django.utils import timezone

    from sojourn.scheduling.models import Appointment

    now = timezone.now()
    starts = [now + timedelta(hours=30, minutes=number) for number in range(count)]
    common = {"patient": patient, "service": "intake", "staff": staff, "room": room, "price_cents": 0}
    return Appointment.objects.bulk_create(
        Appointment(
            starts_at=at, ends_at=at + timedelta(minutes=50), booked_at=now - timedelta(days=60), **common
        )
        for at in starts
    )


def report(var: str) -> str:
    """The section as Markdown, on the database of the demo."""
    from django.utils import timezone

    from sojourn.clinic.models import Room, StaffMember
    from sojourn.command_line.processes import free_port
    from sojourn.people.actions import register_patient

    now = timezone.now()
    facts = {"first_name": "Often", "last_name": "Here", "email": "often@example.test", "phone": ""}
    patient = register_patient(birth_date=now.date() - timedelta(days=15_000), by=None, now=now, **facts)
    visits = booked_visits(patient, StaffMember.objects.first(), Room.objects.first(), count=REMINDERS)
    found = ordeal(visits=visits, environment={"SOJOURN_VAR": var}, port=free_port(), between=(10, 60))
    assert found.all_accounted_for, found
    return f"""{WORKERS} workers sent {found.reminders} reminders to a real mail server on loopback.
{found.kills} times one of them was killed with SIGKILL at a random moment, and another one started.

| sent exactly once | unsure, had arrived | unsure, had not | sent twice | lost |
|---|---|---|---|---|
| {found.sent_once} | {found.unsure_arrived} | {found.unsure_not} | {found.twice} | {found.lost} |
"""
