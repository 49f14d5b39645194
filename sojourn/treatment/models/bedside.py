"""What follows an entry: the answer to a reading out of band, the end of a side effect, and who watches whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core.models import AppendOnly
from sojourn.treatment.models.chart import ChartEntry, VitalSigns
from sojourn.treatment.models.session import Session


class Response(ChartEntry):
    """What was done about a reading out of band; ``action`` is a code of the library's bedside words."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="responses")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reading = models.ForeignKey(VitalSigns, on_delete=models.PROTECT, related_name="responses")
    action = models.CharField(max_length=40)


class SideEffectGone(ChartEntry):
    """A side effect that is over. The row is of its kind: what is felt again afterwards is a new entry."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="gone")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)


class SeatWatch(AppendOnly):
    """From ``at`` on, ``watcher`` watches this patient; ``handed_over_by`` did until then."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="watches")
    watcher = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(handed_over_by__isnull=True) | ~Q(handed_over_by=models.F("watcher")),
                name="handed_over_to_another",
            )
        ]
