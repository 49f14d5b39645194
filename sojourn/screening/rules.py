"""Screening: what the answers, scores, readings and labs say about treatment. A missing answer is never a no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sojourn.content.screening import Condition, ScreeningRule
from sojourn.core.decisions import Decision, Finding, Severity, most_careful
from sojourn.core.numbers import number_in
from sojourn.screening.interaction_rules import InteractionReport
from sojourn.screening.line_rules import is_within

Value = str | int | float
UNANSWERED: tuple[object, ...] = (None, "", "unknown", (), [], ("unknown",), ["unknown"])
DOUBTED: tuple[object, ...] = ("unknown", ("unknown",), ["unknown"])
"""Said to be not known, which is more than never asked."""
NOT_ANSWERED = ":not_answered"
POUNDS_TO_KG = 0.45359237
INCHES_TO_METRES = 0.0254


@dataclass(frozen=True)
class Event:
    """Which answer or measurement a fact comes from: another one has another ``mark``. ``on``: the day it was taken."""

    mark: str
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ScreeningFacts:
    """What is known of a person, each value the latest. Measures: instrument -> item key, "total" or "rise" -> value.

    ``told``: also the answers to questions that a later answer has closed again; without it the answers are all.
    Lines that stand: ``problems`` code -> name, ``began`` code -> the latest day on which it may have begun (none: not
    known), ``allergies`` ingredient -> as written. ``events``: "answer:key",
    "vital:code", "lab:code" or "measure:instrument" -> where the value comes from.
    """

    today: date
    birth_date: date | None = None
    answers: Mapping[str, object] = field(default_factory=dict)
    told: Mapping[str, object] = field(default_factory=dict)
    measures: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    vitals: Mapping[str, float] = field(default_factory=dict)
    labs: Mapping[str, Value] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    began: Mapping[str, date] = field(default_factory=dict)
    allergies: Mapping[str, str] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)

    @property
    def age(self) -> int | None:
        """Full years today; None without a birth date."""
        born = self.birth_date
        if born is None:
            return None
        return self.today.year - born.year - ((self.today.month, self.today.day) < (born.month, born.day))

    @property
    def bmi(self) -> float | None:
        """Body-mass index from the form's pounds, feet and inches; None when one of them is missing."""
        weight, feet = _number(self.answers.get("weight_lb")), _number(self.answers.get("height_ft"))
        inches = _number(self.answers.get("height_in", 0))
        if not weight or not feet or inches is None:
            return None
        return round(weight * POUNDS_TO_KG / ((feet * 12 + inches) * INCHES_TO_METRES) ** 2, 1)


@dataclass(frozen=True)
class Outcome:
    """Whether a condition holds: True, False, or None for "cannot be known yet", its facts and events."""

    holds: bool | None
    because: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


def screen(facts: ScreeningFacts, rules: Iterable[ScreeningRule], *, minimum_age: int) -> tuple[Finding, ...]:
    """Everything the rules find, the heaviest first. What a rule needs and nobody answered is a finding too."""
    found = (_finding(rule, facts, minimum_age) for rule in {rule.id: rule for rule in rules}.values())
    return tuple(sorted(filter(None, found), key=lambda each: (-each.severity.weight, each.code)))


def overall(findings: Iterable[Finding], report: InteractionReport | None = None) -> Severity:
    """The heaviest of the findings and, when given, of the interaction check."""
    return most_careful([*(each.severity for each in findings), *([report.level] if report else [])])


def not_eligible(outcome: str) -> Decision:
    """The provider said not now, or no."""
    message = f"The provider’s decision is “{outcome.lower()}”."
    return Decision.of(
        Finding(code="not_eligible", message=message, severity=Severity.STOP, owner="provider")
    )


def evaluate(condition: Condition, facts: ScreeningFacts, minimum_age: int) -> Outcome:
    """Whether the condition holds. An unknown part leaves a group open unless another part settles it."""
    parts = [evaluate(part, facts, minimum_age) for part in condition.any + condition.all]
    if not parts:
        return _compare(condition, facts, minimum_age)
    if condition.count > 1:
        return _so_many(parts, condition.count)
    settles = bool(condition.any)
    decisive = [part for part in parts if part.holds is settles]
    if decisive:
        return _together(settles, decisive)
    open_parts = [part for part in parts if part.holds is None]
    return _together(None, open_parts) if open_parts else _together(not settles, parts)


def _so_many(parts: list[Outcome], wanted: int) -> Outcome:
    """Whether so many of them hold; open while what is unknown could still make it so many."""
    held, unknown = [each for each in parts if each.holds], [each for each in parts if each.holds is None]
    if len(held) >= wanted:
        return _together(True, held)
    if len(held) + len(unknown) >= wanted:
        return _together(None, unknown)
    return _together(False, parts)


