"""The plan, the prescription and the orders for each dose. Changed by adding, with a reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sojourn.clinic.models import StaffMember
from sojourn.core.models import AppendOnly
from sojourn.people.models import Patient


class PlanRevision(AppendOnly):
    """The treatment plan as of ``at`` (P4, P20). The latest revision is the plan.

    ``review_after``: the sessions after which it is looked at again. ``after_session``: the session whose response this
    revision answers; empty for what was planned before any.
    """

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
    review_after = models.JSONField(default=list)
    after_session = models.UUIDField(null=True)
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
    """A Schedule III prescription with everything 21 CFR 1306.05 asks; signed by hand or numbered elsewhere.

    Names, addresses and numbers are kept as they were on the day, so that every reprint is the same paper. Rows from
    before they were kept have them empty, and no ``amount``: their ``quantity`` is words. ``days_supply`` is how long
    one fill lasts where a pharmacy dispenses, ``quantity_reason`` why it is more than is usual.
    """

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
    amount = models.PositiveSmallIntegerField(null=True)
    unit = models.CharField(max_length=40, blank=True)
    quantity = models.CharField(max_length=60)
    days_supply = models.PositiveSmallIntegerField(null=True)
    quantity_reason = models.TextField(blank=True)
    directions = models.TextField()
    refills = models.PositiveSmallIntegerField(default=0)
    issued_on = models.DateField()
    expires_on = models.DateField()
    patient_name = models.CharField(max_length=200, blank=True)
    patient_birth_date = models.DateField(null=True)
    patient_address = models.TextField()
    prescriber_name = models.CharField(max_length=200, blank=True)
    prescriber_address = models.TextField(blank=True)
    prescriber_licence = models.CharField(max_length=40, blank=True)
    dea_number = models.CharField(max_length=9)
    npi = models.CharField(max_length=10, blank=True)
    seen_on = models.DateField(null=True)
    seen_by = models.CharField(max_length=200, blank=True)
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
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=1, unit__gt=""),
                name="prescription_amount_has_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(seen_on__isnull=True) | Q(seen_on__lte=F("issued_on")),
                name="prescription_after_seeing",
            ),
        ]


class PrescriptionVoid(AppendOnly):
    """A prescription taken back, with the reason."""

    prescription = models.OneToOneField(Prescription, on_delete=models.PROTECT, related_name="void")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()


class PrescriptionFill(AppendOnly):
    """One time a pharmacy dispensed on a prescription: 0 is the first fill, 1 to 5 the refills.

    A wrong one is superseded by the right one, or by one ``withdrawn``, which says that nothing was dispensed; the next
    fill then supersedes that. So each number is one chain of rows, and its last row is what counts.
    """

    prescription = models.ForeignKey(Prescription, on_delete=models.PROTECT, related_name="fills")
    number = models.PositiveSmallIntegerField()
    filled_on = models.DateField()
    pharmacy = models.CharField(max_length=120, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    withdrawn = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number", "at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["prescription", "number"],
                condition=Q(supersedes__isnull=True),
                name="fills_count_up",
            ),
            models.CheckConstraint(condition=Q(number__lte=5), name="at_most_five_refills_filled"),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(supersedes__isnull=False, reason__gt=""),
                name="fill_withdrawn_with_a_reason",
            ),
        ]


class DoseOrder(AppendOnly):
    """What may be given in the next session: mg and mg/kg with the weight and when it was measured, mL at the vial's
    strength. Orders from before the weighing was kept have no ``weighed_at``."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="dose_orders")
    prescription = models.ForeignKey(Prescription, on_delete=models.PROTECT, related_name="orders")
    weight_kg = models.DecimalField(max_digits=5, decimal_places=1)
    weighed_at = models.DateTimeField(null=True)
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
