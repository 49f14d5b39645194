"""The worker: runs jobs, and sees to it that periodic ones are enqueued once."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import Event, Thread

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from sojourn.core.models import PeriodicRun
from sojourn.project.periodic import PERIODIC, Periodic

log = logging.getLogger(__name__)
TICK_SECONDS = 15
ABANDONED_AFTER = timedelta(minutes=10)


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
