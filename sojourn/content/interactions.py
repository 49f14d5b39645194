"""Interaction rules: for each class of drugs what the clinic, the label and the literature say, side by side."""

from __future__ import annotations

import re
from calendar import month_abbr
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path

from sojourn.content.drugs import Drug
from sojourn.content.errors import ContentError
from sojourn.content.reading import Content, read_yaml
from sojourn.core.decisions import Severity, most_careful

UNKNOWN_DATE = "unknown"
NO_DATE = "date not given"
NOT_REVIEWED = "Not yet reviewed by a clinician."
_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?)?")


class Source(StrEnum):
    """Whose voice it is."""

    CLINIC = "clinic"
    LABEL = "label"
    LITERATURE = "literature"


class Citation(Content, frozen=True, kw_only=True):
    """Where something is written. ``url`` is a public page; ``dated`` a year, a month or a day, or ``unknown``."""

    source: str = ""
    url: str = ""
    dated: str = UNKNOWN_DATE

    @property
    def cited(self) -> str:
        """Source and date in one breath: "Ketalar label, section 7.3 (Oct 2024)"."""
        return self.source if self.dated == UNKNOWN_DATE else f"{self.source} ({self.dated_words})"

    @property
    def dated_words(self) -> str:
        """The date as people write it: "2018", "Oct 2024", "24 Oct 2022"; an absent one is said."""
        found = _DATE.fullmatch(self.dated)
        if not found:
            return NO_DATE
        month = found["month"] and month_abbr[int(found["month"])]
        day = found["day"] and str(int(found["day"]))
        return " ".join(filter(None, (day, month, found["year"])))


