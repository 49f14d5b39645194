"""The rows of the three-voice table: one medicine, what each voice says, where they differ, what was decided."""

from __future__ import annotations

from dataclasses import dataclass

from sojourn.content.interactions import InteractionRule, Source, Voice
from sojourn.core.decisions import Severity
from sojourn.faces.ui.levels import Level, level
from sojourn.intake.models import Medication
from sojourn.intake.queries import Entry
from sojourn.screening.interaction_rules import DrugCheck
from sojourn.screening.queries import Screening
from sojourn.screening.resolution_rules import Judged

TITLES = {
    Source.CLINIC: "Clinic protocol",
    Source.LABEL: "Drug label",
    Source.LITERATURE: "Literature",
}
SILENT = Level("is-silent", "minus", "Silent")
NO_OBJECTION = Level("is-plain", "check-round", "No objection")
NO_RULE = Level("is-plain", "minus", "No rule names it")
SETTLED = Level("is-good", "check-round", "Settled")


@dataclass(frozen=True)
class VoiceCell:
    """What one voice says under one rule; ``is_odd`` when it differs from another that speaks."""

    voice: Voice
    is_odd: bool

    @property
    def title(self) -> str:
        """Whose voice it is."""
        return TITLES[self.voice.voice]

    @property
    def look(self) -> Level:
        """Shape and word of what it says. No voice is green: one that objects to nothing clears nothing."""
        return _look(self.voice.level) if self.voice.level else SILENT


@dataclass(frozen=True)
class Said:
    """One rule with its three voices."""

    rule: InteractionRule
    cells: tuple[VoiceCell, ...]

    @property
    def is_slight(self) -> bool:
        """True when not even the most careful voice asks for caution; the difference is told, not coloured."""
        return self.rule.level.weight < Severity.CAUTION.weight

    @property
    def disagreement(self) -> str:
        """Who says what, when they do not agree; empty when they do."""
        if not self.rule.disagrees:
            return ""
        said = (
            f"{TITLES[voice].lower()} says {_look(weight).word.lower()}" for voice, weight in self.rule.levels
        )
        return f"They do not agree: {', '.join(said)}."


@dataclass(frozen=True)
class VoiceRow:
    """One medicine of the list."""

    entry: Entry
    check: DrugCheck
    said: tuple[Said, ...]
    judged: Judged | None

    @property
    def line(self) -> Medication:
        """The line as it is written."""
        return self.entry.line

    @property
    def look(self) -> Level:
        """All voices together: the most careful one."""
        if self.check.level is Severity.NONE and not self.said:
            return NO_RULE
        return _look(self.check.level)

    @property
    def is_settled(self) -> bool:
        """Whether a provider has dealt with what stood in the way."""
        return self.judged is not None and self.judged.finding.severity.blocks and not self.judged.is_open

    @property
    def is_stop(self) -> bool:
        """A stop that nobody has settled: the row that must be seen first."""
        return self.check.level is Severity.STOP and not self.is_settled

    @property
    def stands(self) -> Level:
        """Where it stands: settled, or what all voices together say."""
        return SETTLED if self.is_settled else self.look


def rows_of(screening: Screening) -> list[VoiceRow]:
    """One row a line, the heaviest first; what is off the list and still counts stands below."""
    judged = {each.finding.code: each for each in screening.judged}
    rows = [
        VoiceRow(entry, check, said_of(check), judged.get(check.code))
        for entry, check in zip(screening.entries, screening.report.drugs, strict=True)
    ]
    return sorted(
        rows, key=lambda row: (not row.entry.is_taken, -row.check.level.weight, row.line.as_written.lower())
    )


def said_of(check: DrugCheck) -> tuple[Said, ...]:
    """Every rule about one medicine with its voices in the order of the table, the heaviest rule first."""
    return tuple(Said(rule, _cells(rule)) for rule in check.heaviest_first)


def _cells(rule: InteractionRule) -> tuple[VoiceCell, ...]:
    differ = rule.disagrees and rule.level.weight >= Severity.CAUTION.weight
    by_kind = {voice.voice: voice for voice in rule.voices}
    return tuple(VoiceCell(by_kind[kind], differ and not by_kind[kind].silent) for kind in TITLES)


def _look(severity: Severity) -> Level:
    return NO_OBJECTION if severity is Severity.NONE else level(severity)
