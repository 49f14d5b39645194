"""What was found, how each finding was dealt with, and what the provider decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core.models import AppendOnly
from sojourn.people.models import Patient


class InteractionCheck(AppendOnly):
    """One run of the interaction rules over one state of the medication list (P12)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="interaction_checks")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    level = models.CharField(max_length=12)
    list_hash = models.CharField(max_length=64)
    library_version = models.CharField(max_length=20)
    report = models.JSONField()

    class Meta:
        ordering = ["-at", "-id"]


class FindingResolution(AppendOnly):
    """How a provider dealt with one finding. ``evidence_hash`` ties it to the answer it rested on."""

    class Kind(models.TextChoices):
        """What the provider did."""

        ACCEPTED = "accepted", "Accepted with a plan"
        RULED_OUT = "ruled_out", "Ruled out"
        CLEARANCE = "clearance", "Asked for clearance or labs"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="resolutions")
    code = models.CharField(max_length=120)
    evidence_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reason = models.TextField()
    due_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="resolution_has_a_reason")]


class EligibilityDecision(AppendOnly):
    """Eligible, not now, or declined: for a period, with reasons and conditions, by a named provider."""

    class Outcome(models.TextChoices):
        """What was decided."""

        ELIGIBLE = "eligible", "Eligible"
        NOT_NOW = "not_now", "Not now"
        DECLINED = "declined", "Declined"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reasons = models.TextField()
    conditions = models.TextField(blank=True)
    diagnoses = models.JSONField(default=list)
    letter = models.TextField(blank=True)
    facts_hash = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    evaluated_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reasons=""), name="decision_has_reasons"),
            models.CheckConstraint(
                condition=~Q(outcome="eligible") | Q(evaluated_on__isnull=False, valid_until__isnull=False),
                name="eligible_after_an_evaluation_for_a_period",
            ),
        ]
