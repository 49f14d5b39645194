"""Interaction rules: for each class of drugs what the clinic, the label and the literature say, side by side."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path

from sojourn.content.errors import ContentError
from sojourn.content.reading import Content, read_yaml
from sojourn.core.decisions import Severity, most_careful


class Source(StrEnum):
    """Whose voice it is."""

    CLINIC = "clinic"
    LABEL = "label"
    LITERATURE = "literature"


class Voice(Content, frozen=True, kw_only=True):
    """What one source says. A source that says nothing has no voice; silence is not consent."""

    voice: Source
    level: Severity
    text: str
    source: str


class HoldHours(Content, frozen=True, kw_only=True):
    """Hours to keep free of the drug before the session and after the injection."""

    before: float
    after: float


class InteractionCase(Content, frozen=True, kw_only=True):
    """A worked case: what is on the list, and what the rule (not the whole check) says of it. None: it is silent."""

    medication: str
    level: Severity | None


class InteractionRule(Content, frozen=True, kw_only=True):
    """One class of drugs beside ketamine. Applies to drugs of any of the classes and to the ingredients named."""

    id: str
    version: int
    title: str
    classes: tuple[str, ...] = ()
    ingredients: tuple[str, ...] = ()
    voices: tuple[Voice, ...]
    for_clinician: str
    for_patient: str
    hold_hours: HoldHours | None = None
    reviewed_by: str | None = None
    reviewed_on: date | None = None
    cases: tuple[InteractionCase, ...]

    @property
    def level(self) -> Severity:
        """The most careful of the voices."""
        return most_careful(voice.level for voice in self.voices)

    @property
    def disagrees(self) -> bool:
        """True when the voices weigh it differently; the screen then says so."""
        return len({voice.level for voice in self.voices}) > 1

    def applies_to(self, ingredient: str, classes: tuple[str, ...]) -> bool:
        """Whether a drug with this name and these classes falls under the rule."""
        return ingredient in self.ingredients or not set(classes).isdisjoint(self.classes)


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
    if rule.id != file.stem:
        raise ContentError(file, "id", "must be the file's name without .yaml")
    if not rule.voices or not all(voice.source.strip() for voice in rule.voices):
        raise ContentError(file, "voices", "at least one voice, each with its source")
    if any(voice.level is Severity.UNKNOWN for voice in rule.voices):
        raise ContentError(file, "voices", "a voice cannot say unknown; leave the voice out")
    if not rule.classes and not rule.ingredients:
        raise ContentError(file, "classes", "name a class or an ingredient it applies to")
    if not rule.cases:
        raise ContentError(file, "cases", "at least one worked case")
    for name in rule.classes:
        if classes is not None and name not in classes:
            raise ContentError(file, f"classes.{name}", "no drug of the table has this class")
    return rule
