"""Background jobs: the queue is the database, so a job is enqueued with the change it belongs to or not at all.

A job takes ids as text and calls one action. It may run twice (a worker can die after the work and before the
note of it), so the action it calls counts once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

log = logging.getLogger(__name__)
FIRST_WAIT = timedelta(seconds=30)


def job(*, attempts: int = 6) -> Callable[[Callable[..., None]], Task[..., None]]:
    """Make a function a background job that is tried again after 30 s, 1 min, 2 min… up to ``attempts`` times.

    Every failed attempt stays in the queue's table with its traceback.
    """

    def decorate(work: Callable[..., None]) -> Task[..., None]:
        @wraps(work)
        def attempt(*args: Any, attempt_number: int = 1, **kwargs: Any) -> None:
            try:
                work(*args, **kwargs)
            except Exception:
                if attempt_number < attempts:
                    again = made.using(run_after=timezone.now() + wait_after(attempt_number))
                    again.enqueue(*args, **kwargs, attempt_number=attempt_number + 1)
                else:
                    log.error("%s gave up after %s attempts", work.__qualname__, attempts)
                raise

        made = task(attempt)
        return made

    return decorate


def wait_after(attempt_number: int) -> timedelta:
    """How long to wait before trying again: doubled each time."""
    return FIRST_WAIT * 2 ** (attempt_number - 1)
