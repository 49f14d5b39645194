"""What went out and what is stuck."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from sojourn.comms.models import STUCK, DeliveryAttempt, MessageState, OutboundMessage

WAITING = (MessageState.QUEUED, MessageState.SENDING)
GONE_OUT = (MessageState.SENDING, MessageState.SENT, MessageState.UNSURE)


def messages_about(reference: object) -> QuerySet[OutboundMessage]:
    """Everything sent or waiting about one patient or thing, newest first."""
    return OutboundMessage.objects.filter(about=str(reference))


def went_out(template: str, *, about: Iterable[object]) -> QuerySet[OutboundMessage]:
    """What was sent from this template about these patients or things, or may have been."""
    gone = OutboundMessage.objects.filter(state__in=GONE_OUT, template=template)
    return gone.filter(about__in=[str(each) for each in about])


def stuck_messages() -> QuerySet[OutboundMessage]:
    """What a person should look at: given up, came back, or unsure whether it was sent; the oldest first.

    Each with ``last_outcome``, how its last try ended.
    """
    tries = DeliveryAttempt.objects.filter(message=OuterRef("pk")).order_by("-at", "-id")
    stuck = OutboundMessage.objects.filter(state__in=STUCK, settled_at__isnull=True)
    return stuck.annotate(last_outcome=Subquery(tries.values("outcome")[:1])).order_by("created_at")


def outbox(show: str) -> QuerySet[OutboundMessage]:
    """The outbox by what is asked for: stuck, failed, bounced, unsure, waiting, sent, or everything; newest first."""
    if show == "stuck":
        return stuck_messages().order_by("-created_at")
    if show == "waiting":
        return OutboundMessage.objects.filter(state__in=WAITING)
    if show in MessageState.values:
        return OutboundMessage.objects.filter(state=show)
    return OutboundMessage.objects.all()


def message_with_attempts(message_id: UUID) -> OutboundMessage | None:
    """One message with every try at sending it."""
    found = OutboundMessage.objects.filter(pk=message_id).select_related("settled_by")
    return found.prefetch_related("attempts").first()
