"""What was found, how each finding was dealt with, and what the provider decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core.models import AppendOnly
from sojourn.intake.models import Medication
from sojourn.people.models import CareTeamMember, Patient


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
        READ = "read", "Read"

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

    @property
    def settles(self) -> bool:
        """True when the finding no longer stands in the way: accepted, ruled out, or cleared by whoever was asked."""
        if self.kind != self.Kind.CLEARANCE:
            return True
        asked = getattr(self, "clearance", None)
        return asked is not None and asked.is_cleared


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


class DecisionCondition(AppendOnly):
    """One thing that has to hold for a yes to count: a pressure, a letter, a value, a name. Kinds are the library's."""

    decision = models.ForeignKey(EligibilityDecision, on_delete=models.PROTECT, related_name="set_conditions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16)
    systolic = models.PositiveSmallIntegerField(null=True)
    diastolic = models.PositiveSmallIntegerField(null=True)
    subject = models.CharField(max_length=60, blank=True)
    side = models.CharField(max_length=10, blank=True)
    limit = models.DecimalField(max_digits=9, decimal_places=2, null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "position"], name="one_condition_per_place"),
            models.CheckConstraint(
                condition=Q(kind__in=["blood_pressure", "letter", "measured", "escort"]),
                name="condition_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="blood_pressure",
                    systolic__isnull=False,
                    diastolic__isnull=False,
                    diastolic__gt=0,
                    systolic__gt=models.F("diastolic"),
                )
                | Q(~Q(kind="blood_pressure"), systolic__isnull=True, diastolic__isnull=True),
                name="condition_pressure_that_can_be",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="measured",
                    limit__isnull=False,
                    limit__gt=0,
                    subject__gt="",
                    side__in=["below", "at_least"],
                )
                | Q(~Q(kind="measured"), limit__isnull=True, subject="", side=""),
                name="condition_value_with_a_limit",
            ),
        ]


class Clearance(AppendOnly):
    """What was asked of somebody outside, and by when: before a finding is settled, or as a condition of a yes."""

    resolution = models.OneToOneField(
        FindingResolution, on_delete=models.PROTECT, null=True, related_name="clearance"
    )
    condition = models.OneToOneField(
        DecisionCondition, on_delete=models.PROTECT, null=True, related_name="clearance"
    )
    asked_of = models.CharField(max_length=160)
    what = models.TextField()
    due_on = models.DateField()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolution__isnull=False, condition__isnull=True)
                | Q(resolution__isnull=True, condition__isnull=False),
                name="clearance_for_a_finding_or_a_condition",
            )
        ]

    @property
    def asked_in(self) -> FindingResolution | EligibilityDecision:
        """What it was asked with: the word about a finding, or the decision it is a condition of."""
        if self.condition is not None:
            return self.condition.decision
        assert self.resolution is not None
        return self.resolution

    @property
    def is_cleared(self) -> bool:
        """True when the answer came and was a yes."""
        found = getattr(self, "result", None)
        return found is not None and found.outcome == ClearanceResult.Outcome.CLEARED


class ClearanceResult(AppendOnly):
    """The answer to what was asked. A later one comes with a new request."""

    class Outcome(models.TextChoices):
        """What the answer means for the finding."""

        CLEARED = "cleared", "Cleared"
        NOT_CLEARED = "not_cleared", "Not cleared"

    clearance = models.OneToOneField(Clearance, on_delete=models.PROTECT, related_name="result")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    note = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)


class PrescriberLetter(AppendOnly):
    """A question to another clinician, word for word as it went out (P18)."""

    class How(models.TextChoices):
        """How it left the house. Staff hand it over; nothing is sent from here."""

        POST = "post", "By post"
        FAX = "fax", "By fax"
        EMAIL = "email", "By e-mail, sent by staff"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="prescriber_letters")
    member = models.ForeignKey(CareTeamMember, on_delete=models.PROTECT, related_name="letters")
    medication = models.ForeignKey(Medication, on_delete=models.PROTECT, null=True, related_name="letters")
    finding_code = models.CharField(max_length=120, blank=True)
    question = models.TextField()
    text = models.TextField()
    how = models.CharField(max_length=8, choices=How.choices)
    sent_at = models.DateTimeField()
    due_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(question=""), name="letter_has_its_words")
        ]

    @property
    def latest_answer(self) -> PrescriberAnswer | None:
        """What came back last."""
        found = list(self.answers.all())
        return found[-1] if found else None


class PrescriberAnswer(AppendOnly):
    """What came back to a letter. There may be several: a call first, a letter later."""

    class Outcome(models.TextChoices):
        """What it means for treatment."""

        NO_OBJECTION = "no_objection", "No objection"
        ADJUSTS = "adjusts", "They adjust or time the medicine themselves"
        ADVISES_AGAINST = "advises_against", "Advises against treatment"
        OPEN = "open", "The question stays open"

    letter = models.ForeignKey(PrescriberLetter, on_delete=models.PROTECT, related_name="answers")
    at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    text = models.TextField()
    outcome = models.CharField(max_length=16, choices=Outcome.choices)

    class Meta:
        ordering = ["at", "id"]
