"""Money: rows that are added, in integer cents; a wrong one is answered by an opposite one.

Ids of payments, plans and waivers come from the form (law 3): what is sent twice is stored once.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core.models import AppendOnly
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment

# What no amount ever exceeds: $20,000. A typing mistake, not a policy, so it stands here and in the constraints.
MOST_CENTS = 2_000_000


class Numbering(models.Model):
    """The last number given out in one series. Locking its row keeps receipts free of gaps under concurrency."""

    series = models.SlugField(primary_key=True, max_length=20)
    last = models.PositiveIntegerField()


class Charge(AppendOnly):
    """Something owed (positive) or taken off again (negative, answering an earlier charge)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="charges")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, related_name="charges")
    service = models.SlugField()
    description = models.CharField(max_length=160)
    cents = models.IntegerField()
    answers = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="answered_by")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answers__isnull=True, cents__gte=0, cents__lte=MOST_CENTS)
                | Q(answers__isnull=False, cents__lt=0, cents__gte=-MOST_CENTS),
                name="only_an_answer_is_negative",
            ),
            models.CheckConstraint(
                condition=Q(answers__isnull=True) | ~Q(reason=""), name="taking_off_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["appointment", "service"],
                condition=Q(answers__isnull=True),
                name="a_visit_is_charged_once",
            ),
        ]


class PaymentPlan(AppendOnly):
    """A balance spread over parts at 0 % APR (P30)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="payment_plans")
    total_cents = models.PositiveIntegerField()
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    disclosure_prepared = models.BooleanField(default=False)

    class Meta:
        ordering = ["-agreed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(total_cents__gt=0, total_cents__lte=MOST_CENTS), name="plan_is_of_something"
            )
        ]


class Instalment(AppendOnly):
    """One part of a plan. Parts add up to the plan's total, to the cent."""

    plan = models.ForeignKey(PaymentPlan, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    cents = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="instalments_are_numbered"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="instalment_is_of_something"),
        ]


class Payment(AppendOnly):
    """Money received (positive) or given back (negative, answering a payment)."""

    class Method(models.TextChoices):
        """How it was paid. Which are offered is the pack's to say."""

        CASH = "cash", "Cash"
        VENMO = "venmo", "Venmo"
        CARD = "card", "Card"
        HSA = "hsa", "HSA card"
        FSA = "fsa", "FSA card"
        CHECK = "check", "Check"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="payments")
    number = models.PositiveIntegerField(unique=True)
    method = models.CharField(max_length=8, choices=Method.choices)
    cents = models.IntegerField()
    reference = models.CharField(max_length=80, blank=True)
    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, null=True, related_name="payments")
    answers = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="answered_by")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answers__isnull=True, cents__gt=0, cents__lte=MOST_CENTS)
                | Q(answers__isnull=False, cents__lt=0, cents__gte=-MOST_CENTS),
                name="only_a_refund_is_negative",
            ),
            models.CheckConstraint(
                condition=Q(answers__isnull=True) | ~Q(reason=""), name="a_refund_has_a_reason"
            ),
        ]

    @property
    def receipt_number(self) -> str:
        """The number as it stands on the receipt."""
        return f"R-{self.number:04d}"

    @property
    def is_refund(self) -> bool:
        """True when money went back."""
        return self.answers_id is not None


class Estimate(AppendOnly):
    """A good-faith estimate as given (45 CFR 149.610): items, total, the whole document as data."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="estimates")
    number = models.PositiveIntegerField(unique=True)
    scope = models.CharField(max_length=20)
    total_cents = models.PositiveIntegerField()
    content = models.JSONField()
    due_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    @property
    def paper_number(self) -> str:
        """The number as it stands on the paper."""
        return f"E-{self.number:04d}"

    @property
    def is_read(self) -> bool:
        """True when the patient has said so."""
        return hasattr(self, "read")


class EstimateRead(AppendOnly):
    """The patient opened the estimate."""

    estimate = models.OneToOneField(Estimate, on_delete=models.PROTECT, related_name="read")
    at = models.DateTimeField()


class Superbill(AppendOnly):
    """A superbill as issued, for a visit the pack allows one for (P29)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="superbills")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="superbills")
    number = models.PositiveIntegerField(unique=True)
    content = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    @property
    def paper_number(self) -> str:
        """The number as it stands on the paper."""
        return f"S-{self.number:04d}"
