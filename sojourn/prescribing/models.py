"""The plan, the prescription and the orders for each dose. Changed by adding, with a reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sojourn.clinic.models import StaffMember
from sojourn.core.models import AppendOnly
from sojourn.people.models import Patient


class PlanRevision(AppendOnly):
    """The treatment plan as of ``at`` (P4, P20). The latest revision is the plan."""

    class Kind(models.TextChoices):
        """The shape of a course."""

        SERIES = "series", "A series"
        SINGLE = "single", "One session, then decide"
        GROUP = "group", "Monthly group"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="plan_revisions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    sessions = models.PositiveSmallIntegerField()
    per_week = models.PositiveSmallIntegerField(default=1)
    preparation_visits = models.PositiveSmallIntegerField(default=1)
    integration_after_each = models.BooleanField(default=True)
    route = models.CharField(max_length=4, default="IM")
    goals = models.TextField(blank=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "number"], name="plan_revisions_count_up"),
            models.CheckConstraint(
                condition=Q(sessions__gte=1, sessions__lte=24), name="plan_sessions_possible"
            ),
            models.CheckConstraint(
                condition=Q(per_week__gte=1, per_week__lte=3), name="plan_cadence_possible"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="plan_has_a_reason"),
        ]


class Prescription(AppendOnly):
    """A Schedule III prescription with everything 21 CFR 1306.05 asks; signed by hand or numbered elsewhere."""

    class Setting(models.TextChoices):
        """Where the medicine comes from."""

        OFFICE = "office", "Given in the office from stock"
        PHARMACY = "pharmacy", "Dispensed by a pharmacy to the patient"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="prescriptions")
    prescriber = models.ForeignKey(StaffMember, on_delete=models.PROTECT)
    setting = models.CharField(max_length=10, choices=Setting.choices)
    drug = models.CharField(max_length=80)
    strength = models.CharField(max_length=40)
    form = models.CharField(max_length=40)
    quantity = models.CharField(max_length=60)
    directions = models.TextField()
    refills = models.PositiveSmallIntegerField(default=0)
    issued_on = models.DateField()
    expires_on = models.DateField()
    dea_number = models.CharField(max_length=9)
    patient_address = models.TextField()
    pdmp_checked_at = models.DateTimeField()
    pdmp_finding = models.TextField()
    external_number = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(refills__lte=5), name="at_most_five_refills"),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("issued_on")), name="prescription_runs_forward"
            ),
        ]


class PrescriptionVoid(AppendOnly):
    """A prescription taken back, with the reason."""

    prescription = models.OneToOneField(Prescription, on_delete=models.PROTECT, related_name="void")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()


class DoseOrder(AppendOnly):
    """What may be given in the next session: mg and mg/kg with the weight, mL at the vial's strength."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="dose_orders")
    prescription = models.ForeignKey(Prescription, on_delete=models.PROTECT, related_name="orders")
    weight_kg = models.DecimalField(max_digits=5, decimal_places=1)
    mg_per_kg = models.DecimalField(max_digits=4, decimal_places=2)
    mg = models.DecimalField(max_digits=5, decimal_places=1)
    strength_mg_per_ml = models.PositiveSmallIntegerField()
    ml = models.DecimalField(max_digits=4, decimal_places=2)
    booster_mg = models.DecimalField(max_digits=5, decimal_places=1, default=0)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(mg__gt=0, mg__lte=300), name="order_dose_possible"),
            models.CheckConstraint(
                condition=Q(booster_mg__gte=0, booster_mg__lte=150), name="order_booster_possible"
            ),
        ]
