"""The letter that tells a patient what was decided, in the pack's words."""

from __future__ import annotations

from datetime import date

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.core.spoken import full_day
from sojourn.screening.actions.conditions import for_the_letter
from sojourn.screening.condition_rules import Condition
from sojourn.screening.models import EligibilityDecision

Outcome = EligibilityDecision.Outcome

_LETTERS = {
    Outcome.ELIGIBLE: "decision-eligible",
    Outcome.NOT_NOW: "decision-not-now",
    Outcome.DECLINED: "decision-declined",
}


def words_in_it(
    conditions: tuple[Condition, ...], other: str, words: dict[str, str] | None
) -> dict[str, str]:
    """What fills it: conditions as a list, and what the provider wrote instead of the pack's own words."""
    return {"conditions": for_the_letter(conditions, other.strip()), **(words or {})}


def letter_of(decision: EligibilityDecision, words: dict[str, str]) -> str:
    """The pack's letter for this outcome; what the provider left empty is said as the pack usually says it."""
    member = clinic.staff_of(decision.by)
    return (
        content.pack()
        .letters[_LETTERS[Outcome(decision.outcome)]]
        .filled(
            name=decision.patient.called,
            doctor=member.signature if member else decision.by.name,
            date=_in_words(clinic.local_day(decision.at)),
            reasons=decision.reasons,
            valid_until=_in_words(decision.valid_until),
            review_on=_in_words(decision.valid_until),
            **words,
        )
    )


def _in_words(day: date | None) -> str:
    return "" if day is None else full_day(day)
