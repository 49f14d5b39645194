"""A value that was a stop, followed by one that is none: which of them is so, a person says. Pure.

A slip of the finger and a second, better reading look the same. The later value counts; the earlier one does not
vanish by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from sojourn.content.screening import Condition, ScreeningRule
from sojourn.core.decisions import Finding, Severity
from sojourn.screening.reading_rules import TAKEN_OFF
from sojourn.screening.rules import ScreeningFacts, Value, evaluate

OVERTAKEN = ":overtaken"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One value as it was taken: ``words`` tell it with its moment, ``mark`` says which one it is.

    ``until``: the last day on which it counts.
    """

    value: Value
    words: str
    moment: str
    mark: str
    on: date
    until: date


@dataclass(frozen=True)
class _Pair:
    """A stop and the value that came after it, while it still counted."""

    stop: Taken
    after: Taken


def is_no_longer_so(finding: Finding) -> bool:
    """Whether it tells of what was told or measured once, and is told or measured otherwise since."""
    return finding.code.startswith(TAKEN_OFF) or finding.code.endswith(OVERTAKEN)


def overtaken(
    now: ScreeningFacts,
    taken: Mapping[str, Sequence[Taken]],
    rules: Iterable[ScreeningRule],
    *,
    minimum_age: int,
) -> tuple[Finding, ...]:
    """A finding for each stop that a later value took away. ``taken``: "vital:code" or "lab:code" -> oldest first."""
    stops = (each for each in rules if each.level is Severity.STOP)
    found = ((rule, _pairs_of(rule, now, taken, minimum_age)) for rule in stops)
    return tuple(_finding(rule, pairs) for rule, pairs in found if pairs)


def _pairs_of(
    rule: ScreeningRule, now: ScreeningFacts, taken: Mapping[str, Sequence[Taken]], minimum_age: int
) -> list[_Pair]:
    return [
        pair
        for leaf in rule.when.leaves()
        if leaf.subject in taken and not evaluate(leaf, now, minimum_age).holds
        for pair in _pairs(rule, leaf, now, taken[leaf.subject], minimum_age)
    ]


def _pairs(
    rule: ScreeningRule, leaf: Condition, now: ScreeningFacts, values: Sequence[Taken], minimum_age: int
) -> list[_Pair]:
    def stops(each: Taken) -> bool:
        then = _with(now, leaf, each.value)
        return bool(evaluate(leaf, then, minimum_age).holds and evaluate(rule.when, then, minimum_age).holds)

    return [
        _Pair(before, after)
        for before, after in pairwise(values)
        if after.on <= before.until and stops(before) and not stops(after)
    ]


def _with(now: ScreeningFacts, leaf: Condition, value: Value) -> ScreeningFacts:
    if leaf.vital:
        return replace(now, vitals={**now.vitals, leaf.vital: float(value)})
    return replace(now, labs={**now.labs, str(leaf.lab): value})


def _finding(rule: ScreeningRule, pairs: Sequence[_Pair]) -> Finding:
    moments = " and ".join(dict.fromkeys(each.stop.moment for each in pairs))
    return Finding(
        code=f"{rule.id}{OVERTAKEN}",
        message=f"Measured as a stop on {moments}, and otherwise since: {rule.title}. Ask what is so.",
        severity=Severity.DECIDE,
        source=rule.source,
        evidence="; ".join(f"{each.stop.words}, then {each.after.words}" for each in pairs),
        event=", ".join(f"{each.stop.mark} {each.after.mark}" for each in pairs),
        owner=rule.resolved_by,
    )
