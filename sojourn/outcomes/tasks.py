"""Jobs that measure over time. ``ask_due_questionnaires`` runs once a day."""

from __future__ import annotations

from django.utils import timezone

from sojourn.core.jobs import job
from sojourn.outcomes import actions


@job()
def ask_due_questionnaires() -> None:
    """Ask what is due today; a second run on the same day asks and reminds nobody twice."""
    actions.ask_what_is_due(now=timezone.now())
