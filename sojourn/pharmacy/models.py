"""Vial to vein: what came in, what was given or wasted, what is left; and patients' own medicine in custody."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core.models import AppendOnly, Record
from sojourn.people.models import Patient


class Vial(Record):
    """One container of ketamine in stock. ``balance_mg`` moves only with a register entry, never below zero."""

    number = models.CharField(max_length=20, unique=True)
    lot = models.CharField(max_length=40)
    strength_mg_per_ml = models.PositiveSmallIntegerField()
    volume_ml = models.DecimalField(max_digits=5, decimal_places=1)
    expires_on = models.DateField()
    received_at = models.DateTimeField()
    balance_mg = models.DecimalField(max_digits=7, decimal_places=1)

    class Meta:
        ordering = ["expires_on", "number"]
        constraints = [models.CheckConstraint(condition=Q(balance_mg__gte=0), name="vial_never_below_zero")]

    def __str__(self) -> str:
        return self.number


class RegisterEntry(AppendOnly):
    """One line of the controlled-drug register (OAR 847-015-0015): signed amount, balance after it."""

    class Kind(models.TextChoices):
        """What happened."""

        RECEIVED = "received", "Received"
        GIVEN = "given", "Given"
        WASTED = "wasted", "Wasted"
        COUNTED = "counted", "Counted"

    vial = models.ForeignKey(Vial, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    mg = models.DecimalField(max_digits=7, decimal_places=1)
    balance_mg = models.DecimalField(max_digits=7, decimal_places=1)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, related_name="register_entries")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(balance_mg__gte=0), name="register_never_below_zero"),
            models.CheckConstraint(
                condition=~Q(kind="wasted") | (Q(witness__isnull=False) & ~Q(witness=models.F("by"))),
                name="waste_has_a_second_person",
            ),
        ]


class OwnMedicine(AppendOnly):
    """A patient's own prescribed ketamine, checked at the door and kept apart from stock (P26)."""

    class Kind(models.TextChoices):
        """What happened to it."""

        BROUGHT = "brought", "Brought and checked"
        USED = "used", "Used"
        RETURNED = "returned", "Taken home"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="own_medicine")
    visit = models.UUIDField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    description = models.CharField(max_length=160)
    quantity = models.DecimalField(max_digits=6, decimal_places=1)
    unit = models.CharField(max_length=20)
    label_matches = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["visit"], name="own_medicine_of_visit")]
