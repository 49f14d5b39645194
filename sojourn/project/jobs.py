"""What runs by itself and when, and the worker that runs it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from sojourn.billing import tasks as billing
from sojourn.comms import tasks as comms
from sojourn.core.models import PeriodicRun
from sojourn.outcomes import tasks as outcomes
from sojourn.scheduling import tasks as scheduling

log = logging.getLogger(__name__)
TICK_SECONDS = 15
ABANDONED_AFTER = timedelta(minutes=10)
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Periodic:
    """A job for every stretch of ``every``; slots are counted from midnight UTC."""

    name: str
    every: timedelta
    task: Task[..., None]

    def slot(self, now: datetime) -> datetime:
        """The start of the stretch ``now`` lies in."""
        return _EPOCH + ((now - _EPOCH) // self.every) * self.every


PERIODIC: tuple[Periodic, ...] = (
    Periodic("send due messages", timedelta(minutes=1), comms.send_due_messages),
    Periodic("pass on group places", timedelta(minutes=5), scheduling.pass_on_offers),
    Periodic("remind of visits", timedelta(minutes=10), scheduling.send_reminders),
    Periodic("remind of instalments", timedelta(days=1), billing.remind_of_instalments),
    Periodic("ask due questionnaires", timedelta(days=1), outcomes.ask_due_questionnaires),
)


def tick(*, now: datetime, table: Iterable[Periodic] = PERIODIC) -> list[str]:
    """Enqueue what is due and nobody else has claimed; gives the names. Safe with any number of workers."""
    return [periodic.name for periodic in table if _claim(periodic, now)]


def _claim(periodic: Periodic, now: datetime) -> bool:
    """The claim and the job are one transaction: a worker killed here leaves neither."""
    slot = periodic.slot(now)
    if PeriodicRun.objects.filter(name=periodic.name, slot=slot).exists():
        return False
    try:
        with transaction.atomic():
            PeriodicRun.objects.create(name=periodic.name, slot=slot, claimed_at=now)
            periodic.task.enqueue()
    except IntegrityError:
        return False
    return True


def take_up_abandoned(*, now: datetime) -> int:
    """Jobs whose worker died in the middle are made ready again; gives how many. Jobs take seconds, not minutes."""
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    return running.filter(started_at__lt=now - ABANDONED_AFTER).update(
        status=TaskResultStatus.READY, started_at=None
    )


def work(*, stop_when_idle: bool = False) -> None:
    """Run jobs until told to stop by SIGTERM or Ctrl-C; a running job is finished first."""
    stopped = Event()
    worker = Worker(
        queue_names=["default"],
        interval=0.5,
        batch=stop_when_idle,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    worker.configure_signals()
    keeper = Thread(target=_keep_time, args=(stopped,), name="periodic jobs", daemon=True)
    keeper.start()
    try:
        worker.run()
    finally:
        stopped.set()


def _keep_time(stopped: Event) -> None:
    while True:
        try:
            now = timezone.now()
            take_up_abandoned(now=now)
            tick(now=now)
        except Exception:
            log.exception("the tick of the periodic jobs failed; it is tried again")
        finally:
            connection.close()
        if stopped.wait(TICK_SECONDS):
            return