def _finding(rule: ScreeningRule, facts: ScreeningFacts, minimum_age: int) -> Finding | None:
    outcome = evaluate(rule.when, facts, minimum_age)
    if outcome.holds is False:
        return None
    if outcome.holds is None:
        return Finding(
            code=f"{rule.id}{NOT_ANSWERED}",
            message=f"Not answered yet: {rule.title}.",
            severity=Severity.UNKNOWN,
            at_stake=rule.level,
            source=rule.source,
            evidence=", ".join(outcome.because),
            event=", ".join(outcome.events),
            owner=rule.resolved_by,
            field=rule.needs[0] if rule.needs else "",
        )
    return Finding(
        code=rule.id,
        message=rule.sentence,
        severity=rule.level,
        source=rule.source,
        evidence=", ".join(outcome.because),
        event=", ".join(outcome.events),
        owner=rule.resolved_by,
        field=rule.needs[0] if rule.needs else "",
    )


def _compare(condition: Condition, facts: ScreeningFacts, minimum_age: int) -> Outcome:
    if condition.is_about_lines:
        return _listed(condition, facts)
    value, event = _value(condition, facts), _event(condition, facts)
    marks = (f"{condition.subject} {event.mark}",) if event and event.mark else ()
    if value in UNANSWERED:
        open_ = condition.must_be_known or (condition.if_told and value in DOUBTED)
        return Outcome(None if open_ else False, (f"{condition.subject} not known",), marks)
    taken = f" on {event.on}" if event and event.on else ""
    because = (f"{condition.subject} = {_shown(value)}{taken}",)
    return Outcome(_holds(condition, value, facts, minimum_age), because, marks)


def _holds(condition: Condition, value: object, facts: ScreeningFacts, minimum_age: int) -> bool | None:
    if condition.age:
        return facts.age is not None and facts.age < minimum_age
    if condition.values:
        given = value if isinstance(value, list | tuple) else (value,)
        return any(str(each) in condition.values for each in given)
    number = _number(value)
    return None if number is None else _in_range(condition, number)


def _event(condition: Condition, facts: ScreeningFacts) -> Event | None:
    return facts.events.get(f"measure:{condition.measure}" if condition.measure else condition.subject)


def _listed(condition: Condition, facts: ScreeningFacts) -> Outcome:
    """Whether a line stands. None standing is no answer and no doubt either: the questions beside it ask."""
    if condition.within_days is not None:
        found = _recent(condition.within_days, _of_these(condition, facts), facts)
    elif condition.problems:
        found = _of_these(condition, facts)
    else:
        found = {name: text for name, text in facts.allergies.items() if name in condition.listed}
    because = tuple(f"{condition.subject}:{key} = {words}" for key, words in sorted(found.items()))
    return Outcome(bool(found), because)


def _of_these(condition: Condition, facts: ScreeningFacts) -> dict[str, str]:
    return {code: name for code, name in facts.problems.items() if code.startswith(condition.listed)}


def _recent(days: int, lines: Mapping[str, str], facts: ScreeningFacts) -> dict[str, str]:
    """Those that began so many days ago at most. One without a day that can be told is one of them."""
    began = {code: facts.began.get(code) for code in lines}
    return {
        code: f"{lines[code]}, {f'{on} at the latest' if on else 'day not known'}"
        for code, on in began.items()
        if is_within(days, on, facts.today)
    }


def _value(condition: Condition, facts: ScreeningFacts) -> object:
    if condition.answer:
        told = facts.told if condition.if_told and condition.answer in facts.told else facts.answers
        return told.get(condition.answer)
    if condition.measure:
        return facts.measures.get(condition.measure, {}).get(condition.item)
    if condition.vital:
        return facts.vitals.get(condition.vital)
    if condition.lab:
        return facts.labs.get(condition.lab)
    return facts.bmi if condition.derived else facts.age


def _in_range(condition: Condition, number: float) -> bool:
    if condition.at_least is not None:
        return number >= condition.at_least
    if condition.above is not None:
        return number > condition.above
    return condition.below is not None and number < condition.below


def _number(value: object) -> float | None:
    if isinstance(value, int | float):
        return float(value)
    number = number_in(str(value))
    return None if number is None else float(number)


def _shown(value: object) -> str:
    return " and ".join(map(str, value)) if isinstance(value, list | tuple) else f"{value}"


def _together(holds: bool | None, parts: Iterable[Outcome]) -> Outcome:
    found = tuple(parts)
    return Outcome(
        holds,
        tuple(dict.fromkeys(reason for part in found for reason in part.because)),
        tuple(dict.fromkeys(event for part in found for event in part.events)),
    )
