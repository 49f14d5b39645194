"""A page of the form shows answers as they stood when it was opened. What it does not change, it leaves alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sojourn.content.intake_form import Question
from sojourn.core.spoken import clock, day

Told = Mapping[str, Any]
NOTHING: tuple[Any, ...] = (None, "", [])


def same_answer(one: Any, other: Any) -> bool:
    """The same, or nothing both times."""
    return bool(one == other) or (one in NOTHING and other in NOTHING)


def changed_here(told: Told, shown: Told | None) -> dict[str, Any]:
    """What a page says otherwise than it was shown; all it says where nobody knows what that was."""
    if shown is None:
        return dict(told)
    return {key: value for key, value in told.items() if not same_answer(shown.get(key), value)}


def answered_meanwhile(told: Told, shown: Told | None, latest: Told) -> list[str]:
    """The questions that stand otherwise than this page was shown, and than it says now: somebody is asked."""
    if shown is None:
        return []
    return [
        key
        for key, value in told.items()
        if not same_answer(latest.get(key), shown.get(key)) and not same_answer(latest.get(key), value)
    ]


def which_is_right(question: Question, *, stands: Any, said: Any, at: datetime, now: datetime) -> str:
    """Both answers, and the question; the moments are in the clinic's zone."""
    when = clock(at) if at.date() == now.date() else f"{clock(at)} on {day(at)}"
    other = f"answered “{question.in_words(stands)}”" if stands not in NOTHING else "left without an answer"
    here = f"it says “{question.in_words(said)}”" if said not in NOTHING else "it is empty"
    return f"Meanwhile, perhaps on another device, this was {other} at {when}; here {here}. Which is right?"
