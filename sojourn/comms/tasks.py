"""Jobs of the outbox. ``send_due_messages`` runs every minute and picks up retries and messages for later."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from sojourn.comms import actions
from sojourn.core.jobs import job


@job()
def send_message(message_id: str) -> None:
    """Send one message right after it was queued."""
    actions.send(message_id=UUID(message_id), now=timezone.now())


@job()
def send_due_messages() -> None:
    """Send what is due."""
    actions.send_due(now=timezone.now())
