"""The rules of questionnaires, by subject. Pure functions over content and frozen facts."""

from sojourn.measures.rules.change import Change, change
from sojourn.measures.rules.due import Due, DueFacts, due, due_moment
from sojourn.measures.rules.scoring import (
    AlertFact,
    Score,
    alert_sentence,
    alerts_of,
    asked_items,
    is_an_answer,
    score,
    still_possible,
)

__all__ = [
    "AlertFact",
    "Change",
    "Due",
    "DueFacts",
    "Score",
    "alert_sentence",
    "alerts_of",
    "asked_items",
    "change",
    "due",
    "due_moment",
    "is_an_answer",
    "score",
    "still_possible",
]
