"""Losses and what was done about them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from sojourn import content
from sojourn.pharmacy.models import LossReport

TOLD, FORM = "dea-told", "form-106"


def losses() -> QuerySet[LossReport]:
    """Every report with its steps and the lines it explains."""
    return LossReport.objects.select_related("by").prefetch_related("steps__by", "entries__vial")


def loss_by_id(report_id: UUID) -> LossReport | None:
    """One report."""
    return losses().filter(pk=report_id).first()


def open_losses() -> list[LossReport]:
    """Reports whose deadlines still run: not told yet, or the form not submitted."""
    reports = LossReport.objects.prefetch_related("steps")
    return [each for each in reports if not {TOLD, FORM} <= steps_done(each)]


def thefts_before(report: LossReport) -> int:
    """How many thefts were found in the months before this one was, as Form 106 asks."""
    law = content.library().register
    since = report.found_at - timedelta(days=law.thefts_months * 365 // 12)
    earlier = LossReport.objects.filter(
        kind__in=law.thefts, found_at__gte=since, found_at__lt=report.found_at
    )
    return earlier.exclude(pk=report.pk).count()


def steps_done(report: LossReport) -> set[str]:
    """The kinds of its steps."""
    return {each.kind for each in report.steps.all()}
