"""What a decision stood on, whether it still stands, and what has changed since. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sojourn.core.decisions import Decision, Finding, Severity
from sojourn.screening.interaction_rules import DrugCheck, InteractionReport
from sojourn.screening.reading_rules import TAKEN_OFF
from sojourn.screening.resolution_rules import CHANGED, INTERACTION

_A_READING = re.compile(r"\b((?:vital|lab):\w+) = [^,]+")
_ITS_DAY = re.compile(r"\b(measure:[^,]+ = \S+) on \d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, order=True)
class Ground:
    """One thing a decision stands on: ``words`` tell it, ``mark`` says when it is another."""

    code: str
    words: str
    mark: str


@dataclass(frozen=True)
class StoodOn:
    """Everything a decision stands on: each finding with its evidence, each medicine with how much is taken.

    ``lately``: what is off the list and was taken so lately that it still counts.
    """

    findings: tuple[Ground, ...] = ()
    medicines: tuple[Ground, ...] = ()
    lately: tuple[Ground, ...] = ()

    @property
    def fingerprint(self) -> str:
        """A hash that order and duplicates do not change; nor does a new reading that finds the same."""
        marks = sorted({(each.code, each.mark) for each in (*self.findings, *self.medicines, *self.lately)})
        return hashlib.sha256(json.dumps(marks).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """What is kept with the decision."""
        kept = {"findings": self.findings, "medicines": self.medicines, "lately": self.lately}
        return {name: _plain(grounds) for name, grounds in kept.items()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> StoodOn:
        """What was kept with a decision."""
        return cls(*(_grounds(kept.get(name, ())) for name in ("findings", "medicines", "lately")))

    def without_what_ended(self, now: StoodOn) -> StoodOn:
        """Short of what no longer counts by ``now``: the passing of days alone makes no decision stale."""
        counted = {each.code for each in now.lately}
        return replace(self, lately=tuple(each for each in self.lately if each.code in counted))


@dataclass(frozen=True)
class Seen:
    """What somebody had before them who decides: all that it would stand on, and the decision before (its id)."""

    stood_on: StoodOn = StoodOn()
    decision: str = ""

    def as_json(self) -> dict[str, Any]:
        """What a page carries."""
        return {**self.stood_on.as_json(), "decision": self.decision}

    @classmethod
    def from_json(cls, carried: Mapping[str, Any]) -> Seen:
        """What a page carried."""
        return cls(StoodOn.from_json(carried), carried.get("decision", ""))


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A provider's decision as the rules need it; ``stood_on`` is None where only the hash of it was kept."""

    fingerprint: str
    stood_on: StoodOn | None = None
    valid_until: date | None = None


def stands_on(
    findings: Iterable[Finding], report: InteractionReport, beside: Mapping[str, str] | None = None
) -> StoodOn:
    """What a decision would stand on now. What is found about a medicine is told with the medicine, and so is what
    stands ``beside`` it: line -> the words of reason and last dose.

    A decision goes stale on the day a medicine leaves the list, and not a second time when it has stopped to count.
    """
    told = (each for each in findings if not each.code.startswith(INTERACTION))
    listed, off = _parted(report.drugs, beside or {})
    return StoodOn(
        tuple(sorted(Ground(each.code, each.message, _mark(each)) for each in told)),
        tuple(sorted(listed)),
        tuple(sorted(off)),
    )


def _parted(
    drugs: Iterable[DrugCheck], beside: Mapping[str, str]
) -> tuple[tuple[Ground, ...], tuple[Ground, ...]]:
    """What is taken, and what is off the list."""
    grounds = [(each, _of_medicine(each, beside.get(each.line, ""))) for each in drugs]
    return (
        tuple(ground for drug, ground in grounds if not drug.last_taken_on),
        tuple(replace(ground, mark=f"off|{ground.mark}") for drug, ground in grounds if drug.last_taken_on),
    )


