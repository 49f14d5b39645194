"""Background jobs: enqueued with the change or not at all, tried again, claimed once, taken up when a worker died."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from sojourn.core.jobs import job, wait_after
from sojourn.project import jobs
from sojourn.project.periodic import PERIODIC, Periodic
from tests.factories import NOW

DONE: list[str] = []


@job(attempts=3)
def break_down(name: str) -> None:
    """A job that fails."""
    raise ConnectionError(f"{name}: nobody answers")


@job()
def note(name: str = "tick") -> None:
    """A job that works."""
    DONE.append(name)


EVERY_MINUTE = Periodic("a test", timedelta(minutes=1), note)


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    DONE.clear()


@pytest.mark.django_db
def test_a_change_that_is_undone_takes_its_job_along() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        note.enqueue("never")
        raise RuntimeError
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_a_failed_job_waits_longer_each_time_and_gives_up_in_the_end() -> None:
    break_down.enqueue("post office")
    waits = []
    for _ in range(3):
        waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY).first()
        assert waiting is not None
        with pytest.raises(ConnectionError):
            waiting.task.call(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])
        waiting.set_failed(ConnectionError())
        again = DBTaskResult.objects.filter(status=TaskResultStatus.READY).first()
        waits.append(again and round((again.run_after - timezone.now()).total_seconds()))

    assert waits == [30, 60, None]
    assert [wait_after(number).total_seconds() for number in (1, 2, 3, 4)] == [30, 60, 120, 240]


@pytest.mark.django_db
def test_a_periodic_job_is_enqueued_once_in_each_slot() -> None:
    moments = [NOW, NOW + timedelta(seconds=30), NOW + timedelta(seconds=60)]
    ran = [jobs.tick(now=now, table=[EVERY_MINUTE]) for now in moments]
    assert ran == [["a test"], [], ["a test"]]
    assert DBTaskResult.objects.count() == 2


def test_workers_that_tick_at_the_same_time_enqueue_once(own_database: str) -> None:
    def tick() -> None:
        jobs.tick(now=NOW, table=[EVERY_MINUTE])
        connection.close()

    workers = [Thread(target=tick) for _ in range(5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_what_a_dead_worker_held_is_taken_up_and_what_a_living_one_holds_is_not() -> None:
    for name in ("dead", "living"):
        note.enqueue(name)
    for held, minutes in zip(DBTaskResult.objects.order_by("enqueued_at"), (11, 1), strict=True):
        held.claim("somebody")
        DBTaskResult.objects.filter(pk=held.pk).update(started_at=NOW - timedelta(minutes=minutes))

    assert jobs.take_up_abandoned(now=NOW) == 1
    ready = DBTaskResult.objects.get(status=TaskResultStatus.READY)
    assert ready.args_kwargs["args"] == ["dead"]


@pytest.mark.django_db
def test_every_periodic_job_can_run_on_an_empty_clinic() -> None:
    for periodic in PERIODIC:
        periodic.task.call()


def test_periodic_names_are_their_own() -> None:
    assert len({periodic.name for periodic in PERIODIC}) == len(PERIODIC)
