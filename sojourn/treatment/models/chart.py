"""The live chart: rows that are only added. A wrong one is superseded by another.

The bounds in the constraints are what is possible for a body or a syringe, not clinical limits; those are content.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core.models import AppendOnly
from sojourn.pharmacy.models import Vial
from sojourn.prescribing.models import DoseOrder
from sojourn.treatment.models.session import Session
from sojourn.treatment.states import Phase

STANDS: dict[str, Any] = {"superseded_by__isnull": True, "entered_in_error": False}
"""Which rows of a chart count: neither corrected nor taken back."""


class ChartEntry(AppendOnly):
    """Common to every entry. The id is made on the device, so an entry sent twice counts once.

    ``observed_at`` is when it happened (device time), ``recorded_at`` when the server stored it.
    ``entered_in_error``: what this row supersedes never happened; it repeats it and says in its note why.
    """

    observed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    note = models.TextField(blank=True)
    entered_in_error = models.BooleanField(default=False)

    class Meta:
        abstract = True
        ordering = ["observed_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entered_in_error=False) | Q(supersedes__isnull=False),
                name="%(class)s_takes_back_another",
            )
        ]

    @property
    def stands(self) -> bool:
        """The same as :data:`STANDS`, for a row at hand."""
        return not hasattr(self, "superseded_by") and not self.entered_in_error


def _possible(name: str, **bounds: Any) -> models.CheckConstraint:
    """A bound on one optional column."""
    column = next(iter(bounds)).split("__")[0]
    return models.CheckConstraint(condition=Q(**{f"{column}__isnull": True}) | Q(**bounds), name=name)


class VitalSigns(ChartEntry):
    """One set of readings. mmHg, beats and breaths a minute, % saturation, MOAA/S 0–5."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="vitals")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    point = models.CharField(max_length=20, blank=True)
    systolic = models.PositiveSmallIntegerField(null=True)
    diastolic = models.PositiveSmallIntegerField(null=True)
    heart_rate = models.PositiveSmallIntegerField(null=True)
    spo2 = models.PositiveSmallIntegerField(null=True)
    respiratory_rate = models.PositiveSmallIntegerField(null=True)
    moaas = models.PositiveSmallIntegerField(null=True)
    nausea = models.PositiveSmallIntegerField(null=True)

    class Meta(ChartEntry.Meta):
        constraints = [
            *ChartEntry.Meta.constraints,
            _possible("systolic_possible", systolic__gte=40, systolic__lte=300),
            _possible("diastolic_possible", diastolic__gte=20, diastolic__lte=200),
            _possible("heart_rate_possible", heart_rate__gte=20, heart_rate__lte=250),
            _possible("spo2_possible", spo2__gte=40, spo2__lte=100),
            _possible("breaths_possible", respiratory_rate__gte=2, respiratory_rate__lte=60),
            _possible("moaas_possible", moaas__gte=0, moaas__lte=5),
            _possible("nausea_possible", nausea__gte=0, nausea__lte=10),
            models.CheckConstraint(
                condition=Q(systolic__isnull=True, diastolic__isnull=True)
                | Q(systolic__gt=models.F("diastolic")),
                name="systolic_above_diastolic",
            ),
        ]


class DoseGiven(ChartEntry):
    """Ketamine given: from a vial of the clinic, or from the patient's own medicine."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="doses")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    order = models.ForeignKey(DoseOrder, on_delete=models.PROTECT, null=True)
    vial = models.ForeignKey(Vial, on_delete=models.PROTECT, null=True)
    mg = models.DecimalField(max_digits=5, decimal_places=1)
    ml = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    mg_per_kg = models.DecimalField(max_digits=4, decimal_places=2)
    route = models.CharField(max_length=8)
    site = models.CharField(max_length=20, blank=True)
    side = models.CharField(max_length=8, blank=True)
    is_booster = models.BooleanField(default=False)

    class Meta(ChartEntry.Meta):
        constraints = [
            *ChartEntry.Meta.constraints,
            models.CheckConstraint(condition=Q(mg__gt=0, mg__lte=300), name="dose_possible"),
        ]


class SideEffect(ChartEntry):
    """Something felt that was not hoped for (P22)."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="side_effects")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    kind = models.CharField(max_length=40)
    severity = models.CharField(max_length=12)


class RescueGiven(ChartEntry):
    """A medicine given for a side effect."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="rescues")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    medicine = models.CharField(max_length=60)
    dose = models.CharField(max_length=60)


class Remark(ChartEntry):
    """A line of the log: an observation, comfort, the patient's own words."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="remarks")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20, default="observation")
    text = models.TextField()


class PhaseChange(AppendOnly):
    """The session moved on."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="phases")
    phase = models.CharField(max_length=12, choices=Phase.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)

    class Meta:
        ordering = ["at", "id"]
