"""Which conditions may be put to a yes. One that holds nobody back, or everybody, is refused with a sentence. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from sojourn.core.decisions import Decision, Finding
from sojourn.screening.clearance_rules import CLEARANCE, may_ask
from sojourn.screening.condition_rules import (
    AT_LEAST,
    BELOW,
    BLOOD_PRESSURE,
    ESCORT,
    LETTER,
    MEASURED,
    Book,
    Condition,
    amount,
)


def may_set(condition: Condition, book: Book, *, today: date) -> Decision:
    """A condition that could never be kept, or always would be, is refused with what is missing or impossible."""
    check = _MAY_SET.get(condition.kind)
    if check is None:
        return Decision.of(_no(condition, "kind", "There is no condition of this kind."))
    found = check(condition, book, today)
    if isinstance(found, Decision):
        return Decision(tuple(_placed(condition, each) for each in found.findings))
    return Decision.of(found)


def only_with_a_yes(conditions: tuple[Condition, ...], *, eligible: bool) -> Finding | None:
    """Somebody who is not treated has nothing to keep."""
    if eligible or not conditions:
        return None
    return Finding(
        code="conditions_without_a_yes",
        field="outcome",
        message="Conditions go with “eligible”. Say what could change a “not now” in the letter instead.",
    )


def _pressure_may(condition: Condition, book: Book, today: date) -> Finding | None:
    high, low = condition.systolic, condition.diastolic
    if high is None or low is None:
        return _no(
            condition,
            "systolic" if high is None else "diastolic",
            "Give both numbers, the upper and the lower.",
        )
    if low >= high:
        return _no(
            condition, "diastolic", f"{high}/{low} cannot be: the upper number comes first. Look again."
        )
    least, most = book.sheet.blood_pressure.lowest, book.sheet.blood_pressure.highest
    if least.systolic <= high <= most.systolic and least.diastolic <= low <= most.diastolic:
        return None
    return _no(
        condition,
        "systolic",
        f"A limit lies between {least.systolic}/{least.diastolic} and {most.systolic}/{most.diastolic}; "
        f"{high}/{low} would hold nobody back, or everybody.",
    )


def _letter_may(condition: Condition, book: Book, today: date) -> Decision:
    asks = may_ask(CLEARANCE, asked_of=condition.asked_of, due_on=condition.due_on, today=today)
    missing = Finding(
        code="condition", field="what", message="Say what has to come: for example a letter of neurology."
    )
    return Decision.of(None if condition.what.strip() else missing, asks)


def _measured_may(condition: Condition, book: Book, today: date) -> Finding | None:
    subject = book.subjects.get(condition.subject)
    if subject is None:
        return _no(condition, "subject", "Choose a score or a value of the list.")
    if condition.side not in {BELOW, AT_LEAST}:
        return _no(
            condition, "side", "Say whether the value has to be below the limit or at least the limit."
        )
    if condition.limit is None:
        return _no(condition, "limit", f"Say the limit for {subject.name}.")
    if subject.lowest < condition.limit <= subject.highest:
        return None
    return _no(
        condition,
        "limit",
        f"{subject.name} lies between {amount(subject.lowest, subject)} and {amount(subject.highest, subject)}; "
        f"{condition.limit:g} would hold nobody back, or everybody.",
    )


def _nothing_to_say(condition: Condition, book: Book, today: date) -> None:
    return None


_MAY_SET: Mapping[str, Callable[[Condition, Book, date], Decision | Finding | None]] = {
    BLOOD_PRESSURE: _pressure_may,
    LETTER: _letter_may,
    MEASURED: _measured_may,
    ESCORT: _nothing_to_say,
}


def _no(condition: Condition, field: str, message: str) -> Finding:
    return _placed(condition, Finding(code="condition", field=field, message=message))


def _placed(condition: Condition, finding: Finding) -> Finding:
    return replace(finding, field=f"{condition.field}_{finding.field}") if condition.field else finding
