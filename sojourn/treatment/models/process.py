"""Process notes: a clinician's own thoughts about a visit, apart from the record and sealed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core.models import AppendOnly
from sojourn.scheduling.models import Appointment


class ProcessNote(AppendOnly):
    """One entry, for its author alone. ``sealed`` is AES-256-GCM over the text, bound to this very row.

    No chart, timeline, export or note shows it; see ``treatment.queries.process``.
    """

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sealed = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(sealed=""), name="process_note_is_sealed")]
