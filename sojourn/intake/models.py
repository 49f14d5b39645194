"""What a patient tells before the first visit."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core.models import AppendOnly, Record
from sojourn.people.models import CareTeamMember, Patient


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
    prescribed_by = models.ForeignKey(
        CareTeamMember, on_delete=models.PROTECT, null=True, related_name="medications"
    )
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

    def __str__(self) -> str:
        return self.as_written


class MedicationSetAside(AppendOnly):
    """The clinic's word that a line which is off the list was never taken: it no longer counts in the check."""

    medication = models.OneToOneField(Medication, on_delete=models.PROTECT, related_name="set_aside")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="set_aside_has_a_reason")]


class HistoryLine(AppendOnly):
    """One line of a list a patient keeps, as of ``at``. Changing, removing and putting back add a line (law 1)."""

    patient: models.ForeignKey[Patient, Patient]
    supersedes_id: UUID | None
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    is_listed = models.BooleanField(default=True)
    change_reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)

    class Meta:
        abstract = True


class Problem(HistoryLine):
    """An illness, a diagnosis or an operation. Without ``code`` it stands in the person's own words alone."""

    class State(models.TextChoices):
        """Whether it is there now."""

        ACTIVE = "active", "There now"
        PAST = "past", "In the past"
        UNKNOWN = "unknown", "I don’t know"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="problems")
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=12, blank=True)
    since = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=7, choices=State.choices)
    treated_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="problem_has_a_name"),
            models.CheckConstraint(
                condition=Q(state__in=["active", "past", "unknown"]), name="problem_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Allergy(HistoryLine):
    """What somebody reacts to. ``status`` is "not_checked" when the text matched no drug: never read as safe."""

    class Harm(models.TextChoices):
        """How bad the reaction was."""

        MILD = "mild", "Mild: a rash, a runny nose, an upset stomach"
        MODERATE = "moderate", "Moderate: needed a doctor or a medicine"
        SEVERE = "severe", "Severe: trouble breathing, fainting, a hospital"
        UNKNOWN = "unknown", "I don’t know"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="allergies")
    as_written = models.CharField(max_length=200)
    ingredients = models.JSONField(default=list)
    status = models.CharField(max_length=12)
    reaction = models.CharField(max_length=200, blank=True)
    harm = models.CharField(max_length=8, choices=Harm.choices)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(as_written=""), name="allergy_has_a_name"),
            models.CheckConstraint(condition=Q(status__in=["checked", "not_checked"]), name="allergy_status"),
            models.CheckConstraint(
                condition=Q(harm__in=["mild", "moderate", "severe", "unknown"]), name="allergy_harm_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.as_written


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
    """A signed document, kept word for word with its hash (SHA-256 of ``text``).

    ``strokes`` is the drawn signature as path data on the pad of :mod:`sojourn.intake.rules`; typed ones have none.
    """

    class How(models.TextChoices):
        """The way it was signed."""

        TYPED = "typed", "Typed"
        DRAWN = "drawn", "Drawn"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="consents")
    consent = models.SlugField()
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=160)
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    signed_name = models.CharField(max_length=160)
    how = models.CharField(max_length=5, choices=How.choices, default=How.TYPED)
    strokes = models.TextField(blank=True)
    signed_at = models.DateTimeField()
    expires_on = models.DateField(null=True)

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(how="typed", strokes="") | Q(how="drawn", strokes__gt=""),
                name="a_drawn_signature_has_strokes",
            )
        ]


class ConsentWithdrawal(AppendOnly):
    """A signature taken back. Rows from before it was kept do not say ``by`` whom."""

    signature = models.OneToOneField(ConsentSignature, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)


class WithdrawalAnswer(AppendOnly):
    """What somebody of the clinic did after a consent was taken back."""

    withdrawal = models.ForeignKey(ConsentWithdrawal, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="withdrawal_answer_says_what")]
