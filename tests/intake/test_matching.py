"""Texts as patients type them, and what they are read as."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.content import drugs
from sojourn.content.near_names import slips
from sojourn.intake.matching import ReadingStatus, as_kept, confirmed, read_medication, suggest

LIBRARY = Path(drugs.__file__).parent / "library"
TABLE = drugs.load(LIBRARY / "drugs")
STRINGS = list(csv.DictReader((Path(__file__).parent / "medication_strings.csv").open(encoding="utf-8")))
CHECKED, NOT_CHECKED = ReadingStatus.CHECKED, ReadingStatus.NOT_CHECKED


def read(text):
    return read_medication(text, TABLE)


@pytest.mark.parametrize("row", STRINGS, ids=lambda row: row["text"])
def test_every_sample_string_reads_right(row):
    expected = tuple(sorted(filter(None, row["expected_ingredients"].split(";"))))
    reading = read(row["text"])
    if "misspelling" in row["note"] and reading.status is NOT_CHECKED:
        assert reading.ingredients == ()
        assert expected in [offer.ingredients for offer in reading.offers]
    else:
        assert reading.ingredients == expected
        assert reading.status is (CHECKED if expected else NOT_CHECKED)


@pytest.mark.parametrize(
    ("text", "ingredients", "status"),
    [
        ("xyzol", (), NOT_CHECKED),
        ("prozac and xyzol", ("fluoxetine",), NOT_CHECKED),
        ("zoloft and a sleeping pill", ("sertraline",), NOT_CHECKED),
        ("", (), NOT_CHECKED),
        ("Tylenol 3 times a day", ("acetaminophen",), CHECKED),
        ("Tylenol #3 every 6 h", ("acetaminophen", "codeine"), CHECKED),
        ("losartan potassium 50 mg", ("losartan",), CHECKED),
        ("atorvastatin calcium 20 mg", ("atorvastatin",), CHECKED),
        ("atorvastatin, calcium 500 mg", ("atorvastatin", "calcium"), CHECKED),
        ("Lamictal b.i.d.", ("lamotrigine",), CHECKED),
        ("ketamine nasal spray", ("ketamine",), CHECKED),
        ("esketamine nasal spray", ("esketamine",), CHECKED),
        ("Spravato nasal spray", ("esketamine",), CHECKED),
        ("St. John’s Wort", ("st. john's wort extract",), CHECKED),
        ("well butrin xl 150", ("bupropion",), CHECKED),
        ("hydrocodone/apap 5/325", ("acetaminophen", "hydrocodone"), CHECKED),
        ("Vyvanse 50mg M-F", ("lisdexamfetamine",), CHECKED),
        ("insulin glargine 20 units", ("insulin glargine",), CHECKED),
        ("same dose of zoloft", ("sertraline",), NOT_CHECKED),
        ("sodium oxybate 4.5 g", ("sodium oxybate",), CHECKED),
    ],
)
def test_texts_around_names(text, ingredients, status):
    reading = read(text)
    assert (reading.ingredients, reading.status) == (ingredients, status)


def test_saying_none_is_not_a_reading_but_a_question_back():
    assert read("No meds").says_none
    assert read("none").status is NOT_CHECKED
    assert not read("sleeping pill").says_none


@pytest.mark.parametrize("typed", ["hydralizine", "hydroxizine"])
def test_look_alikes_are_offered_together_and_never_chosen(typed):
    reading = read(typed)
    assert reading.ingredients == ()
    assert {("hydralazine",), ("hydroxyzine",)} <= {offer.ingredients for offer in reading.offers}


def test_a_person_confirms_an_offer():
    reading = confirmed("sertaline 100", ["sertraline"], TABLE)
    assert (reading.status, reading.ingredients) == (CHECKED, ("sertraline",))
    with pytest.raises(KeyError):
        confirmed("xyzol", ["xyzol"], TABLE)


@pytest.mark.parametrize(
    ("ingredients", "status", "expected"),
    [
        (["sertraline"], "checked", CHECKED),
        (["sertraline"], "not_checked", NOT_CHECKED),
        (["sertraline", "no longer there"], "checked", NOT_CHECKED),
        ([], "checked", NOT_CHECKED),
    ],
)
def test_a_kept_line_is_read_back_no_greener_than_it_was(ingredients, status, expected):
    assert as_kept("Zoloft", ingredients, status, TABLE).status is expected


def test_type_ahead_finds_ingredients_brands_and_combinations():
    assert suggest("sertr", TABLE)[0].label == "sertraline"
    assert "Zoloft (sertraline)" in [line.label for line in suggest("zol", TABLE)]
    assert "Adderall (amphetamine, dextroamphetamine)" in [line.label for line in suggest("Adder", TABLE)]
    assert len(suggest("a" * 2, TABLE, limit=3)) <= 3
    assert suggest("s", TABLE) == ()


@pytest.mark.parametrize(
    ("typed", "name", "count"),
    [("ab", "ab", 0), ("ba", "ab", 1), ("abc", "ab", 1), ("a", "ab", 1), ("xyz", "abc", 3)],
)
def test_slips_are_counted(typed, name, count):
    assert slips(typed, name, 2) == count


@settings(deadline=None)
@given(st.sampled_from(sorted(TABLE.names)))
def test_every_name_of_the_table_reads_as_itself(key):
    name = TABLE.names[key]
    assert read(name.text).ingredients == tuple(sorted(drug.ingredient for drug in name.drugs))


@settings(deadline=None)
@given(st.lists(st.sampled_from(sorted(TABLE.drugs)), min_size=1, max_size=4, unique=True), st.randoms())
def test_order_and_repetition_change_nothing(names, random):
    shuffled = [*names, names[0]]
    random.shuffle(shuffled)
    assert read(", ".join(shuffled)).ingredients == read(", ".join(names)).ingredients


def test_no_everyday_word_is_a_drug():
    everyday = TABLE.words.around | TABLE.words.vague
    assert [word for word in everyday if TABLE.find(word.split())] == []
