"""Time, money and names in the words people use.

Pure: the moment is always an argument, already in the clinic's zone.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sojourn.core.money import in_words
from sojourn.core.spoken import clock, day, full_day, short_day, weekday

__all__ = [
    "age",
    "ago",
    "clock",
    "day",
    "full_day",
    "in_days",
    "initials",
    "minutes_in_words",
    "money",
    "short_day",
    "when",
]
NEAR_DAYS = 6


def money(cents: int, always_cents: bool = False) -> str:
    """55000 -> "$550"; documents ask for cents always: "$550.00"."""
    return in_words(cents, always_cents=always_cents)


def when(moment: datetime, now: datetime) -> str:
    """ "today 1:00 pm", "tomorrow 9:00 am", "Friday 9:00 am" within a week, "1 Dec, 9:00 am" beyond."""
    return f"{_near_day(moment.date(), now.date())} {clock(moment)}"


def in_days(then: date, today: date) -> str:
    """ "today", "tomorrow", "in 3 days", "yesterday", "3 days ago"."""
    gap = (then - today).days
    named = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if gap in named:
        return named[gap]
    return f"in {gap} days" if gap > 0 else f"{-gap} days ago"


def ago(moment: datetime, now: datetime) -> str:
    """ "just now", "12 min ago", "3 h ago", then days. A moment still ahead reads "in 12 min"."""
    gap = now - moment
    if gap < timedelta(0):
        return f"in {_length(-gap)}"
    return "just now" if gap < timedelta(minutes=1) else f"{_length(gap)} ago"


def minutes_in_words(minutes: float) -> str:
    """ "50 min", "3 h", "1 h 31 min"."""
    hours, rest = divmod(round(minutes), 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part
    )


def age(born: date, today: date) -> int:
    """Whole years lived."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def initials(name: str) -> str:
    """ "Tamsin Brook, RN" -> "TB"; titles before the name are left out."""
    words = [word for word in name.split(",")[0].split() if word.rstrip(".") not in {"Dr", "Mr", "Ms", "Mx"}]
    return "".join(word[0].upper() for word in (words[:1] + words[-1:] if len(words) > 1 else words))


def _near_day(then: date, today: date) -> str:
    gap = (then - today).days
    if gap in (-1, 0, 1):
        return in_days(then, today)
    if 0 < gap <= NEAR_DAYS:
        return weekday(then)
    return f"{short_day(then)}{f' {then.year}' if then.year != today.year else ''},"


def _length(gap: timedelta) -> str:
    minutes = int(gap.total_seconds() // 60)
    if minutes < 60:
        return f"{max(minutes, 1)} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} days"
