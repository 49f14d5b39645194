"""Vial to vein: what came in, what was given or wasted, what is left; and patients' own medicine in custody."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.accounts.models import User
from sojourn.core.models import AppendOnly, Record
from sojourn.people.models import Patient


def _who() -> models.ForeignKey[User, User]:
    """Somebody with an account; what they wrote stays when they leave."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class Delivery(AppendOnly):
    """What came with stock (21 CFR 1304.22(c)): from whom, on which paper, and who received it."""

    supplier = models.CharField(max_length=120)
    supplier_address = models.CharField(max_length=200)
    supplier_dea = models.CharField(max_length=9)
    document = models.CharField(max_length=60)
    document_on = models.DateField()
    by = _who()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class Vial(Record):
    """One container of ketamine in stock. ``balance_mg`` moves only with a register entry, never below zero.

    The database itself moves it, and refuses every other change: see :mod:`sojourn.pharmacy.balance_triggers`.
    """

    number = models.CharField(max_length=20, unique=True)
    lot = models.CharField(max_length=40)
    ndc = models.CharField(max_length=14, blank=True)
    strength_mg_per_ml = models.PositiveSmallIntegerField()
    volume_ml = models.DecimalField(max_digits=5, decimal_places=1)
    expires_on = models.DateField()
    received_at = models.DateTimeField()
    balance_mg = models.DecimalField(max_digits=7, decimal_places=1)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, null=True, related_name="vials")

    class Meta:
        ordering = ["expires_on", "number"]
        constraints = [models.CheckConstraint(condition=Q(balance_mg__gte=0), name="vial_never_below_zero")]

    def __str__(self) -> str:
        return self.number

    @property
    def capacity_mg(self) -> Decimal:
        """What it held when it came."""
        return self.volume_ml * self.strength_mg_per_ml

    @property
    def is_whole(self) -> bool:
        """Nothing was taken from it."""
        return self.balance_mg == self.capacity_mg


class Transfer(AppendOnly):
    """Whole vials that went to somebody who may hold them. ``reason``: a code of the library."""

    reason = models.CharField(max_length=20)
    to = models.CharField(max_length=120)
    to_address = models.CharField(max_length=200)
    to_dea = models.CharField(max_length=9)
    document = models.CharField(max_length=60)
    by = _who()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class LossReport(AppendOnly):
    """A theft or a loss with the facts that Form 106 asks for. What happens to it later are its steps."""

    kind = models.CharField(max_length=20)
    found_at = models.DateTimeField()
    tell_by = models.DateField()
    form_by = models.DateField()
    account = models.TextField()
    police = models.CharField(max_length=200, blank=True)
    safeguards = models.TextField(blank=True)
    value_cents = models.PositiveIntegerField(null=True)
    by = _who()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class LossStep(AppendOnly):
    """Something done about a loss: told, submitted, found out. ``kind``: a code of the library."""

    report = models.ForeignKey(LossReport, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20)
    done_on = models.DateField()
    words = models.CharField(max_length=300)
    by = _who()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class Count(AppendOnly):
    """Everything in the cabinet, counted before the register showed what it expects.

    Valid when every difference is explained and a second person has signed. An inventory says at which end of the day.
    """

    class Kind(models.TextChoices):
        """What the law calls it."""

        DAY = "day", "End of the day"
        INITIAL = "initial", "Initial inventory"
        BIENNIAL = "biennial", "Biennial inventory"

    class Moment(models.TextChoices):
        """When on the day (21 CFR 1304.11(a))."""

        OPENING = "opening", "Opening of business"
        CLOSE = "close", "Close of business"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    moment = models.CharField(max_length=7, choices=Moment.choices)
    by = _who()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class CountLine(AppendOnly):
    """One vial's reading in a count. ``again`` names the reading of the same count that it corrects."""

    count = models.ForeignKey(Count, on_delete=models.PROTECT, related_name="lines")
    vial = models.ForeignKey(Vial, on_delete=models.PROTECT, related_name="readings")
    again = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    expected_mg = models.DecimalField(max_digits=7, decimal_places=1)
    counted_mg = models.DecimalField(max_digits=7, decimal_places=1)
    by = _who()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(counted_mg__gte=0), name="nothing_counts_below_zero"),
            models.UniqueConstraint(
                fields=["count", "vial"], condition=Q(again__isnull=True), name="a_vial_counts_once"
            ),
        ]


