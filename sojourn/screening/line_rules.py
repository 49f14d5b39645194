"""Lines that no rule can read, or not to the end: an allergy that is no known drug or names one beside something
unknown, a condition in own words. Never auto-green. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sojourn.content.codes import Codes, is_typed_code, typed_codes
from sojourn.content.screening import ScreeningRule
from sojourn.core.decisions import Finding, Severity


@dataclass(frozen=True)
class ToldLine:
    """One line as the rules need it: its name through all changes, its words, and what they were read as.

    ``to_the_end``: no word was left over. "Aspirin and ketamin" is read as aspirin, and yet not read.
    ``may_be``: the titles of stops whose conditions the words name; nobody knows yet whether it is one.
    ``began``: the latest day on which it may have begun; None when nobody can tell. ``beside``: what else the line
    tells, such as how bad a reaction was, or that it is there now; told otherwise, it is other evidence.
    """

    origin: str
    words: str
    read_as: tuple[str, ...] = ()
    to_the_end: bool = True
    may_be: str = ""
    began: date | None = None
    beside: str = ""

    @property
    def evidence(self) -> str:
        """Its words with what stands beside them."""
        return f"{self.words} ({self.beside})" if self.beside else self.words

    @property
    def is_read(self) -> bool:
        """Whether the rules saw all of it."""
        return bool(self.read_as) and self.to_the_end


def problem_line(
    origin: str,
    words: str,
    code: str,
    *,
    codes: Codes,
    rules: Iterable[ScreeningRule],
    began: date | None = None,
) -> ToldLine:
    """One line of the problem list: by its code, by codes written into it that a rule reads, or in own words."""
    if code:
        return ToldLine(origin, words, (code,), began=began)
    rules = tuple(rules)
    listed = tuple(each for rule in rules for each in rule.problems)
    typed = tuple(each for each in typed_codes(words) if each.startswith(listed))
    may_be = _stops_in(words, codes, rules)
    return ToldLine(origin, words, typed, is_typed_code(words) and not may_be, may_be, began)


def _stops_in(words: str, codes: Codes, rules: tuple[ScreeningRule, ...]) -> str:
    """The stops that read a condition named among the words, or one that a shorter code leaves open."""
    named = [each.code for each in codes.within(words)]
    shorter = typed_codes(words)
    stops = (rule for rule in rules if rule.level is Severity.STOP)
    return " or ".join(rule.title for rule in stops if _may_read(rule.problems, named, shorter))


def _may_read(listed: tuple[str, ...], named: Iterable[str], shorter: tuple[str, ...]) -> bool:
    longer = (each for each in listed if each not in shorter)
    return any(code.startswith(listed) for code in named) or any(each.startswith(shorter) for each in longer)


def stops_at_stake(line: ToldLine, rules: Iterable[ScreeningRule]) -> frozenset[str]:
    """The titles of the stops that the line is, or may be."""
    stops = (rule for rule in rules if rule.level is Severity.STOP)
    read = {rule.title for rule in stops if _is_read_by(rule, line.read_as)}
    return frozenset(read | ({line.may_be} if line.may_be else set()))


def stops_by_day(line: ToldLine, rules: Iterable[ScreeningRule], today: date) -> frozenset[str]:
    """The titles of the stops that count only lately, and of which the line's day does not say that it is over."""
    stops = (rule for rule in rules if rule.level is Severity.STOP)
    return frozenset(
        rule.title
        for rule in stops
        for leaf in rule.when.leaves()
        if leaf.within_days is not None
        and any(each.startswith(leaf.problems) for each in line.read_as)
        and is_within(leaf.within_days, line.began, today)
    )


def is_within(days: int, began: date | None, today: date) -> bool:
    """Whether it began so many days ago at most. What began on a day that nobody can tell may have."""
    return began is None or (today - began).days <= days


def _is_read_by(rule: ScreeningRule, read_as: tuple[str, ...]) -> bool:
    return any(each.startswith(rule.problems) or each in rule.allergies for each in read_as)


def told_together(lines: Iterable[ToldLine]) -> dict[str, str]:
    """What each code or ingredient was read from. Two lines that name it are told both, in whatever order they came."""
    told: dict[str, list[str]] = {}
    for line in lines:
        for name in line.read_as:
            told.setdefault(name, []).append(line.evidence)
    return {name: " and ".join(sorted(every)) for name, every in told.items()}


def began_on(lines: Iterable[ToldLine]) -> dict[str, date]:
    """The latest day on which each condition read may have begun; one with a line that tells none is left out."""
    days: dict[str, list[date | None]] = {}
    for line in lines:
        for code in line.read_as:
            days.setdefault(code, []).append(line.began)
    return {code: max(filter(None, told)) for code, told in days.items() if None not in told}


def not_read(problems: Iterable[ToldLine], allergies: Iterable[ToldLine]) -> tuple[Finding, ...]:
    """A finding for each line that nothing was read from, or not all of it."""
    return (
        *(_allergy(line) for line in allergies if not line.is_read),
        *(_problem(line) for line in problems if not line.is_read),
    )


def _allergy(line: ToldLine) -> Finding:
    return Finding(
        code=f"allergy:{line.origin}",
        message=f"Allergy “{line.words}” was {_how_far(line)}, so it is not checked.",
        severity=Severity.UNKNOWN,
        at_stake=Severity.STOP,
        source="Ketalar and Spravato labels, contraindications",
        evidence=f"allergy line “{line.evidence}” = not checked",
        owner="provider",
    )


def _how_far(line: ToldLine) -> str:
    return f"only read in part ({', '.join(line.read_as)})" if line.read_as else "not recognized"


def _problem(line: ToldLine) -> Finding:
    if line.may_be:
        return _may_be_a_stop(line)
    return Finding(
        code=f"problem:{line.origin}",
        message=f"Problem list, in their own words: “{line.words}”. No rule reads this; a person has to.",
        severity=Severity.DECIDE,
        source="Clinic safety practice",
        evidence=f"problem line “{line.evidence}”",
        owner="provider",
    )


def _may_be_a_stop(line: ToldLine) -> Finding:
    return Finding(
        code=f"problem:{line.origin}",
        message=f"Problem list, in their own words: “{line.words}”. This may be a stop ({line.may_be}): find out.",
        severity=Severity.UNKNOWN,
        at_stake=Severity.STOP,
        source="Clinic safety practice",
        evidence=f"problem line “{line.evidence}” may be: {line.may_be}",
        owner="provider",
    )
