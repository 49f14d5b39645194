"""A day's dose as people write it: common lines are computed, and what is not wholly read is left open.

``common_doses.csv`` holds lines with what they come to. ``doses_misread.csv`` holds lines that came to a wrong
number, or easily would, with the right one (empty: nobody can tell); each gives that number or none.
"""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from sojourn import content
from sojourn.intake.dosing_text import read_dose
from sojourn.intake.matching import read_medication
from sojourn.screening.equivalents import equivalent_of

TABLE = content.library().drugs
TABLES = content.library().equivalents


def rows(name):
    return list(csv.DictReader((Path(__file__).parent / name).open(encoding="utf-8")))


def said(row):
    return " / ".join(filter(None, (row["text"], row["dose"], row["frequency"])))


def a_day(text, dose="", frequency=""):
    reading = replace(read_medication(text, TABLE, offers=False), dose=dose, frequency=frequency)
    found = (equivalent_of(reading, table) for table in TABLES.values())
    (value,) = [each.value for each in found if each]
    return value


def near(value, right):
    return abs(value - Decimal(right)) < Decimal("0.01")


COMMON = rows("common_doses.csv")
MISREAD = rows("doses_misread.csv")


def test_the_tables_hold_what_they_promise():
    assert len(COMMON) >= 100 and len(MISREAD) >= 280


@pytest.mark.parametrize("row", COMMON, ids=said)
def test_a_common_line_is_computed(row):
    value = a_day(row["text"], row["dose"], row["frequency"])
    assert value is not None and near(value, row["a_day"])


@pytest.mark.parametrize("row", MISREAD, ids=said)
def test_what_was_misread_is_right_or_open(row):
    value = a_day(row["text"], row["dose"], row["frequency"])
    assert value is None or near(value, row["right"] or -1)


KNOWN = content.library().dose_words
SPOKEN = {
    *KNOWN.kinds,
    *(word for phrase in (*KNOWN.phrases, *KNOWN.as_needed) for word in phrase.split()),
    *("half", "quarter", "media", "medio", "one", "twice", "once", "un", "una", "uno", "dos", "ten"),
    *("mg", "mgs", "mcg", "ug", "g", "gm", "gram", "grams", "x", "a", "o", "to", "or", "q", "h"),
}
UNKNOWN_WORDS = st.one_of(
    st.sampled_from(sorted(TABLE.words.around - SPOKEN)),
    st.text("abcdefghijklmnopqrstuvwxyzéñß", min_size=4, max_size=9).filter(lambda word: word not in SPOKEN),
)
SPOKEN_SIGNS = frozenset(".,;:()[]!\"'-&+/")


def is_a_sign(letter):
    """No letter, number or space, and no sign that is another spelling of one that is read."""
    category = unicodedata.category(letter)
    return category[0] in "PSCM" and letter not in SPOKEN_SIGNS and category not in ("Cs", "Pd", "Mn", "Cc")


LINES = st.sampled_from([(row["text"], row["dose"], row["frequency"]) for row in COMMON])
PLACES = st.tuples(st.integers(0, 2), st.integers(0, 60))


def with_more(fields, place, more, *, between_words):
    """The fields with something more in one of them."""
    field, at = place
    parts = fields[field].split(" ") if between_words else list(fields[field])
    parts.insert(min(at, len(parts)), more)
    return (*fields[:field], (" " if between_words else "").join(parts), *fields[field + 1 :])


def total(fields, names):
    found = read_dose(*fields, names=names)
    return found and max(found.amounts)


NAMES = frozenset(
    word
    for drug in TABLE.drugs.values()
    if not {"opioid", "benzodiazepine"}.isdisjoint(drug.classes)
    for name in (drug.ingredient, *drug.brands, *drug.synonyms, "percocet", "norco")
    for word in name.lower().split()
)


@settings(deadline=None, max_examples=400)
@given(LINES, PLACES, UNKNOWN_WORDS, st.sampled_from([frozenset(), NAMES]))
@example(("oxycodone 10 mg daily", "", ""), (0, 5), "double", NAMES)
@example(("oxycodone 10 mg daily", "", ""), (0, 0), "double", frozenset())
@example(("oxycodone 10 mg in the morning", "", ""), (0, 60), "extra", NAMES)
def test_a_word_nobody_knows_never_makes_a_dose_smaller(fields, place, word, names):
    before, after = total(fields, names), total(with_more(fields, place, word, between_words=True), names)
    assume(before is not None)
    assert after is None or after >= before


@settings(deadline=None, max_examples=400)
@given(LINES, PLACES, st.characters(exclude_categories=["Cs"]).filter(is_a_sign))
@example(("morphine 1000 mg daily", "", ""), (0, 10), "’")
@example(("oxycodone 15 mg daily", "", ""), (0, 11), "\u200b")
def test_a_sign_nobody_knows_never_makes_a_dose_smaller(fields, place, sign):
    before, after = total(fields, NAMES), total(with_more(fields, place, sign, between_words=False), NAMES)
    assume(before is not None)
    assert after is None or after >= before


@pytest.mark.parametrize("word", sorted(TABLE.words.around - SPOKEN - NAMES)[::7])
def test_an_everyday_word_behind_a_dose_leaves_it_open_or_adds(word):
    found = total(("oxycodone 10 mg", "1 tablet", f"twice daily {word}"), NAMES)
    assert found is None or found >= 20
