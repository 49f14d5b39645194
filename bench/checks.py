"""Measures the clinical checks without a database: the whole check of a long list, and the type-ahead's own part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from bench import page
from bench.timing import processor_milliseconds as milliseconds
from sojourn import content
from sojourn.content.intake_form import Kind
from sojourn.intake.matching import MedicationReading, read_medication, suggest
from sojourn.screening.interaction_rules import check_medications
from sojourn.screening.rules import ScreeningFacts, overall, screen

DRUGS = 30
ANSWERS = 60
RUNS = 101
CHECK_LIMIT_MS = 5
TYPING_LIMIT_MS = 20
COUNTED = ("oxycodone", "tramadol", "lorazepam", "alprazolam")
TYPED = ("se", "lam", "zol", "hydro", "a")


def main() -> None:
    """Measure and write the section."""
    page.put("Clinical checks", report())
    print(f"Written to {page.WRITTEN_TO}.")


def report() -> str:
    """The section as Markdown."""
    rows = "\n".join(f"| {name} | {took:.1f} ms | {limit} |" for name, took, limit in checks())
    return f"""Medians of {RUNS} runs in one process by the processor's clock, without a database, after the content
has been read.

| check | time | may take |
|---|---|---|
{rows}
"""


def checks() -> Iterator[tuple[str, float, str]]:
    """Name, milliseconds and limit of each measurement."""
    rules = len(content.library().interactions) + len(content.library().screening)
    name = f"Full check: {DRUGS} drugs × all {rules} rules × {ANSWERS} answers"
    yield name, milliseconds(full_check(_readings(), _facts()), RUNS), f"{CHECK_LIMIT_MS} ms"
    yield f"Reading {DRUGS} medicines from what people typed", milliseconds(_readings, RUNS), ""
    table = content.library().drugs
    slowest = max(milliseconds(lambda typed=typed: suggest(typed, table), RUNS) for typed in TYPED)  # type: ignore[misc]
    yield "Type-ahead over all names, the slowest of several beginnings", slowest, f"{TYPING_LIMIT_MS} ms"


def full_check(readings: list[MedicationReading], facts: ScreeningFacts) -> Callable[[], object]:
    """Everything a screening computes: interactions, daily doses, findings, the heaviest of all."""
    library, policies = content.library(), content.pack().policies

    def once() -> object:
        known = {"equivalents": library.equivalents, "large_doses": policies.large_doses}
        drugs = check_medications(readings, library.interactions, **known)
        return overall(screen(facts, library.screening, minimum_age=policies.age_limit), drugs)

    return once


def _readings() -> list[MedicationReading]:
    table = content.library().drugs
    others = [name for name in sorted(table.drugs) if name not in COUNTED]
    names = [*COUNTED, *others[:: len(others) // DRUGS]][:DRUGS]
    return [replace(read_medication(f"{name} 5 mg", table), frequency="three times a day") for name in names]


def _facts() -> ScreeningFacts:
    asked = [each for each in content.library().intake_form.questions if each.kind is Kind.YES_NO_UNKNOWN]
    answers = dict.fromkeys([each.key for each in asked][: ANSWERS - 3], "yes")
    body = {"weight_lb": 160, "height_ft": 5, "height_in": 8}
    assert len(answers) + len(body) == ANSWERS
    return ScreeningFacts(today=date(2026, 11, 23), birth_date=date(1985, 3, 2), answers=answers | body)


if __name__ == "__main__":
    main()
