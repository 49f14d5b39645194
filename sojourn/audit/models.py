"""The audit trail. No foreign keys to live rows: the trail never blocks them and never dies with them."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.db import models

from sojourn.core.models import AppendOnlyQuerySet, CannotRewrite

HASHED_FIELDS = (
    *("at", "actor_id", "actor_name", "actor_role", "kind", "subject_kind", "subject_id", "patient_id"),
    *("sentence", "reason", "data"),
)


class Event(models.Model):
    """One thing somebody did or read, linked to the event before it by ``previous_hash``."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField(max_length=200)
    actor_role = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=80, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    patient_id = models.CharField(max_length=40, blank=True)
    sentence = models.TextField()
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["patient_id", "-id"], name="audit_by_patient"),
            models.Index(fields=["actor_id", "-id"], name="audit_by_actor"),
            models.Index(fields=["kind", "-id"], name="audit_by_kind"),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        """Insert only."""
        if self.pk is not None:
            raise CannotRewrite("the audit trail is only added to")
        super().save(force_insert=True)

    def content(self) -> dict[str, Any]:
        """The fields this event's hash covers."""
        told = {name: getattr(self, name) for name in HASHED_FIELDS}
        return {**told, "at": self.at.astimezone(UTC).isoformat()}


class ChainHead(models.Model):
    """The one row that holds the last hash; locking it puts concurrent writers in a line."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="only_one_chain_head")]
