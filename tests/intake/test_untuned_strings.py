"""Strings that nobody tuned the reading for: how many are recognised or offered, and that none is read wrong."""

from __future__ import annotations

import csv
from pathlib import Path

from sojourn.content import drugs
from sojourn.intake.matching import read_medication

TABLE = drugs.load(Path(drugs.__file__).parent / "library" / "drugs")
FILE = Path(__file__).parent / "untuned_strings.csv"
ROWS = list(csv.DictReader(FILE.open(encoding="utf-8")))
LEAST_RECALL = 0.95


def wanted(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(sorted(filter(None, row["expected"].split(";"))))


def is_recognised_or_offered(row: dict[str, str]) -> bool:
    reading = read_medication(row["text"], TABLE)
    return wanted(row) in (reading.ingredients, *(offer.ingredients for offer in reading.offers))


def is_read_wrong(row: dict[str, str]) -> bool:
    return not set(read_medication(row["text"], TABLE).ingredients) <= set(wanted(row))


def test_there_are_enough_strings_and_each_is_in_the_table() -> None:
    assert len(ROWS) >= 150
    assert {name for row in ROWS for name in wanted(row)} <= TABLE.ingredients


def test_at_least_95_of_100_are_recognised_or_offered() -> None:
    named = [row for row in ROWS if wanted(row)]
    missed = [row["text"] for row in named if not is_recognised_or_offered(row)]
    recall = 1 - len(missed) / len(named)
    print(
        f"\n{len(named) - len(missed)} of {len(named)} recognised or offered ({recall:.1%}); missed: {missed}"
    )
    assert recall >= LEAST_RECALL


def test_no_string_is_read_as_a_drug_it_is_not() -> None:
    wrong = [row["text"] for row in ROWS if is_read_wrong(row)]
    print(f"\n{len(wrong)} of {len(ROWS)} read as a drug they are not: {wrong}")
    assert wrong == []
