"""Screening rules: one file per condition, each with a declarative ``when`` over answers, scores, readings and labs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from sojourn.content.errors import ContentError
from sojourn.content.reading import Content, read_yaml
from sojourn.core.decisions import Severity

Number = int | float
_OF_A_KIND = 2
"""Letters of a code that name its kind: I6 of I61.9. People type codes that the list does not offer."""


class Condition(Content, frozen=True, kw_only=True):
    """A group (``any``, ``all``, or ``count`` of ``any``) or one comparison of one fact.

    Facts: ``answer`` (a question's key), ``measure`` with ``item`` (an item's key, the total, or its
    rise since the first time), ``vital``, ``lab``,
    ``derived`` (``bmi``), ``age: below_limit`` (the limit is the clinic's), ``problems`` (codes of the problem list,
    each for all that begin with it), ``allergies`` (ingredients). Answers, age and derived facts have to be known; a
    measure, vital or lab counts when it is there, or has to be known where it is ``required``; a line when it stands.
    An answer marked ``if_told`` counts when it was given, also behind a question that another answer has closed since;
    so does an "I don't know".
    Problems with ``within_days`` count when they began so many days ago at most, or nobody knows when.
    """

    any: tuple[Condition, ...] = ()
    all: tuple[Condition, ...] = ()
    count: int = 1
    answer: str | None = None
    measure: str | None = None
    item: str = "total"
    vital: str | None = None
    lab: str | None = None
    derived: Literal["bmi"] | None = None
    age: Literal["below_limit"] | None = None
    problems: tuple[str, ...] = ()
    allergies: tuple[str, ...] = ()
    equals: str | tuple[str, ...] | None = msgspec.field(default=None, name="is")
    at_least: Number | None = None
    above: Number | None = None
    below: Number | None = None
    required: bool = False
    if_told: bool = False
    within_days: int | None = None

    @property
    def subject(self) -> str:
        """The fact it looks at: "answer:aneurysm", "measure:phq9.9", "age"; empty for a group."""
        if self.measure:
            return f"measure:{self.measure}.{self.item}"
        if self.is_about_lines:
            return "problem" if self.problems else "allergy"
        named = (("answer", self.answer), ("vital", self.vital), ("lab", self.lab), ("derived", self.derived))
        return next((f"{kind}:{key}" for kind, key in named if key), "age" if self.age else "")

    @property
    def is_about_lines(self) -> bool:
        """Whether it looks at the lines of the problem list or of the allergies."""
        return bool(self.problems or self.allergies)

    @property
    def listed(self) -> tuple[str, ...]:
        """The codes or ingredients it looks for among the lines."""
        return self.problems or self.allergies

    @property
    def must_be_known(self) -> bool:
        """Whether a missing fact is a finding of its own."""
        always = self.subject == "age" or self.subject.startswith(("answer:", "derived:"))
        return self.required or (always and not self.if_told)

    @property
    def values(self) -> tuple[str, ...]:
        """The answers that fulfil it."""
        if self.equals is None:
            return ()
        return (self.equals,) if isinstance(self.equals, str) else self.equals

    def leaves(self) -> Iterator[Condition]:
        """The single comparisons inside."""
        parts = self.any + self.all
        if not parts:
            yield self
        for part in parts:
            yield from part.leaves()

    def problem(self) -> str:
        """Why it cannot be used; empty when it can."""
        subjects = [
            self.answer,
            self.measure,
            self.vital,
            self.lab,
            self.derived,
            self.age,
            self.problems,
            self.allergies,
        ]
        compares = [self.equals, self.at_least, self.above, self.below]
        count, compared = sum(map(bool, subjects)), sum(each is not None for each in compares)
        if not 1 <= self.count <= max(1, len(self.any)):
            return "count says how many of any, and never more than there are"
        if self.any or self.all:
            return "a group holds only its parts" if count or compared or (self.any and self.all) else ""
        if self.if_told and not self.answer:
            return "if_told is for answers"
        if self.within_days is not None and (not self.problems or self.within_days < 1):
            return "within_days is for problems, and one day at least"
        if count != 1:
            return "one comparison looks at exactly one fact"
        return (
            ""
            if compared == (0 if self.age or self.is_about_lines else 1)
            else "compare with exactly one of is, at_least, above, below"
        )


class ScreeningCase(Content, frozen=True, kw_only=True):
    """A worked case: these facts alone, and what the rule finds (nothing: null). ``days_ago``: when a problem began."""

    answers: dict[str, str | Number | tuple[str, ...]] = {}
    measures: dict[str, dict[str, Number]] = {}
    vitals: dict[str, Number] = {}
    labs: dict[str, str | Number] = {}
    problems: tuple[str, ...] = ()
    days_ago: dict[str, int] = {}
    allergies: tuple[str, ...] = ()
    age: int | None = None
    finds: Severity | None


class ScreeningRule(Content, frozen=True, kw_only=True):
    """One condition: how much it weighs, whom it says what, and who may resolve it.

    ``cleared_by``: whose clearance ends a stop (neurology, cardiology); a stop without it ends by no clearance.
    """

    id: str
    version: int
    title: str
    level: Severity
    sentence: str
    for_patient: str
    source: str
    resolved_by: Literal["provider", "nurse", "front_desk", "nobody"]
    cleared_by: str = ""
    when: Condition
    reviewed_by: str | None = None
    reviewed_on: date | None = None
    cases: tuple[ScreeningCase, ...]

    @property
    def needs(self) -> tuple[str, ...]:
        """Keys of the answers it cannot do without."""
        keys = (leaf.answer for leaf in self.when.leaves() if leaf.answer)
        return tuple(dict.fromkeys(keys))

    @property
    def problems(self) -> tuple[str, ...]:
        """The codes of the problem list it reads, each for all that begin with it."""
        return tuple(code for leaf in self.when.leaves() for code in leaf.problems)

    @property
    def allergies(self) -> tuple[str, ...]:
        """The ingredients it reads from the allergies."""
        return tuple(name for leaf in self.when.leaves() for name in leaf.allergies)


def load(
    folder: Path,
    questions: frozenset[str] | None = None,
    readings: frozenset[str] | None = None,
    codes: frozenset[str] | None = None,
) -> tuple[ScreeningRule, ...]:
    """All rules of the folder by id. With ``questions`` (keys of the intake form), ``readings`` (codes of readings
    and labs) and ``codes`` (conditions of the problem list), a key that is none of them is an error.

    Raises ContentError naming file, key and reason.
    """
    rules = tuple(_checked(file, questions, readings, codes) for file in sorted(folder.glob("*.yaml")))
    if not rules:
        raise ContentError(folder, "", "the folder holds no screening rule")
    return rules


def _checked(
    file: Path,
    questions: frozenset[str] | None,
    readings: frozenset[str] | None,
    codes: frozenset[str] | None,
) -> ScreeningRule:
    rule = read_yaml(file, ScreeningRule)
    problems = {**_problems(rule, file.stem, questions), **_unknown_readings(rule, readings)}
    problems |= _unknown_codes(rule, codes)
    for key, reason in problems.items():
        raise ContentError(file, key, reason)
    return rule


def _problems(rule: ScreeningRule, name: str, questions: frozenset[str] | None) -> Mapping[str, str]:
    found: dict[str, str] = {}
    if rule.id != name:
        found["id"] = "must be the file's name without .yaml"
    if not rule.source.strip():
        found["source"] = "a rule has a source"
    if rule.level in (Severity.NONE, Severity.UNKNOWN):
        found["level"] = "one of information, caution, decide, stop"
    if not rule.cases:
        found["cases"] = "at least one worked case"
    for reason in filter(None, map(Condition.problem, _groups(rule.when))):
        found["when"] = reason
    if rule.resolved_by in {"nurse", "front_desk"} and any(not leaf.answer for leaf in rule.when.leaves()):
        found["resolved_by"] = "what a nurse or the front desk settles rests on answers alone"
    for key in rule.needs:
        if questions is not None and key not in questions:
            found[f"when.{key}"] = "no question of the intake form has this key"
    return found


def _unknown_readings(rule: ScreeningRule, readings: frozenset[str] | None) -> Mapping[str, str]:
    looked_at = {leaf.vital or leaf.lab for leaf in rule.when.leaves()} - {None}
    unknown = looked_at - readings if readings is not None else set()
    return {f"when.{code}": "no reading or lab has this code" for code in sorted(filter(None, unknown))}


def _unknown_codes(rule: ScreeningRule, codes: frozenset[str] | None) -> Mapping[str, str]:
    looked_for = {code for leaf in rule.when.leaves() for code in leaf.problems}
    kinds = {each[:_OF_A_KIND] for each in codes} if codes else {each[:_OF_A_KIND] for each in looked_for}
    unknown = {each for each in looked_for if not any(kind.startswith(each[:_OF_A_KIND]) for kind in kinds)}
    return {f"when.{code}": "no condition of the problem list is of this kind" for code in sorted(unknown)}


def _groups(condition: Condition) -> Iterator[Condition]:
    yield condition
    for part in condition.any + condition.all:
        yield from _groups(part)
