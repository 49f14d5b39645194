"""What went out and what is stuck."""

from __future__ import annotations

from django.db.models import QuerySet

from sojourn.comms.models import MessageState, OutboundMessage


def messages_about(reference: object) -> QuerySet[OutboundMessage]:
    """Everything sent or waiting about one patient or thing, newest first."""
    return OutboundMessage.objects.filter(about=str(reference))


def stuck_messages() -> QuerySet[OutboundMessage]:
    """What a person should look at: given up, or unsure whether it was sent."""
    return OutboundMessage.objects.filter(state__in=[MessageState.FAILED, MessageState.UNSURE])
