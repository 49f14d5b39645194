"""Questionnaires given to patients, their answers, their scores, and the alerts some answers raise."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core.models import AppendOnly, Record
from sojourn.people.models import Patient


class Assignment(Record):
    """One questionnaire asked of one patient. ``occasion`` says why, and makes asking twice count once."""

    class State(models.TextChoices):
        """How far it is."""

        DUE = "due", "Due"
        STARTED = "started", "Started"
        SUBMITTED = "submitted", "Answered"
        LAPSED = "lapsed", "Lapsed"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="assignments")
    instrument = models.SlugField()
    version = models.CharField(max_length=20)
    occasion = models.CharField(max_length=80)
    assigned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "instrument", "occasion"], name="asked_once_per_occasion"
            ),
            models.CheckConstraint(
                condition=Q(state="submitted", submitted_at__isnull=False)
                | (~Q(state="submitted") & Q(submitted_at__isnull=True)),
                name="submitted_has_a_time",
            ),
        ]


class Answer(AppendOnly):
    """One answer to one item; a changed mind is a later row."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=40)
    value = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0, value__lte=10), name="answer_is_possible")
        ]


class Score(AppendOnly):
    """The result of a submitted questionnaire, by the version answered."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="score")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="scores")
    instrument = models.SlugField()
    version = models.CharField(max_length=20)
    total = models.FloatField()
    band = models.CharField(max_length=60, blank=True)
    parts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["patient", "instrument", "at"], name="scores_over_time")]


class SafetyAlert(Record):
    """An answer that needs a person now. Cannot be dismissed; closing needs an account of what was done."""

    class State(models.TextChoices):
        """Who has it."""

        OPEN = "open", "Nobody has taken it"
        TAKEN = "taken", "Somebody is on it"
        CLOSED = "closed", "Closed"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="alerts")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="alerts")
    item = models.CharField(max_length=40)
    value = models.IntegerField()
    sentence = models.TextField()
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "item"], name="one_alert_per_answer"),
        ]


class AlertEntry(AppendOnly):
    """What somebody did about an alert: took it, called, closed it."""

    alert = models.ForeignKey(SafetyAlert, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
