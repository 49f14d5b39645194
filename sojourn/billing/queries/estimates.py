"""Estimates given, and how the bill stands against them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce

from sojourn import content
from sojourn.billing.models import Charge, Estimate
from sojourn.billing.rules import may_be_disputed, over_estimate
from sojourn.people.models import Patient


@dataclass(frozen=True)
class EstimateWatch:
    """What was billed of what was estimated."""

    estimate: Estimate
    billed_cents: int
    dispute_from_cents: int

    @property
    def over_cents(self) -> int:
        """By how much the bill is over."""
        return over_estimate(billed_cents=self.billed_cents, estimated_cents=self.estimate.total_cents)

    @property
    def may_be_disputed(self) -> bool:
        """True when the patient has the right to dispute the bill."""
        return may_be_disputed(
            billed_cents=self.billed_cents,
            estimated_cents=self.estimate.total_cents,
            from_cents=self.dispute_from_cents,
        )


def estimates_of(patient: Patient) -> QuerySet[Estimate]:
    """Estimates given, newest first."""
    return Estimate.objects.filter(patient=patient).select_related("read")


def unread_estimates(patient: Patient) -> QuerySet[Estimate]:
    """Estimates the patient has not read."""
    return estimates_of(patient).filter(read__isnull=True)


def estimate_watch(patient: Patient) -> EstimateWatch | None:
    """The latest estimate against what was charged for its services since; None when none was given."""
    estimate = estimates_of(patient).first()
    if estimate is None:
        return None
    return EstimateWatch(
        estimate, _billed_since(estimate), content.pack().policies.estimate.dispute_from_cents
    )


def _billed_since(estimate: Estimate) -> int:
    services = [line["service"] for line in estimate.content["lines"]]
    charges = Charge.objects.filter(patient=estimate.patient_id, service__in=services)
    counted = charges.annotate(charged_at=Coalesce(F("answers__at"), F("at"))).filter(
        charged_at__gte=estimate.at
    )
    return counted.aggregate(sum=Sum("cents"))["sum"] or 0