class RegisterEntry(AppendOnly):
    """One line of the controlled-drug register (OAR 847-015-0015): signed amount, balance after it.

    ``number`` counts the lines of its vial; ``at`` is when it was written, ``happened_at`` when it happened if that
    differs; ``dose`` the chart's entry that it belongs to; ``reverses`` the line that it takes back. Waste counts as
    witnessed once it has its ``signature``.
    """

    class Kind(models.TextChoices):
        """What happened."""

        RECEIVED = "received", "Received"
        GIVEN = "given", "Given"
        WASTED = "wasted", "Wasted"
        COUNTED = "counted", "Counted"
        SENT = "sent", "Transferred"
        LOST = "lost", "Lost"

    vial = models.ForeignKey(Vial, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    mg = models.DecimalField(max_digits=7, decimal_places=1)
    balance_mg = models.DecimalField(max_digits=7, decimal_places=1)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, related_name="register_entries")
    dose = models.UUIDField(null=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, null=True, related_name="entries")
    loss = models.ForeignKey(LossReport, on_delete=models.PROTECT, null=True, related_name="entries")
    reading = models.OneToOneField(CountLine, on_delete=models.PROTECT, null=True, related_name="entry")
    cause = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    by = _who()
    at = models.DateTimeField()
    happened_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "number", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(balance_mg__gte=0), name="register_never_below_zero"),
            models.UniqueConstraint(
                fields=["vial", "number"], condition=Q(number__gt=0), name="lines_of_a_vial_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["dose"], condition=Q(reverses__isnull=True), name="a_dose_leaves_the_vial_once"
            ),
        ]
        indexes = [models.Index(fields=["at"], name="register_by_time")]

    @property
    def when(self) -> datetime:
        """When it happened."""
        return self.happened_at or self.at


class OwnMedicine(AppendOnly):
    """A patient's own prescribed ketamine, checked at the door and kept apart from stock (P26).

    A clinic may not collect medicine to destroy it; what a patient spoils they destroy themselves, seen by two.
    """

    class Kind(models.TextChoices):
        """What happened to it."""

        BROUGHT = "brought", "Brought and checked"
        USED = "used", "Used"
        RETURNED = "returned", "Taken home"
        DESTROYED = "destroyed", "Destroyed by the patient"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="own_medicine")
    visit = models.UUIDField()
    kind = models.CharField(max_length=9, choices=Kind.choices)
    description = models.CharField(max_length=160)
    quantity = models.DecimalField(max_digits=6, decimal_places=1)
    unit = models.CharField(max_length=20)
    label_matches = models.BooleanField(default=False)
    dose = models.UUIDField(null=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["visit"], name="own_medicine_of_visit")]


class SecondSignature(AppendOnly):
    """The second person's own word for one thing that ``first`` wrote down: seen, by these eyes.

    The database checks that ``first`` is who wrote it, and that nobody signs for themselves.
    """

    class How(models.TextChoices):
        """How they proved who they are."""

        OWN_BROWSER = "own", "signed in themselves"
        AT_THE_TABLET = "tablet", "with their own password at the tablet"

    entry = models.OneToOneField(RegisterEntry, on_delete=models.PROTECT, null=True, related_name="signature")
    own_medicine = models.OneToOneField(
        OwnMedicine, on_delete=models.PROTECT, null=True, related_name="signature"
    )
    count = models.OneToOneField(Count, on_delete=models.PROTECT, null=True, related_name="signature")
    first = _who()
    by = _who()
    how = models.CharField(max_length=6, choices=How.choices)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(by=models.F("first")), name="nobody_signs_for_themselves"),
            models.CheckConstraint(
                condition=Q(entry__isnull=False, own_medicine__isnull=True, count__isnull=True)
                | Q(entry__isnull=True, own_medicine__isnull=False, count__isnull=True)
                | Q(entry__isnull=True, own_medicine__isnull=True, count__isnull=False),
                name="a_signature_is_for_one_thing",
            ),
        ]
