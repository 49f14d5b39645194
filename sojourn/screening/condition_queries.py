"""The conditions of the decision that counts, and what is known about each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.core.numbers import number_in
from sojourn.intake import queries as intake
from sojourn.screening.asked import Asked
from sojourn.screening.condition_rules import Book, Condition, Known, Measured, Stand, in_words, stands
from sojourn.screening.models import DecisionCondition, EligibilityDecision


def book() -> Book:
    """What the library says about conditions."""
    library = content.library()
    return Book(library.conditions, library.condition_subjects)


def set_with(decision: EligibilityDecision | None, asked: Asked) -> tuple[Condition, ...]:
    """The conditions of this decision, in order; those of an earlier one no longer count."""
    if decision is None:
        return ()
    return tuple(as_set(row) for row in asked.conditions if row.decision_id == decision.pk)


def as_set(row: DecisionCondition) -> Condition:
    """A kept condition as the rules read it."""
    asked = getattr(row, "clearance", None)
    result = getattr(asked, "result", None)
    return Condition(
        kind=row.kind,
        systolic=row.systolic,
        diastolic=row.diastolic,
        subject=row.subject,
        side=row.side,
        limit=None if row.limit is None else float(row.limit),
        asked_of=asked.asked_of if asked else "",
        what=asked.what if asked else "",
        due_on=asked.due_on if asked else None,
        answered=result.outcome if result else "",
        request=asked.pk if asked else None,
        id=str(row.pk),
    )


def known_without_a_session(asked: Asked, *, today: date) -> Known:
    """What is known of somebody who is not in the house: scores, values and who takes them home."""
    escort = next(iter(asked.escorts), None)
    return Known(today=today, values=dict(_values(asked)), escort=escort.name if escort else "")


def as_they_stand(conditions: tuple[Condition, ...], known: Known) -> tuple[Stand, ...]:
    """Each condition against what is known."""
    found = book()
    return tuple(stands(each, known, found) for each in conditions)


def told(conditions: tuple[Condition, ...]) -> tuple[str, ...]:
    """Each condition in words, for staff."""
    found = book()
    return tuple(in_words(each, found) for each in conditions)


def _values(asked: Asked) -> Iterator[tuple[str, Measured]]:
    for score in asked.scores:
        yield f"score:{score.instrument}", _measured(float(score.total), score.at)
    for code, reading in intake.latest_of(asked.readings).items():
        if (number := _number(reading.value)) is not None:
            yield f"reading:{code}", _measured(number, reading.taken_at)


def _measured(value: float, at: datetime) -> Measured:
    return Measured(value, clinic.local_day(at), at)


def _number(text: str) -> float | None:
    number = number_in(text)
    return None if number is None else float(number)
