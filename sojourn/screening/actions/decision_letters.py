"""What a patient reads about a decision: the pack's letter, and word that it is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.content.markdown import literal
from sojourn.core.spoken import full_day
from sojourn.people.actions import write_to
from sojourn.screening.actions.conditions import for_the_letter
from sojourn.screening.condition_rules import Condition
from sojourn.screening.models import EligibilityDecision

_Outcome = EligibilityDecision.Outcome
_LETTERS = {
    _Outcome.ELIGIBLE: "decision-eligible",
    _Outcome.NOT_NOW: "decision-not-now",
    _Outcome.DECLINED: "decision-declined",
}


def words_in_it(
    conditions: tuple[Condition, ...], other: str, words: Mapping[str, str] | None
) -> dict[str, str]:
    """What fills it: conditions as a list, and what the provider wrote instead of the pack's own words."""
    typed = {name: literal(said) for name, said in (words or {}).items()}
    return {"conditions": for_the_letter(conditions, other.strip()), **typed}


def letter_of(decision: EligibilityDecision, words: Mapping[str, str]) -> str:
    """The letter for this outcome, in Markdown; what the provider left empty is said as the pack usually says it."""
    member = clinic.staff_of(decision.by)
    return (
        content.pack()
        .letters[_LETTERS[_Outcome(decision.outcome)]]
        .filled(
            name=literal(decision.patient.called),
            doctor=member.signature if member else decision.by.name,
            date=full_day(clinic.local_day(decision.at)),
            reasons=literal(decision.reasons),
            valid_until=_in_words(decision.valid_until),
            review_on=_in_words(decision.valid_until),
            **words,
        )
    )


def tell_of(decision: EligibilityDecision, now: datetime) -> None:
    """Word that the letter is there; who gave no address finds it in the portal."""
    patient = decision.patient
    if not patient.email:
        return
    write_to(
        patient=patient,
        template="decision-letter-ready",
        once=f"decision:{decision.pk}",
        now=now,
        doctor=str(decision.by),
        link="/portal/documents/",
    )


def _in_words(day: date | None) -> str:
    return "" if day is None else full_day(day)
