"""What a patient tells before the first visit."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core.models import AppendOnly, Record
from sojourn.people.models import Patient


class IntakeForm(Record):
    """One patient's intake: open until submitted, then read by a provider."""

    patient = models.OneToOneField(Patient, on_delete=models.PROTECT, related_name="intake")
    version = models.CharField(max_length=20)
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False, submitted_at__isnull=False),
                name="intake_reviewed_by_somebody",
            )
        ]


class IntakeAnswer(AppendOnly):
    """One answer; the latest row per question counts. ``value`` is a string, number, list, or "unknown"."""

    form = models.ForeignKey(IntakeForm, on_delete=models.PROTECT, related_name="answers")
    key = models.CharField(max_length=80)
    value = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["form", "key"], name="intake_answers")]


class Medication(AppendOnly):
    """One line of the medication list as of ``at``; changing or stopping it adds a line that supersedes.

    ``ingredients`` is empty and ``status`` "not_checked" when the text matched nothing: never read as safe.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="medications")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    as_written = models.CharField(max_length=200)
    ingredients = models.JSONField(default=list)
    status = models.CharField(max_length=12)
    dose = models.CharField(max_length=80, blank=True)
    frequency = models.CharField(max_length=80, blank=True)
    last_taken_at = models.DateTimeField(null=True)
    prescriber = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=160, blank=True)
    is_taken = models.BooleanField(default=True)
    change_reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)

    class Meta:
        ordering = ["as_written"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["checked", "not_checked"]), name="medication_status"
            )
        ]


class ListConfirmation(AppendOnly):
    """The patient says the list is complete (an empty list alone would say nothing)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="list_confirmations")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)


class Reading(AppendOnly):
    """A reading or a lab value from before the decision: taken here, or from a report somebody brought.

    What is measured during a session stands in its chart. ``batch`` is the form it came with (law 3).
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="readings")
    batch = models.UUIDField()
    kind = models.SlugField()
    value = models.CharField(max_length=20)
    taken_at = models.DateTimeField()
    source = models.CharField(max_length=120)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)

    class Meta:
        ordering = ["-taken_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "kind"], name="one_reading_of_a_kind_per_form"),
            models.CheckConstraint(condition=~Q(value=""), name="reading_has_a_value"),
            models.CheckConstraint(
                condition=Q(taken_at__lte=models.F("at")), name="reading_not_in_the_future"
            ),
        ]


class ConsentSignature(AppendOnly):
    """A signed document, kept word for word with its hash."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="consents")
    consent = models.SlugField()
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=160)
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    signed_name = models.CharField(max_length=160)
    signed_at = models.DateTimeField()
    expires_on = models.DateField(null=True)

    class Meta:
        ordering = ["signed_at"]


class ConsentWithdrawal(AppendOnly):
    """A signature taken back."""

    signature = models.OneToOneField(ConsentSignature, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
