"""Jobs about money."""

from __future__ import annotations

from django.utils import timezone

from sojourn.billing import actions
from sojourn.core.jobs import job


@job()
def remind_of_instalments() -> None:
    """Write to those whose instalment is near or late. Runs every day; each message goes once."""
    actions.remind(now=timezone.now())
