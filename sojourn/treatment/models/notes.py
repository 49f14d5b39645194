"""Visit notes: a draft, then a signature that keeps the text, then only addenda."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sojourn.core.models import AppendOnly, Record
from sojourn.scheduling.models import Appointment


class VisitNote(Record):
    """The note of one visit while it is written. ``sections`` maps heading codes to text."""

    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="visit_note")
    kind = models.CharField(max_length=20)
    sections = models.JSONField(default=dict)
    diagnoses = models.JSONField(default=list)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["changed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(started_at__isnull=True)
                | Q(ended_at__isnull=True)
                | Q(ended_at__gt=F("started_at")),
                name="note_time_runs_forward",
            )
        ]


class NoteSignature(AppendOnly):
    """The note as signed, word for word, with its hash. From here on it is locked."""

    visit_note = models.OneToOneField(VisitNote, on_delete=models.PROTECT, related_name="signature")
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    minutes = models.PositiveSmallIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()


class Addendum(AppendOnly):
    """Something added to a signed note."""

    visit_note = models.ForeignKey(VisitNote, on_delete=models.PROTECT, related_name="addenda")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
