"""Jobs of the calendar; both are safe to run at any time."""

from __future__ import annotations

from django.utils import timezone

from sojourn.core.jobs import job
from sojourn.scheduling import actions


@job()
def send_reminders() -> None:
    """Every ten minutes."""
    actions.remind(now=timezone.now())


@job()
def pass_on_offers() -> None:
    """Every five minutes: places that were offered and not taken."""
    actions.pass_on_offers(now=timezone.now())
