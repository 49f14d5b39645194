"""Jobs of the calendar; all are safe to run at any time."""

from __future__ import annotations

from django.utils import timezone

from sojourn.core.jobs import job
from sojourn.scheduling import actions
from sojourn.scheduling.actions.questionnaires import ask_what_is_due


@job()
def send_reminders() -> None:
    """Every ten minutes."""
    actions.remind(now=timezone.now())


@job()
def tell_escorts() -> None:
    """Every ten minutes."""
    actions.remind_escorts(now=timezone.now())


@job()
def pass_on_offers() -> None:
    """Every five minutes: places that were offered and not taken."""
    actions.pass_on_offers(now=timezone.now())


@job()
def ask_due_questionnaires() -> None:
    """Once a day; a second run on the same day asks and reminds nobody twice."""
    ask_what_is_due(now=timezone.now())
