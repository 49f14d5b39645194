"""Estimates given, and how the bill stands against them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from sojourn import content
from sojourn.billing.models import Charge, Estimate
from sojourn.billing.rules import may_be_disputed, over_estimate
from sojourn.core.together import fetch_together
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
    """The latest estimate against what was charged for its services since; None when none was given. One query."""
    estimates, charges = estimates_of(patient), _charges(patient)
    fetch_together(estimates, charges)
    if not estimates:
        return None
    policy = content.pack().policies.estimate
    return EstimateWatch(estimates[0], _billed_since(estimates[0], charges), policy.dispute_from_cents)


Billed = tuple[str, int, datetime]
"""Service, cents, and when it was charged; what was taken off counts when its charge did."""


def _charges(patient: Patient) -> QuerySet[Charge, Billed]:
    charged_at = Coalesce(F("answers__at"), F("at"))
    charges = Charge.objects.filter(patient=patient).annotate(charged_at=charged_at)
    return charges.values_list("service", "cents", "charged_at")


def _billed_since(estimate: Estimate, charges: Iterable[Billed]) -> int:
    services = {line["service"] for line in estimate.content["lines"]}
    return sum(cents for service, cents, at in charges if service in services and at >= estimate.at)
