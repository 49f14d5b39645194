"""What an answer to a check-in question may look like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sojourn.core.decisions import ALLOWED, Decision, Finding
from sojourn.core.numbers import number_in

MOST_HOURS = 24 * 365


@dataclass(frozen=True)
class CleanAnswer:
    """The value to store, and whether it may be."""

    value: Any
    decision: Decision = ALLOWED


def readiness_answer(code: str, value: Any, *, now: datetime) -> CleanAnswer:
    """The answer in the one shape the readiness rules read; refused when it cannot be one."""
    if code == "holds":
        return _last_taken(value, now)
    read = QUESTIONS.get(code)
    if read is None:
        return _refused(code, "This point is not answered here.")
    return read(code, value)


def _one_of(*allowed: str) -> Callable[[str, Any], CleanAnswer]:
    def read(code: str, value: Any) -> CleanAnswer:
        return CleanAnswer(value) if value in allowed else _refused(code, "Choose one of the answers.")

    return read


def _hours(code: str, value: Any) -> CleanAnswer:
    """Hours since something, by name: {"food": 9, "fluids": 3}."""
    told = value if isinstance(value, Mapping) else {"": ""}
    numbers = {str(name): number_in(str(number)) for name, number in told.items()}
    hours = {name: float(number) for name, number in numbers.items() if number is not None}
    if len(hours) < len(numbers):
        return _refused(code, "Enter hours as numbers.")
    if not hours or any(not 0 <= number <= MOST_HOURS for number in hours.values()):
        return _refused(code, "Hours lie between 0 and a year.")
    return CleanAnswer(hours)


def _fasting(code: str, value: Any) -> CleanAnswer:
    clean = _hours(code, value)
    if clean.decision.allowed and set(clean.value) != {"food", "fluids"}:
        return _refused(code, "Ask about both food and drink.")
    return clean


def _last_taken(value: Any, now: datetime) -> CleanAnswer:
    """When each held medicine was last taken: {"lamotrigine": "2026-03-02T07:00-08:00"}; None is "I don't know"."""
    told = value if isinstance(value, Mapping) else {}
    moments = {str(name): text if text is None else _moment(text) for name, text in told.items()}
    unread = [name for name, moment in moments.items() if moment is None and told[name] is not None]
    if unread or not moments:
        names = " and ".join(unread) or "it"
        return _refused(
            "holds", f"Say on which day and at what time they last took {names}, or that they do not know."
        )
    if any(moment > now for moment in moments.values() if moment):
        return _refused(
            "holds", "A dose that was taken lies in the past. Look at the day and the time again."
        )
    return CleanAnswer(
        {name: moment.astimezone(UTC).isoformat() if moment else None for name, moment in moments.items()}
    )


def _moment(text: Any) -> datetime | None:
    """A moment with its zone; None when it is not one."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _escort(code: str, value: Any) -> CleanAnswer:
    told = value if isinstance(value, Mapping) else {}
    name, phone = str(told.get("name", "")).strip(), str(told.get("phone", "")).strip()
    if not name or not phone:
        return _refused(code, "Write the name and the telephone number of who takes them home.")
    return CleanAnswer({"name": name, "phone": phone})


def _refused(code: str, sentence: str) -> CleanAnswer:
    return CleanAnswer(None, Decision((Finding(code="answer", field=code, message=sentence),)))


QUESTIONS: Mapping[str, Callable[[str, Any], CleanAnswer]] = {
    "identity": _one_of("yes", "no"),
    "own_prescription": _one_of("yes", "no"),
    "fasting": _fasting,
    "substances": _one_of("yes", "no", "unknown"),
    "pregnancy": _one_of("negative", "positive", "not_possible"),
    "escort": _escort,
    "airway_kit": _one_of("yes", "no"),
}
