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
    """One entry of the medication list after the check."""

    input: str
    status: ReadingStatus
    ingredients: tuple[Drug, ...]
    level: Severity
    rules: tuple[InteractionRule, ...]

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


@dataclass(frozen=True)
class ListChange:
    """What is different since the last check: entries that came, went, or weigh something else now."""

    added: tuple[DrugCheck, ...] = ()
    removed: tuple[DrugCheck, ...] = ()
    weighed_anew: tuple[DrugCheck, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.weighed_anew)


def check_medications(
    readings: Iterable[MedicationReading], rules: Iterable[InteractionRule]
) -> InteractionReport:
    """Check each reading against all rules. The list weighs as much as its heaviest entry; an empty list nothing."""
    every_rule = tuple(sorted(rules, key=lambda rule: rule.id))
    drugs = tuple(_check(reading, every_rule) for reading in readings)
    return InteractionReport(most_careful(drug.level for drug in drugs), drugs)


def list_changes(before: InteractionReport, after: InteractionReport) -> ListChange:
    """What the second report has that the first had not, and the other way round; what the screen shows first."""
    old = {drug.input: drug for drug in before.drugs}
    new = {drug.input: drug for drug in after.drugs}
    return ListChange(
        added=tuple(drug for text, drug in new.items() if text not in old),
        removed=tuple(drug for text, drug in old.items() if text not in new),
        weighed_anew=tuple(
            drug for text, drug in new.items() if text in old and drug.level != old[text].level
        ),
    )


def _check(reading: MedicationReading, rules: tuple[InteractionRule, ...]) -> DrugCheck:
    hits = tuple(rule for rule in rules if _applies(rule, reading.drugs))
    levels = [rule.level for rule in hits]
    if reading.status is ReadingStatus.NOT_CHECKED:
        levels.append(Severity.UNKNOWN)
    return DrugCheck(reading.input, reading.status, reading.drugs, most_careful(levels), hits)


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
