"""The conditions of a yes, as rows: inside the transaction that keeps the decision."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as Number

from sojourn.content.markdown import literal
from sojourn.core.decisions import Decision
from sojourn.screening.condition_limit_rules import may_set, only_with_a_yes
from sojourn.screening.condition_queries import book
from sojourn.screening.condition_rules import LETTER, Condition, for_patient
from sojourn.screening.models import Clearance, DecisionCondition, EligibilityDecision


def may_set_all(conditions: tuple[Condition, ...], *, eligible: bool, today: date) -> Decision:
    """Every reason at once why one of them may not be set."""
    found = book()
    return Decision.of(
        only_with_a_yes(conditions, eligible=eligible),
        *(may_set(each, found, today=today) for each in conditions),
    )


def keep_conditions(decision: EligibilityDecision, conditions: tuple[Condition, ...]) -> None:
    """One row each; a letter is asked for like any clearance and waits in the inbox."""
    for position, each in enumerate(conditions, start=1):
        row = DecisionCondition.objects.create(
            decision=decision,
            position=position,
            kind=each.kind,
            systolic=each.systolic,
            diastolic=each.diastolic,
            subject=each.subject,
            side=each.side,
            limit=None if each.limit is None else Number(str(each.limit)),
        )
        if each.kind == LETTER and each.due_on is not None:
            Clearance.objects.create(
                condition=row, asked_of=each.asked_of.strip(), what=each.what.strip(), due_on=each.due_on
            )


def for_the_letter(conditions: tuple[Condition, ...], other: str) -> str:
    """What has to be kept, in the patient's words: a list, the provider's own words last."""
    found = book()
    said = [for_patient(each, found) for each in conditions]
    if other:
        said.append(found.sheet.in_words.format(words=_a_sentence(other)))
    return "\n".join(f"- {literal(' '.join(each.split()))}" for each in said)


def _a_sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
