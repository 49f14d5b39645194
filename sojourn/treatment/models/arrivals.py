"""How entries came from a tablet: which were charted, which a person still has to put right."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core.models import AppendOnly
from sojourn.treatment.models.session import Session
from sojourn.treatment.states import EntryKind


class FromDevice(AppendOnly):
    """What a tablet said of one entry. The row's id is the entry's, so the same entry can arrive only once.

    ``sequence`` counts the entries of one device; ``skew_ms`` is what the device's clock was behind the server's when
    it was sent, and ``observed_at`` is ``device_at`` put right by it.
    ``said_hash``: of what it said, so that other words under its id are known; empty for rows from before it was kept.
    """

    kind = models.CharField(max_length=20, choices=EntryKind.choices)
    device = models.UUIDField()
    sequence = models.PositiveBigIntegerField()
    device_at = models.DateTimeField()
    observed_at = models.DateTimeField()
    skew_ms = models.BigIntegerField()
    said_hash = models.CharField(max_length=64, blank=True, default="")
    received_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["device", "sequence"]


class Arrival(FromDevice):
    """An entry that a tablet sent and the chart holds."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="arrivals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(FromDevice.Meta):
        indexes = [models.Index(fields=["device", "-sequence"], name="arrivals_of_a_device")]


class HeldEntry(FromDevice):
    """An entry that the tablet had confirmed and the chart refused, kept as said until somebody puts it right."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="held")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said = models.JSONField()
    reasons = models.JSONField()


class HeldSettled(AppendOnly):
    """What became of a held entry: charted under another id, or set aside for a reason."""

    held = models.OneToOneField(HeldEntry, on_delete=models.PROTECT, related_name="settled")
    charted_as = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(charted_as__isnull=False) | ~Q(reason=""), name="held_is_charted_or_says_why"
            )
        ]
