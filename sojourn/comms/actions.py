"""Putting messages into the outbox and sending them. Every one is tried until it is sent or given up, and never
twice without a person's word: a worker that dies between sending and noting leaves it *unsure*."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.comms import rules
from sojourn.comms.delivery import deliver
from sojourn.comms.models import Channel, DeliveryAttempt, MessageState, OutboundMessage
from sojourn.core.decisions import refuse


@transaction.atomic
def queue(
    *,
    template: str,
    to: str,
    channel: str,
    context: dict[str, Any],
    about: object,
    once: str,
    now: datetime,
    not_before: datetime | None = None,
    calendar: str = "",
) -> OutboundMessage:
    """Write a message of the pack into the outbox; it is sent after the commit, or from ``not_before`` on.

    ``once`` names the occasion: asking twice gives the first message. ``link`` in the context may be a path.
    Raises KeyError for a template the pack does not have or a placeholder without a value.
    """
    filled = content.pack().messages[template].filled(**_with_link(context))
    facts = {
        "channel": channel,
        "to": to,
        "template": template,
        "subject": filled.subject if channel == Channel.EMAIL else "",
        "text": filled.body if channel == Channel.EMAIL else filled.sms,
        "calendar": calendar,
        "about": str(about or ""),
        "not_before": not_before or now,
        "created_at": now,
    }
    message, is_new = OutboundMessage.objects.get_or_create(once=once, defaults=facts)
    if is_new and message.not_before <= now:
        transaction.on_commit(partial(_enqueue, message.pk))
    return message


def send(*, message_id: UUID, now: datetime) -> OutboundMessage | None:
    """Try to send one message that is due. None when another worker has it or it is not due.

    Claimed and noted in two transactions of their own, so that the row says SENDING while the mail server is spoken to.
    """
    message = _claim(message_id, now)
    if message is None:
        return None
    try:
        answer = deliver(message)
    except (
        OSError,
        ValueError,
    ) as problem:  # not reachable, or not a letter: a line break in a subject or address
        return _note_failure(message, f"{type(problem).__name__}: {problem}", now)
    return _note_sent(message, answer, now)


def send_due(*, now: datetime) -> int:
    """Send everything that is due, after marking what a dead worker left behind. Returns how many were sent."""
    mark_unsure(now=now)
    due = OutboundMessage.objects.filter(state=MessageState.QUEUED, not_before__lte=now)
    waiting = list(due.order_by("not_before").values_list("pk", flat=True)[:200])
    results = [send(message_id=pk, now=now) for pk in waiting]
    return sum(1 for each in results if each is not None and each.state == MessageState.SENT)


@transaction.atomic
def mark_unsure(*, now: datetime) -> int:
    """Messages whose worker fell silent while sending: perhaps sent, perhaps not. A person decides."""
    lost = OutboundMessage.objects.filter(
        state=MessageState.SENDING, claimed_at__lte=now - rules.SURELY_DEAD_AFTER
    )
    return lost.update(state=MessageState.UNSURE)


@transaction.atomic
def send_again(*, message: OutboundMessage, by: User, now: datetime) -> OutboundMessage:
    """A person lets a failed or unsure message go once more."""
    message = OutboundMessage.objects.select_for_update().get(pk=message.pk)
    if message.state not in {MessageState.FAILED, MessageState.UNSURE}:
        raise refuse("not_stuck", "This message is not stuck; it needs no second push.")
    message.state, message.not_before = MessageState.QUEUED, now
    message.save(update_fields=["state", "not_before"])
    audit.record("message.pushed", "A message is sent once more", by=by, now=now, subject=message)
    transaction.on_commit(partial(_enqueue, message.pk))
    return message


@transaction.atomic(durable=True)
def _claim(message_id: UUID, now: datetime) -> OutboundMessage | None:
    due = OutboundMessage.objects.filter(pk=message_id, state=MessageState.QUEUED, not_before__lte=now)
    if not due.update(state=MessageState.SENDING, claimed_at=now):
        return None
    return OutboundMessage.objects.get(pk=message_id)


@transaction.atomic
def _note_sent(message: OutboundMessage, answer: str, now: datetime) -> OutboundMessage:
    DeliveryAttempt.objects.create(message=message, at=now, succeeded=True, answer=answer)
    message.state, message.sent_at = MessageState.SENT, now
    message.save(update_fields=["state", "sent_at"])
    return message


@transaction.atomic
def _note_failure(message: OutboundMessage, answer: str, now: datetime) -> OutboundMessage:
    DeliveryAttempt.objects.create(message=message, at=now, succeeded=False, answer=answer)
    again = rules.next_attempt(message.attempts.filter(succeeded=False).count(), now)
    message.state = MessageState.QUEUED if again else MessageState.FAILED
    message.not_before = again or message.not_before
    message.save(update_fields=["state", "not_before"])
    return message


def _with_link(context: dict[str, Any]) -> dict[str, Any]:
    link = str(context.get("link", ""))
    return {**context, "link": settings.PUBLIC_URL + link} if link.startswith("/") else context


def _enqueue(message_id: UUID) -> None:
    from sojourn.comms.tasks import send_message  # noqa: PLC0415  (the task calls this module)

    send_message.enqueue(str(message_id))