def changes(before: StoodOn, after: StoodOn) -> tuple[str, ...]:
    """What is different, in sentences: the list first, since it changes most."""
    left = {each.code for each in before.medicines}
    return (
        *_told(
            before.medicines,
            after.medicines,
            new="New on the list: {0}.",
            gone="No longer on the list: {0}.",
            other="Changed on the list: {1} is now {0}.",
        ),
        *_told(
            tuple(each for each in before.lately if each.code in {now.code for now in after.lately}),
            tuple(each for each in after.lately if each.code not in left),
            new="Off the list again, and taken lately: {0}.",
            gone="",
            other="Off the list, and read differently: {0}.",
        ),
        *_told(
            before.findings,
            after.findings,
            new="New: {0}",
            gone="No longer so: {0}",
            other="Answered or measured differently: {0}",
        ),
    )


def as_seen(seen: Seen, now: Seen, *, latest: str) -> Decision:
    """A decision counts for what its page showed; ``latest`` tells the decision that stands now."""
    return Decision.of(
        _changed(f"somebody else has decided. {latest}") if seen.decision != now.decision else None,
        _changed(_in_words(seen.stood_on, now.stood_on))
        if seen.stood_on.fingerprint != now.stood_on.fingerprint
        else None,
    )


def _changed(what: str) -> Finding:
    return Finding(
        code=CHANGED, message=f"This has changed since you opened the page: {what} Please look again."
    )


def _in_words(before: StoodOn, after: StoodOn) -> str:
    """The differences; to whom nothing was shown, all of it is new, and naming it all would be read by nobody."""
    told = changes(before, after) if before != StoodOn() else ()
    return " ".join(told) or "what a decision stands on."


def decision_is_current(decision: Decided | None, *, now: StoodOn, today: date) -> Decision:
    """May somebody rely on the decision today? Not without one, after its period, or when what it stood on changed."""
    if decision is None:
        return Decision.of(_stale("undecided", "No provider has decided about treatment yet."))
    ended = decision.valid_until is not None and today > decision.valid_until
    return Decision.of(
        _stale("decision_ended", "The decision was for a period that has ended.") if ended else None,
        *(_stale("decision_stale", sentence) for sentence in _what_is_different(decision, now)),
    )


def _what_is_different(decision: Decided, now: StoodOn) -> tuple[str, ...]:
    before = decision.stood_on.without_what_ended(now) if decision.stood_on else None
    if (before.fingerprint if before else decision.fingerprint) == now.fingerprint:
        return ()
    told = changes(before, now) if before else ()
    return tuple(f"Since the decision. {each}" for each in told) or (
        "Something the decision stood on has changed since.",
    )


def _of_medicine(drug: DrugCheck, beside: str) -> Ground:
    contains = ",".join(each.ingredient for each in drug.ingredients)
    words = f"{drug.as_taken} ({beside})" if beside else drug.as_taken
    return Ground(drug.code, words, f"{words}|{contains}|{drug.status}|{drug.level}")


def _mark(finding: Finding) -> str:
    evidence = _ITS_DAY.sub(r"\1", _A_READING.sub(r"\1", finding.evidence))
    again = finding.event if finding.code.startswith(TAKEN_OFF) else ""
    return "|".join(filter(None, (str(finding.severity), evidence, again)))


def _told(
    before: tuple[Ground, ...], after: tuple[Ground, ...], *, new: str, gone: str, other: str
) -> Iterator[str]:
    old, now = {each.code: each for each in before}, {each.code: each for each in after}
    for code, each in now.items():
        if code not in old:
            yield new.format(each.words)
        elif each.mark != old[code].mark:
            yield other.format(each.words, old[code].words)
    yield from (gone.format(each.words) for code, each in old.items() if code not in now)


def _plain(grounds: tuple[Ground, ...]) -> list[list[str]]:
    return [[each.code, each.words, each.mark] for each in grounds]


def _grounds(rows: Iterable[Iterable[str]]) -> tuple[Ground, ...]:
    return tuple(Ground(*row) for row in rows)


def _stale(code: str, message: str) -> Finding:
    return Finding(code=code, message=message, severity=Severity.UNKNOWN, owner="provider")
