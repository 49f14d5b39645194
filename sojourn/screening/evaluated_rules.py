"""Nobody is called eligible before a doctor saw them (P6): on a day on which they were here for it. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sojourn.core.decisions import Finding


def evaluated(on: date | None, *, today: date, visits: Collection[date], days: int) -> Finding | None:
    """Why this is no day of a medical intake, or nothing. ``visits``: the days of medical visits that took place;
    ``days``: how old the intake may be."""
    message = _why_not(on, today, visits, days)
    if not message:
        return None
    return Finding(code="not_evaluated", field="evaluated_on", message=message, source="P6")


def _why_not(on: date | None, today: date, visits: Collection[date], days: int) -> str:
    if on is None:
        return "Say on which day the medical intake took place; nobody is treated before it."
    if on > today:
        return "The medical intake cannot have taken place on a day to come."
    if (today - on).days > days:
        return f"The medical intake is more than {days} days old. See the patient again first."
    if on not in visits:
        return "The calendar holds no medical visit on this day that took place or is under way."
    return ""
