"""One treatment session: what was asked before it, how it stands, how it ended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core.models import AppendOnly, Record
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment
from sojourn.treatment.states import Phase


class Session(Record):
    """Opened at check-in of a ketamine visit; one per visit."""

    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="session")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="sessions")
    phase = models.CharField(max_length=12, choices=Phase.choices, default=Phase.PREPARE)
    opened_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    intention = models.TextField(blank=True)

    class Meta:
        ordering = ["opened_at"]


class ReadinessAnswer(AppendOnly):
    """One check-in question answered: fasting, escort, holds kept, pregnancy test, airway kit…"""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="readiness_answers")
    code = models.CharField(max_length=60)
    value = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class ReadinessOverride(AppendOnly):
    """A point that was open, and the clinician who went ahead and why."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="overrides")
    code = models.CharField(max_length=60)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason")]


class Discharge(AppendOnly):
    """Going home: each criterion met or overridden, the escort seen, instructions given."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="discharge")
    criteria = models.JSONField()
    escort_name = models.CharField(max_length=120)
    instructions = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(escort_name=""), name="nobody_leaves_alone")]
