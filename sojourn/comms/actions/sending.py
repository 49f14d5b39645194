"""Sending what is in the outbox. Every message is tried until it is sent or given up, and never twice without a
person's word: a worker that dies between sending and noting leaves it *unsure*."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sojourn.comms import rules
from sojourn.comms.actions.queueing import CALLED_OFF
from sojourn.comms.delivery import Undelivered, deliver
from sojourn.comms.last_look import is_still_true
from sojourn.comms.models import DeliveryAttempt, MessageState, OutboundMessage
from sojourn.comms.rules import Outcome

AT_ONCE = 50
NO_LONGER_TRUE = "Not sent: it was no longer true when its turn came."
FELL_SILENT = "The worker fell silent while it was sending. It may have gone out."


def send(*, message_id: UUID, now: datetime) -> OutboundMessage | None:
    """Try to send one message that is due. None when another worker has it, it is not due or no longer true.

    Claimed and noted in two transactions of their own, so that the row says SENDING while the other side is spoken to.
    """
    message = None if _drop_untrue(message_id, now) else _claim(message_id, now)
    if message is None:
        return None
    try:
        answer = deliver(message)
    except Undelivered as problem:
        return _note(message, problem.outcome, problem.answer, now)
    return _note(message, Outcome.SENT, answer, now)


def send_due(*, now: datetime) -> int:
    """Send everything that is due, after marking what a dead worker left behind. Returns how many were sent."""
    mark_unsure(now=now)
    due = OutboundMessage.objects.filter(state=MessageState.QUEUED, not_before__lte=now)
    waiting = list(due.order_by("not_before").values_list("pk", flat=True)[:AT_ONCE])
    results = [send(message_id=pk, now=now) for pk in waiting]
    return sum(1 for each in results if each is not None and each.state == MessageState.SENT)


@transaction.atomic
def mark_unsure(*, now: datetime) -> int:
    """Messages whose worker fell silent while sending: perhaps sent, perhaps not. A person decides."""
    silent = OutboundMessage.objects.filter(
        state=MessageState.SENDING, claimed_at__lte=now - rules.SURELY_DEAD_AFTER
    )
    return sum(_mark_one(pk, now) for pk in silent.values_list("pk", flat=True))


def _mark_one(message_id: UUID, now: datetime) -> int:
    """Only if it is still being sent: a worker that was merely slow may have noted the outcome meanwhile."""
    still = OutboundMessage.objects.filter(pk=message_id, state=MessageState.SENDING)
    if not still.update(state=MessageState.UNSURE):
        return 0
    DeliveryAttempt.objects.create(
        message_id=message_id, at=now, succeeded=False, outcome=Outcome.UNSURE, answer=FELL_SILENT
    )
    return 1


@transaction.atomic
def _drop_untrue(message_id: UUID, now: datetime) -> bool:
    """Its occasion may come back, and is a new one then."""
    due = OutboundMessage.objects.filter(pk=message_id, state=MessageState.QUEUED, not_before__lte=now)
    message = due.select_for_update().first()
    if message is None or is_still_true(message, now):
        return False
    DeliveryAttempt.objects.create(message=message, at=now, succeeded=False, answer=NO_LONGER_TRUE)
    return bool(due.update(state=MessageState.DROPPED, once=f"off:{message.pk}"))


@transaction.atomic(durable=True)
def _claim(message_id: UUID, now: datetime) -> OutboundMessage | None:
    due = OutboundMessage.objects.filter(pk=message_id, state=MessageState.QUEUED, not_before__lte=now)
    due.filter(not_after__lte=now).update(state=MessageState.DROPPED)
    if not due.update(state=MessageState.SENDING, claimed_at=now):
        return None
    return OutboundMessage.objects.get(pk=message_id)


@transaction.atomic
def _note(message: OutboundMessage, outcome: Outcome, answer: str, now: datetime) -> OutboundMessage:
    succeeded = outcome == Outcome.SENT
    DeliveryAttempt.objects.create(
        message=message, at=now, succeeded=succeeded, outcome=outcome, answer=answer
    )
    again = None
    if outcome == Outcome.LATER:
        again = rules.next_attempt(message.attempts.filter(succeeded=False).count(), now)
    message.state = _next_state(message, outcome, again)
    message.not_before = again or message.not_before
    message.sent_at = now if succeeded else None
    message.save(update_fields=["state", "not_before", "sent_at"])
    return message


def _next_state(message: OutboundMessage, outcome: Outcome, again: datetime | None) -> str:
    """What surely did not go out is not tried again when it was called off while it was being sent."""
    once = OutboundMessage.objects.select_for_update().values_list("once", flat=True).get(pk=message.pk)
    if outcome == Outcome.LATER and once.startswith(CALLED_OFF):
        return MessageState.DROPPED
    return MessageState.QUEUED if again else _AFTER[outcome]


_AFTER = {
    Outcome.SENT: MessageState.SENT,
    Outcome.LATER: MessageState.FAILED,
    Outcome.NEVER: MessageState.FAILED,
    Outcome.UNSURE: MessageState.UNSURE,
}
"""Where a message stands that is not tried again by itself."""
