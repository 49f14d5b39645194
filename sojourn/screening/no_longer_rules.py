"""A stop that was known once and is known no more: an answer was given otherwise since, or a value grew old. Pure.

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
    """A finding for each stop that answers told once and tell no more. Read, it is settled."""
    once = ScreeningFacts(
        today=now.today, birth_date=now.birth_date, answers=ever, told=ever, events=now.events
    )
    return tuple(_taken_back(*each) for each in _gone(now, once, rules, minimum_age))


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
    return tuple(_measure_again(*each) for each in _gone(now, once, rules, minimum_age))


def _gone(
    now: ScreeningFacts, once: ScreeningFacts, rules: Iterable[ScreeningRule], minimum_age: int
) -> Iterator[tuple[ScreeningRule, Outcome]]:
    for rule in rules:
        if rule.level is Severity.STOP and not evaluate(rule.when, now, minimum_age).holds:
            outcome = evaluate(rule.when, once, minimum_age)
            if outcome.holds:
                yield rule, outcome


def _taken_back(rule: ScreeningRule, outcome: Outcome) -> Finding:
    return Finding(
        code=f"{TAKEN_OFF}answer:{rule.id}",
        message=f"Told once, and answered otherwise since: {rule.title}. It would be a stop; ask what changed.",
        severity=Severity.DECIDE,
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
