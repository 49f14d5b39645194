"""How large a day's dose of opioids or benzodiazepines is, in one measure. What is not given is never guessed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from sojourn.content.drug_words import words_of
from sojourn.content.drugs import Drug, key_of
from sojourn.content.equivalents import Equivalents
from sojourn.content.pack.policies import LargeDose
from sojourn.content.pack.shapes import fill
from sojourn.core.decisions import Finding, Severity
from sojourn.intake.dosing_text import DailyDose, read_dose
from sojourn.intake.matching import MedicationReading, ReadingStatus

MCG_PER_MG = 1000


@dataclass(frozen=True)
class DailyEquivalent:
    """One line of the list in the measure of one table. ``value`` is None when it could not be computed."""

    table: str
    line: str
    value: Decimal | None
    unit: str
    sentence: str

    def as_json(self) -> dict[str, object]:
        """For scripts; a value that was not computed is null."""
        return {"value": _number(self.value), "unit": self.unit, "sentence": self.sentence}


@dataclass(frozen=True)
class Total:
    """All lines of one table. ``value`` is None when no line could be counted; ``missing`` names the others."""

    value: Decimal | None
    complete: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListTotal:
    """A total with what is said about it. ``large`` are the clinic's limits it reaches."""

    table: str
    total: Total
    sentence: str
    large: tuple[Finding, ...] = ()


def equivalent_of(reading: MedicationReading, table: Equivalents) -> DailyEquivalent | None:
    """What a line comes to in a day; None when nothing of it belongs to the table."""
    names = [drug.ingredient for drug in reading.drugs if table.covers(drug.classes)]
    if not names:
        return None
    value, sentence = _value(reading, names, table)
    return DailyEquivalent(table.id, reading.input, value, table.unit, sentence)


def daily_total(lines: Iterable[DailyEquivalent]) -> Total:
    """The sum of what could be counted, and the lines that could not."""
    every = tuple(lines)
    counted = [line.value for line in every if line.value is not None]
    missing = tuple(dict.fromkeys(line.line for line in every if line.value is None))
    return Total(sum(counted, Decimal(0)) if counted else None, not missing, missing)


def list_totals(
    readings: Iterable[MedicationReading],
    tables: Mapping[str, Equivalents],
    limits: Iterable[LargeDose] = (),
    *,
    settled: Collection[str] = (),
) -> tuple[ListTotal, ...]:
    """One total for each table that something on the list belongs to. ``settled``: lines of which a provider has said
    that nothing unread is left in them; they are not named as missing."""
    given, limits = tuple(readings), tuple(limits)
    every = _each_once(given)
    found = []
    for table in tables.values():
        lines = [line for line in (equivalent_of(each, table) for each in every) if line]
        unread = [each.input for each in given if _is_unread(each, settled)]
        if lines:
            found.append(_list_total(table, lines, unread, limits))
    return tuple(found)


def _is_unread(reading: MedicationReading, settled: Collection[str]) -> bool:
    return reading.status is ReadingStatus.NOT_CHECKED and reading.line not in settled


def _each_once(readings: Iterable[MedicationReading]) -> tuple[MedicationReading, ...]:
    """The same words with the same dose are one line written twice, not two doses."""
    return tuple({(each.input, each.dose, each.frequency): each for each in readings}.values())


def _list_total(
    table: Equivalents, lines: list[DailyEquivalent], unread: list[str], limits: tuple[LargeDose, ...]
) -> ListTotal:
    total = daily_total(lines)
    missing = tuple(dict.fromkeys([*total.missing, *unread]))
    total = Total(total.value, not missing, missing)
    several = sum(line.value is not None for line in lines) > 1
    said = [fill(table.sentences.together, {"value": shown(total.value)})] if several else []
    if missing:
        said.append(fill(table.sentences.incomplete, {"missing": ", ".join(missing)}))
    mine = [limit for limit in limits if limit.table == table.id]
    large = tuple(_large(limit) for limit in mine if _reaches(total, limit, table))
    return ListTotal(table.id, total, " ".join(said), large)


def _reaches(total: Total, limit: LargeDose, table: Equivalents) -> bool:
    """Compared in the measure of the limit: the table's own, or milligrams of the ingredient it names."""
    if total.value is None:
        return False
    each = table.factor(limit.counted_in) if limit.counted_in else Decimal(1)
    if each is None:
        return False
    value = total.value / each
    return (
        value > limit.above
        if limit.above is not None
        else limit.at_least is not None and value >= limit.at_least
    )


def _large(limit: LargeDose) -> Finding:
    return Finding(
        code=f"large_dose:{limit.table}",
        message=limit.sentence,
        severity=Severity.CAUTION,
        source=limit.source,
        evidence="medication list",
        owner="provider",
    )


def _value(reading: MedicationReading, names: list[str], table: Equivalents) -> tuple[Decimal | None, str]:
    why = next(filter(None, map(table.why_not, names)), "")
    if why:
        return None, f"not computed: {why}"
    if _goes_another_way(reading, table):
        return None, table.sentences.other_route
    known = _names_of(reading.drugs, table.first_strength)
    dose = read_dose(reading.input, reading.dose, reading.frequency, names=known)
    amount = _amount(reading, dose, table) if dose and len(names) == 1 else None
    if dose is None or amount is None:
        return None, table.sentences.no_dose
    value = _counted(names[0], amount, dose.unit, table)
    if value is None:
        return None, fill(table.sentences.no_factor, {"ingredient": names[0]})
    return value, fill(table.sentences.about, {"value": shown(value)})


@cache
def _names_of(drugs: tuple[Drug, ...], packages: tuple[str, ...]) -> frozenset[str]:
    """The words of every name the medicine of a line may go by."""
    names = [name for drug in drugs for name in (drug.ingredient, *drug.brands, *drug.synonyms)]
    return frozenset(word for name in (*names, *packages) for word in words_of(name))


def _goes_another_way(reading: MedicationReading, table: Equivalents) -> bool:
    words = " ".join((reading.input, reading.dose, reading.frequency)).lower().replace("/", " ").split()
    return any(word.strip(".,;:()") in table.other_routes for word in words)


def _amount(reading: MedicationReading, dose: DailyDose, table: Equivalents) -> Decimal | None:
    """The amount of the one ingredient counted here; of a combination only where its place is known. On every package
    named in the table it is the smaller strength; written the other way round ("325/10") it is not guessed."""
    if len(reading.drugs) == 1:
        return dose.amount
    line = f" {key_of(reading.input)} "
    known = any(f" {key_of(name)} " in line for name in table.first_strength)
    return dose.first if known and dose.rises else None


def _counted(ingredient: str, amount: Decimal, unit: str, table: Equivalents) -> Decimal | None:
    if unit == "mcg":
        amount, unit = amount / MCG_PER_MG, "mg"
    factor = table.factor(ingredient, unit)
    return None if factor is None else amount * factor


def _number(value: Decimal | None) -> float | None:
    """To two decimals, whole where it is whole."""
    if value is None:
        return None
    number = float(round(value, 2))
    return int(number) if number.is_integer() else number


def shown(value: Decimal | None) -> str:
    """With at most one decimal: 45, 22.5."""
    return "" if value is None else f"{float(round(value, 1)):g}"