class Voice(Citation, frozen=True, kw_only=True):
    """What one source says. A silent one says that it is silent; it has no level, and silence is not consent."""

    voice: Source
    text: str
    level: Severity | None = None
    silent: bool = False
    also: tuple[Citation, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Everything it rests on, the first one first."""
        first = Citation(source=self.source, url=self.url, dated=self.dated)
        return (first, *self.also) if self.source else self.also

    @property
    def weight(self) -> int:
        """Rank among voices; a silent one stands behind every other."""
        return self.level.weight if self.level else -1


class HoldHours(Content, frozen=True, kw_only=True):
    """Hours to keep free of the drug before the session and after the injection."""

    before: float
    after: float


class InteractionCase(Content, frozen=True, kw_only=True):
    """A worked case: what is on the list, and what the rule (not the whole check) says of it. None: it is silent."""

    medication: str
    level: Severity | None


class Addition(Content, frozen=True, kw_only=True):
    """What a clinician reads only beside some of a rule's drugs: those of these classes or with these names."""

    classes: tuple[str, ...] = ()
    ingredients: tuple[str, ...] = ()
    text: str

    def applies_to(self, ingredient: str, classes: tuple[str, ...]) -> bool:
        """Whether it is said of this drug."""
        return ingredient in self.ingredients or not set(classes).isdisjoint(self.classes)


class InteractionRule(Content, frozen=True, kw_only=True):
    """One class of drugs beside ketamine. Applies to drugs of any of the classes and to the ingredients named."""

    id: str
    version: int
    title: str
    classes: tuple[str, ...] = ()
    ingredients: tuple[str, ...] = ()
    voices: tuple[Voice, ...]
    for_clinician: str
    also_for_clinician: tuple[Addition, ...] = ()
    for_patient: str
    hold_hours: HoldHours | None = None
    reviewed_by: str | None
    reviewed_on: date | None
    cases: tuple[InteractionCase, ...]

    @property
    def levels(self) -> tuple[tuple[Source, Severity], ...]:
        """What each voice that speaks says it weighs."""
        return tuple((each.voice, each.level) for each in self.voices if each.level)

    @property
    def level(self) -> Severity:
        """The most careful of the voices that speak."""
        return most_careful(level for _, level in self.levels)

    @property
    def disagrees(self) -> bool:
        """True when the voices weigh it differently; the screen then says so."""
        return len({level for _, level in self.levels}) > 1

    @property
    def review(self) -> str:
        """Who of the clinic's clinicians read the rule and when, or that nobody did."""
        if not (self.reviewed_by and self.reviewed_on):
            return NOT_REVIEWED
        on = Citation(dated=self.reviewed_on.isoformat()).dated_words
        return f"Reviewed by {self.reviewed_by}, {on}."

    def applies_to(self, ingredient: str, classes: tuple[str, ...]) -> bool:
        """Whether a drug with this name and these classes falls under the rule."""
        return ingredient in self.ingredients or not set(classes).isdisjoint(self.classes)

    def said_of(self, drugs: Iterable[Drug]) -> str:
        """What a clinician reads about these drugs: nothing of a class that none of them is of."""
        mine = [each for each in drugs if self.applies_to(each.ingredient, each.classes)]
        heard = (
            more.text
            for more in self.also_for_clinician
            if any(more.applies_to(each.ingredient, each.classes) for each in mine)
        )
        return " ".join([self.for_clinician, *heard])


def load(folder: Path, classes: frozenset[str] | None = None) -> tuple[InteractionRule, ...]:
    """All rules of the folder by id. With ``classes`` (the drug table's), a class no drug has is an error.

    Raises ContentError naming file, key and reason.
    """
    rules = tuple(_checked(file, classes) for file in sorted(folder.glob("*.yaml")))
    if not rules:
        raise ContentError(folder, "", "the folder holds no interaction rule")
    return rules


def _checked(file: Path, classes: frozenset[str] | None) -> InteractionRule:
    rule = read_yaml(file, InteractionRule)
    for key, reason in (*_problems(rule, file.stem), *_unknown_classes(rule, classes)):
        raise ContentError(file, key, reason)
    return rule


def _problems(rule: InteractionRule, name: str) -> Iterator[tuple[str, str]]:
    if rule.id != name:
        yield "id", "must be the file's name without .yaml"
    yield from _voice_problems(rule)
    if bool(rule.reviewed_by) != bool(rule.reviewed_on):
        yield (
            "reviewed_by",
            "a review has a reviewer and a day; leave both empty until a clinician has read it",
        )
    if not rule.classes and not rule.ingredients:
        yield "classes", "name a class or an ingredient it applies to"
    if not rule.cases:
        yield "cases", "at least one worked case"


def _voice_problems(rule: InteractionRule) -> Iterator[tuple[str, str]]:
    heard = Counter(each.voice for each in rule.voices)
    if missing := ", ".join(each for each in Source if not heard[each]):
        yield "voices", f"three voices, one each; missing: {missing} (a silent one says so with silent: true)"
    if twice := ", ".join(each for each in Source if heard[each] > 1):
        yield "voices", f"three voices, one each; more than once: {twice} (further citations go under also)"
    for place, voice in enumerate(rule.voices):
        if reason := _voice_problem(voice):
            yield f"voices[{place}]", reason
    if all(each.silent for each in rule.voices):
        yield "voices", "at least one voice speaks, otherwise there is no rule"


def _voice_problem(voice: Voice) -> str:
    """Why it cannot stand like this; empty when it can."""
    if not voice.text.strip():
        return f"the {voice.voice} says nothing here; say in a sentence what it says, or that it is silent"
    if voice.silent == (voice.level is not None):
        return f"the {voice.voice} either speaks and has a level, or is silent and has none"
    if voice.level is Severity.UNKNOWN:
        return "a voice cannot say unknown; let it be silent"
    if not voice.silent and not voice.source.strip():
        return f"the {voice.voice} speaks, so it names its source"
    return next(filter(None, map(_citation_problem, (voice, *voice.also))), "")


def _citation_problem(citation: Citation) -> str:
    if citation.url and not citation.url.startswith("https://"):
        return f"the address of a source begins with https://, not {citation.url}"
    if citation.dated != UNKNOWN_DATE and not _DATE.fullmatch(citation.dated):
        return f'dated is "2024", "2024-10" or "2024-10-31", or unknown; not {citation.dated}'
    if (citation.url or citation.dated != UNKNOWN_DATE) and not citation.source.strip():
        return "an address or a date belongs to a source with a name"
    return ""


def _unknown_classes(rule: InteractionRule, classes: frozenset[str] | None) -> Iterator[tuple[str, str]]:
    for name in (*rule.classes, *(each for more in rule.also_for_clinician for each in more.classes)):
        if classes is not None and name not in classes:
            yield f"classes.{name}", "no drug of the table has this class"
