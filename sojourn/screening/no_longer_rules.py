"""What was known once and is known no more: an answer was given otherwise since, or a value grew old. Pure.

Neither is a no: what was told once is read before a decision, and what was measured once is measured again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sojourn.content.screening import ScreeningRule
from sojourn.core.decisions import Finding, Severity
from sojourn.screening.reading_rules import TAKEN_OFF
from sojourn.screening.role_rules import PROVIDER
from sojourn.screening.rules import Outcome, ScreeningFacts, Value, evaluate

ANSWER = f"{TAKEN_OFF}answer:"
_WOULD_BE = {
    Severity.STOP: "be a stop",
    Severity.DECIDE: "need a provider’s decision",
    Severity.CAUTION: "be a caution",
}
"""What is worth a word when it is told no more, by its own weight. Information is not."""


def ever_told(told: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """All that was ever answered to each question; one answer alone stays as it is."""
    every: dict[str, list[Any]] = {}
    for key, value in told:
        given = value if isinstance(value, list | tuple) else [value]
        every.setdefault(key, []).extend(each for each in given if each not in every.get(key, []))
    return {key: values[0] if len(values) == 1 else tuple(values) for key, values in every.items()}


def told_otherwise(
    now: ScreeningFacts, ever: Mapping[str, Any], rules: Iterable[ScreeningRule], *, minimum_age: int
) -> tuple[Finding, ...]:
    """A finding for each rule that answers fulfilled once and fulfil no more, whatever else fulfils it now."""
    once = replace(now, answers=ever, told=ever)
    answered = replace(now, vitals={}, labs={}, measures={}, problems={}, allergies={})
    weighed = (each for each in rules if each.level in _WOULD_BE)
    return tuple(
        _taken_back(rule, outcome)
        for rule, gone in ((each, _answers_gone(each, now, once, minimum_age)) for each in weighed)
        if gone
        and (outcome := evaluate(rule.when, once, minimum_age)).holds
        and any(each.startswith(gone) for each in outcome.because)
        and not evaluate(rule.when, answered, minimum_age).holds
    )


def grown_old(
    now: ScreeningFacts,
    vitals: Mapping[str, float],
    labs: Mapping[str, Value],
    rules: Iterable[ScreeningRule],
    *,
    minimum_age: int,
) -> tuple[Finding, ...]:
    """A finding for each stop that the last value of a kind was, where that value no longer counts."""
    once = replace(now, vitals={**vitals, **now.vitals}, labs={**labs, **now.labs})
    return tuple(_measure_again(*each) for each in _stops_gone(now, once, rules, minimum_age))


def _answers_gone(
    rule: ScreeningRule, now: ScreeningFacts, once: ScreeningFacts, minimum_age: int
) -> tuple[str, ...]:
    """How the evidence of those of its answers begins that were given once and are not given now."""
    return tuple(
        f"{leaf.subject} = "
        for leaf in rule.when.leaves()
        if leaf.answer
        and evaluate(leaf, once, minimum_age).holds
        and not evaluate(leaf, now, minimum_age).holds
    )


def _stops_gone(
    now: ScreeningFacts, once: ScreeningFacts, rules: Iterable[ScreeningRule], minimum_age: int
) -> Iterator[tuple[ScreeningRule, Outcome]]:
    for rule in rules:
        if rule.level is Severity.STOP and not evaluate(rule.when, now, minimum_age).holds:
            outcome = evaluate(rule.when, once, minimum_age)
            if outcome.holds:
                yield rule, outcome


def _taken_back(rule: ScreeningRule, outcome: Outcome) -> Finding:
    """A stop that was taken back is still one at stake: it is settled by itself, with a reason."""
    return Finding(
        code=f"{ANSWER}{rule.id}",
        message=f"Told once, and answered otherwise since: {rule.title}. "
        f"It would {_WOULD_BE[rule.level]}; ask what changed.",
        severity=Severity.CAUTION if rule.level is Severity.CAUTION else Severity.DECIDE,
        at_stake=Severity.STOP if rule.level is Severity.STOP else Severity.NONE,
        source=rule.source,
        evidence=", ".join(outcome.because),
        event=", ".join(outcome.events),
        owner=PROVIDER,
    )


def _measure_again(rule: ScreeningRule, outcome: Outcome) -> Finding:
    return Finding(
        code=f"{rule.id}:outdated",
        message=f"The last value was a stop ({rule.title}), and it is too old to count. Measure or test again.",
        severity=Severity.UNKNOWN,
        at_stake=Severity.STOP,
        source=rule.source,
        evidence=", ".join(outcome.because),
        owner=rule.resolved_by,
    )
