"""The letters of the past: they were sent then, so only those of the last days still go out when the demo starts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django_tasks import task_backends
from django_tasks.backends.dummy import DummyBackend

from sojourn.comms import actions as comms
from sojourn.comms.models import MessageState, OutboundMessage

STILL_TO_GO = timedelta(days=2)
INTO_NOTHING = "django.core.mail.backends.dummy.EmailBackend"


@contextmanager
def nobody_else_works() -> Iterator[None]:
    """While the past is told no job is queued: the worker that starts later finds what is due by itself."""
    usual = task_backends["default"]
    task_backends["default"] = DummyBackend("default", {"QUEUES": ["default"]})
    try:
        yield
    finally:
        task_backends["default"] = usual


def sent_long_ago(now: datetime) -> None:
    """Send what is older than two days, each at its own time and to nobody."""
    usual, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, INTO_NOTHING
    try:
        for message in _older_than(now - STILL_TO_GO):
            comms.send(message_id=message.pk, now=message.not_before)
    finally:
        settings.EMAIL_BACKEND = usual


def _older_than(moment: datetime) -> QuerySet[OutboundMessage]:
    waiting = OutboundMessage.objects.filter(state=MessageState.QUEUED, not_before__lt=moment)
    return waiting.filter(channel="email").order_by("not_before", "id")
