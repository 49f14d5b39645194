"""The interaction check: every drug on the list against every rule. What was not read is unknown, never safe."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sojourn.content.drugs import Drug
from sojourn.content.equivalents import Equivalents
from sojourn.content.interactions import UNKNOWN_DATE, Citation, HoldHours, InteractionRule, Voice
from sojourn.content.pack.policies import LargeDose
from sojourn.core.decisions import Severity, most_careful
from sojourn.core.spoken import full_day
from sojourn.intake.matching import MedicationReading, ReadingStatus
from sojourn.screening.equivalents import DailyEquivalent, ListTotal, equivalent_of, list_totals

NOT_READ = (
    "Not every word of this entry was recognised, so it could not be checked. A provider has to resolve it."
)
BESIDE = "Beside its name stands what is or may be another medicine: {0}."
OFF_THE_LIST = "Off the list, and still counted: it may have been taken until {0}."
NO_RULE = "Recognised; no rule of the library names it."


@dataclass(frozen=True)
class DrugCheck:
    """One entry of the medication list after the check. ``line`` names the entry through all its changes.

    ``last_taken_on`` is set when it is off the list and was taken so lately that it still counts. ``daily`` is its
    daily dose in the measure of each table it belongs to, ``totals`` the whole list in those measures.
    """

    input: str
    status: ReadingStatus
    ingredients: tuple[Drug, ...]
    level: Severity
    rules: tuple[InteractionRule, ...]
    line: str = ""
    dose: str = ""
    frequency: str = ""
    beside: tuple[str, ...] = ()
    last_taken_on: date | None = None
    daily: tuple[DailyEquivalent, ...] = ()
    totals: tuple[ListTotal, ...] = ()

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
        """Everything said about it, the most careful first; the silent ones stand last."""
        every = dict.fromkeys(voice for rule in self.rules for voice in rule.voices)
        return tuple(sorted(every, key=lambda voice: -voice.weight))

    @property
    def heaviest_first(self) -> tuple[InteractionRule, ...]:
        """The rules that apply, as a person reads them: what weighs most on top."""
        return tuple(sorted(self.rules, key=lambda rule: -rule.level.weight))

    @property
    def sources(self) -> str:
        """What each voice that speaks rests on first, in one line."""
        return " · ".join(dict.fromkeys(voice.cited for voice in self.voices if not voice.silent))

    @property
    def hold(self) -> HoldHours | None:
        """The hours to keep free; of several rules the longer hours on each side."""
        holds = [rule.hold_hours for rule in self.rules if rule.hold_hours]
        if not holds:
            return None
        return HoldHours(before=max(h.before for h in holds), after=max(h.after for h in holds))

    @property
    def sentence(self) -> str:
        """What the clinician reads first: what weighs most stands on top."""
        said = [NOT_READ] if self.status is ReadingStatus.NOT_CHECKED else []
        said += filter(None, [self.about_the_fields])
        said += [rule.said_of(self.ingredients) for rule in self.heaviest_first]
        found = " ".join([*said, *self.about_the_dose]) or NO_RULE
        if self.last_taken_on is None:
            return found
        return f"{OFF_THE_LIST.format(full_day(self.last_taken_on))} {found}"

    @property
    def about_the_fields(self) -> str:
        """Which words of dose, frequency and reason keep it unchecked; nothing when none do."""
        words = ", ".join(f"“{each}”" for each in self.beside)
        return BESIDE.format(words) if words and self.status is ReadingStatus.NOT_CHECKED else ""

    @property
    def about_the_dose(self) -> tuple[str, ...]:
        """How large the day's dose is, alone and with the rest of the list, and whether the clinic calls it large."""
        alone = (f"{each.sentence[:1].upper()}{each.sentence[1:]}." for each in self.daily)
        together = (total.sentence for total in self.totals if total.sentence)
        large = (finding.message for total in self.totals for finding in total.large)
        return tuple(dict.fromkeys([*alone, *together, *large]))


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
    readings: Iterable[MedicationReading],
    rules: Iterable[InteractionRule],
    *,
    equivalents: Mapping[str, Equivalents] | None = None,
    large_doses: Iterable[LargeDose] = (),
    settled: Collection[str] = (),
) -> InteractionReport:
    """Check each reading against all rules. The list weighs as much as its heaviest entry; an empty list nothing.

    With ``equivalents``, opioids and benzodiazepines carry their daily dose; a large one adds words only. What is off
    the list is checked like the rest, but is no part of a day's dose. ``settled``: see :func:`list_totals`.
    """
    every_rule = tuple(sorted(rules, key=lambda rule: rule.id))
    taken = tuple(readings)
    tables = equivalents or {}
    listed = [each for each in taken if not each.last_taken_on]
    totals = list_totals(listed, tables, large_doses, settled=settled)
    drugs = tuple(_with_dose(_check(each, every_rule), each, tables, totals) for each in taken)
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
        beside=reading.beside,
        last_taken_on=reading.last_taken_on,
    )


def _with_dose(
    check: DrugCheck,
    reading: MedicationReading,
    tables: Mapping[str, Equivalents],
    totals: tuple[ListTotal, ...],
) -> DrugCheck:
    if check.last_taken_on:
        return check
    daily = tuple(filter(None, (equivalent_of(reading, table) for table in tables.values())))
    mine = {each.table for each in daily}
    return replace(check, daily=daily, totals=tuple(each for each in totals if each.table in mine))


def _applies(rule: InteractionRule, drugs: tuple[Drug, ...]) -> bool:
    return any(rule.applies_to(drug.ingredient, drug.classes) for drug in drugs)


def _drug_json(drug: DrugCheck) -> dict[str, Any]:
    hold = drug.hold
    shape = {
        "input": drug.input,
        "status": drug.status.value.replace("_", " "),
        "ingredients": [
            {"name": each.ingredient, "rxcui": each.rxcui, "classes": list(each.classes)}
            for each in drug.ingredients
        ],
        "level": drug.level.value,
        "voices": [_voice_json(voice) for voice in drug.voices],
        "hold_hours": {"before": _hours(hold.before), "after": _hours(hold.after)} if hold else None,
    }
    if drug.rules:
        shape["rules"] = [_rule_json(rule) for rule in drug.heaviest_first]
    return shape | ({"daily_equivalent": _dose_json(drug)} if drug.daily else {})


def _voice_json(voice: Voice) -> dict[str, Any]:
    """A silent voice has no level: null, which is not "none"."""
    return {
        "voice": voice.voice.value,
        "level": voice.level.value if voice.level else None,
        "text": voice.text,
        "source": voice.source,
        **_address_json(voice),
        "silent": voice.silent,
        "also": [{"source": each.source, **_address_json(each)} for each in voice.also],
    }


def _address_json(citation: Citation) -> dict[str, str | None]:
    dated = None if citation.dated == UNKNOWN_DATE else citation.dated
    return {"url": citation.url or None, "dated": dated}


def _rule_json(rule: InteractionRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "level": rule.level.value,
        "disagree": rule.disagrees,
        "reviewed_by": rule.reviewed_by,
        "reviewed_on": rule.reviewed_on.isoformat() if rule.reviewed_on else None,
    }


def _dose_json(drug: DrugCheck) -> dict[str, Any]:
    return {**drug.daily[0].as_json(), "about": list(drug.about_the_dose)}


def _hours(hours: float) -> float:
    """A whole number of hours is written as one."""
    return int(hours) if hours == int(hours) else hours
