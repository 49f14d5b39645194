"""The outbox. ``about`` is an opaque reference: this room does not know what a patient is."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sojourn.core.models import AppendOnly, Record


class Channel(models.TextChoices):
    """How a message travels."""

    EMAIL = "email", "E-mail"
    SMS = "sms", "Text message"


class MessageState(models.TextChoices):
    """Where a message stands. UNSURE: nobody heard whether it was taken. BOUNCED: it was taken and came back.

    DROPPED: it still waited when it was no longer true.
    """

    QUEUED = "queued", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    UNSURE = "unsure", "Unsure"
    BOUNCED = "bounced", "Came back"
    DROPPED = "dropped", "Not needed"


STUCK = (MessageState.FAILED, MessageState.UNSURE, MessageState.BOUNCED)
"""What a person has to look at."""


class OutboundMessage(Record):
    """One message to one address. ``once`` makes a repeated request count once.

    After ``not_after`` it is no longer true and does not leave, however it was held up. ``claimed_at`` is when a worker
    set out to send it; ``calendar`` an iCalendar file that goes along by e-mail; ``settled_how`` what a person did
    instead when it was stuck.
    """

    once = models.CharField(max_length=160, unique=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    to = models.CharField(max_length=254)
    template = models.CharField(max_length=80)
    language = models.CharField(max_length=8, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    calendar = models.TextField(blank=True)
    about = models.CharField(max_length=40, blank=True, db_index=True)
    state = models.CharField(max_length=8, choices=MessageState.choices, default=MessageState.QUEUED)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_how = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "not_before"], name="outbox_due")]


class DeliveryAttempt(AppendOnly):
    """One try at sending, with what the server said; also what the mail system reported later."""

    message = models.ForeignKey(OutboundMessage, on_delete=models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    succeeded = models.BooleanField()
    outcome = models.CharField(max_length=8, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]
