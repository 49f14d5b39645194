"""The rows of the three-voice table: one medicine, what each voice says, where they differ, what was decided."""

from __future__ import annotations

from dataclasses import dataclass

from sojourn.content.interactions import Voice
from sojourn.core.decisions import Severity
from sojourn.intake.models import Medication
from sojourn.screening.interaction_rules import DrugCheck
from sojourn.screening.queries import Screening
from sojourn.screening.resolution_rules import Judged

COLUMNS = (("clinic", "Clinic protocol"), ("label", "Drug label"), ("literature", "Literature"))


@dataclass(frozen=True)
class VoiceCell:
    """What one voice says about one medicine; ``is_odd`` when it differs from another that speaks."""

    title: str
    voices: tuple[Voice, ...]
    is_odd: bool


@dataclass(frozen=True)
class VoiceRow:
    """One medicine of the list."""

    line: Medication
    check: DrugCheck
    cells: tuple[VoiceCell, ...]
    judged: Judged | None

    @property
    def disagree(self) -> bool:
        """True when two voices weigh it differently."""
        return any(cell.is_odd for cell in self.cells)


def rows_of(screening: Screening) -> list[VoiceRow]:
    """One row a line, the heaviest first."""
    judged = {each.finding.code: each for each in screening.judged}
    rows = [
        VoiceRow(line, check, _cells(check), judged.get(check.code))
        for line, check in zip(screening.listed.current, screening.report.drugs, strict=True)
    ]
    return sorted(rows, key=lambda row: (-row.check.level.weight, row.line.as_written.lower()))


def _cells(check: DrugCheck) -> tuple[VoiceCell, ...]:
    by_kind = {kind: tuple(v for v in check.voices if v.voice.value == kind) for kind, _ in COLUMNS}
    levels = {kind: max((v.level.weight for v in voices), default=None) for kind, voices in by_kind.items()}
    spoken = {weight for weight in levels.values() if weight is not None}
    differ = len(spoken) > 1 and max(spoken) >= Severity.CAUTION.weight
    return tuple(
        VoiceCell(title, by_kind[kind], differ and levels[kind] is not None) for kind, title in COLUMNS
    )
