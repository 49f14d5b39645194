"""Losses and what was done about them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

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


def steps_done(report: LossReport) -> set[str]:
    """The kinds of its steps."""
    return {each.kind for each in report.steps.all()}
