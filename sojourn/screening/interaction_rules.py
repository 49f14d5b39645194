"""The interaction check: every drug on the list against every rule. What was not read is unknown, never safe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sojourn.content.drugs import Drug
from sojourn.content.interactions import HoldHours, InteractionRule, Voice
from sojourn.core.decisions import Severity, most_careful
from sojourn.intake.matching import MedicationReading, ReadingStatus

NOT_READ = (
    "Not every word of this entry was recognised, so it could not be checked. A provider has to resolve it."
)
NO_RULE = "Recognised; no rule of the library names it."


@dataclass(frozen=True)
class DrugCheck:
    """One entry of the medication list after the check. ``line`` names the entry through all its changes."""

    input: str
    status: ReadingStatus
    ingredients: tuple[Drug, ...]
    level: Severity
    rules: tuple[InteractionRule, ...]
    line: str = ""
    dose: str = ""
    frequency: str = ""

    @property
    def code(self) -> str:
        """What its finding is called: by the line of the list, so that a changed dose is the same medicine."""
        return f"interaction:{self.line or self.input.lower()}"

    @property
    def as_taken(self) -> str:
        """As it is written, with dose and frequency."""
        return ", ".join(filter(None, (self.input, self.dose, self.frequency)))

    @property
    def voices(self) -> tuple[Voice, ...]:
        """Everything said about it, the most careful first."""
        every = dict.fromkeys(voice for rule in self.rules for voice in rule.voices)
        return tuple(sorted(every, key=lambda voice: -voice.level.weight))

    @property
    def hold(self) -> HoldHours | None:
        """The hours to keep free; of several rules the longer hours on each side."""
        holds = [rule.hold_hours for rule in self.rules if rule.hold_hours]
        if not holds:
            return None
        return HoldHours(before=max(h.before for h in holds), after=max(h.after for h in holds))

    @property
    def sentence(self) -> str:
        """What the clinician reads first."""
        said = [NOT_READ] if self.status is ReadingStatus.NOT_CHECKED else []
        return " ".join([*said, *(rule.for_clinician for rule in self.rules)]) or NO_RULE


@dataclass(frozen=True)
class InteractionReport:
    """The whole list after the check."""

    level: Severity
    drugs: tuple[DrugCheck, ...]

    @property
    def not_checked(self) -> tuple[DrugCheck, ...]:
        """The entries nobody could read; they keep the gate closed."""
        return tuple(drug for drug in self.drugs if drug.status is ReadingStatus.NOT_CHECKED)

    @property
    def held(self) -> tuple[DrugCheck, ...]:
        """The entries with hours to keep free around a session."""
        return tuple(drug for drug in self.drugs if drug.hold)

    def as_json(self) -> dict[str, Any]:
        """The shape scripts read."""
        return {"level": self.level.value, "drugs": [_drug_json(drug) for drug in self.drugs]}


def check_medications(
    readings: Iterable[MedicationReading], rules: Iterable[InteractionRule]
) -> InteractionReport:
    """Check each reading against all rules. The list weighs as much as its heaviest entry; an empty list nothing."""
    every_rule = tuple(sorted(rules, key=lambda rule: rule.id))
    drugs = tuple(_check(reading, every_rule) for reading in readings)
    return InteractionReport(most_careful(drug.level for drug in drugs), drugs)


def _check(reading: MedicationReading, rules: tuple[InteractionRule, ...]) -> DrugCheck:
    hits = tuple(rule for rule in rules if _applies(rule, reading.drugs))
    levels = [rule.level for rule in hits]
    if reading.status is ReadingStatus.NOT_CHECKED:
        levels.append(Severity.UNKNOWN)
    return DrugCheck(
        reading.input,
        reading.status,
        reading.drugs,
        most_careful(levels),
        hits,
        line=reading.line,
        dose=reading.dose,
        frequency=reading.frequency,
    )


def _applies(rule: InteractionRule, drugs: tuple[Drug, ...]) -> bool:
    return any(rule.applies_to(drug.ingredient, drug.classes) for drug in drugs)


def _drug_json(drug: DrugCheck) -> dict[str, Any]:
    hold = drug.hold
    return {
        "input": drug.input,
        "status": drug.status.value.replace("_", " "),
        "ingredients": [
            {"name": each.ingredient, "rxcui": each.rxcui, "classes": list(each.classes)}
            for each in drug.ingredients
        ],
        "level": drug.level.value,
        "voices": [
            {"voice": v.voice.value, "level": v.level.value, "text": v.text, "source": v.source}
            for v in drug.voices
        ],
        "hold_hours": {"before": hold.before, "after": hold.after} if hold else None,
    }
