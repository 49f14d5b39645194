"""What people do with messages that did not arrive: send them once more, deal with it another way, note a bounce."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.comms.actions.queueing import CALLED_OFF, enqueue
from sojourn.comms.models import STUCK, DeliveryAttempt, MessageState, OutboundMessage
from sojourn.comms.rules import Outcome
from sojourn.core.decisions import refuse

LONGEST_REASON = 300
NO_LONGER_TRUE = (
    "What this message says is no longer so, so it does not go again. Settle it, or write to them yourself."
)


@transaction.atomic
def send_again(
    *, message: OutboundMessage, reason: str, by: User, now: datetime, to: str = ""
) -> OutboundMessage:
    """A person lets a message that is stuck go once more, to ``to`` when the address was wrong."""
    message = _locked(message.pk)
    if message.state not in STUCK:
        raise refuse("not_stuck", "This message is not stuck; it needs no second push.")
    if message.once.startswith(CALLED_OFF) or (message.not_after and message.not_after <= now):
        raise refuse("no_longer_true", NO_LONGER_TRUE)
    why, before = _reason(reason), message.to
    message.state, message.not_before, message.to = MessageState.QUEUED, now, to.strip() or before
    message.settled_at, message.settled_by, message.settled_how = None, None, ""
    message.save()
    data = {"reason": why, "from": before, "to": message.to}
    _record("message.pushed", "A message is sent once more", message, by, now, reason=why, data=data)
    transaction.on_commit(partial(enqueue, message.pk))
    return message


@transaction.atomic
def settle(*, message: OutboundMessage, how: str, by: User, now: datetime) -> OutboundMessage:
    """The person was reached another way, or no longer needs the message. Settled once; a second word is refused."""
    message = _locked(message.pk)
    if message.state not in STUCK:
        raise refuse("not_stuck", "This message is not stuck; there is nothing to settle.")
    if message.settled_at:
        raise refuse("settled_already", f"{message.settled_by} has settled this already.")
    message.settled_at, message.settled_by, message.settled_how = now, by, _reason(how, field="how")
    message.save(update_fields=["settled_at", "settled_by", "settled_how"])
    how = message.settled_how
    _record("message.settled", f"A stuck message is settled: {how}", message, by, now, reason=how)
    return message


@transaction.atomic
def note_bounce(*, message_id: UUID, answer: str, by: User | None, now: datetime) -> OutboundMessage:
    """A message that was taken came back. ``by`` is None when the mail system's own report was read. Counts once."""
    message = _locked(message_id)
    if message.state == MessageState.BOUNCED:
        return message
    if message.state not in {MessageState.SENT, MessageState.UNSURE}:
        raise refuse("not_sent", "Only a message that went out can come back.")
    words = _reason(answer, field="answer", longest=2000)
    DeliveryAttempt.objects.create(
        message=message, at=now, succeeded=False, outcome=Outcome.BOUNCED, answer=words
    )
    message.state = MessageState.BOUNCED
    message.settled_at, message.settled_by, message.settled_how = None, None, ""
    message.save()
    _record("message.bounced", "A message came back", message, by, now, data={"answer": words})
    return message


def _locked(message_id: UUID) -> OutboundMessage:
    """Raises OutboundMessage.DoesNotExist."""
    return OutboundMessage.objects.select_for_update().get(pk=message_id)


def _reason(words: str, *, field: str = "reason", longest: int = LONGEST_REASON) -> str:
    if not words.strip():
        raise refuse("no_reason", "Please say in a few words.", field=field)
    if len(words.strip()) > longest:
        raise refuse("too_long", f"Please keep it under {longest} letters.", field=field)
    return words.strip()


def _record(
    kind: str,
    sentence: str,
    message: OutboundMessage,
    by: User | None,
    now: datetime,
    *,
    reason: str = "",
    data: dict[str, str] | None = None,
) -> None:
    audit.record(
        kind, sentence, by=by, now=now, subject=message, patient_id=message.about, reason=reason, data=data
    )
