"""Matching at its edges, on a small table of invented names where every letter counts."""

from __future__ import annotations

import pytest

from sojourn.content.drug_words import Words
from sojourn.content.drugs import Drug, DrugName, DrugTable, NameKind
from sojourn.content.near_names import slips
from sojourn.intake.matching import (
    ReadingStatus,
    Suggestion,
    as_kept,
    confirmed,
    read_medication,
    suggest,
)
from tests.intake.test_matching import TABLE

WORDS = Words(
    connectives=frozenset({"and"}),
    introducing=frozenset({"for"}),
    adding=frozenset({"and"}),
    numbers=frozenset(),
    forms={},
    reasons=frozenset(),
    times=frozenset({"daily"}),
    spans=frozenset(),
    other=frozenset(),
    strengths=frozenset(),
    weights=frozenset(),
    units=frozenset({"mg"}),
    counted=frozenset({"times", "mg"}),
    vague=frozenset({"pill", "water pill"}),
    nothing=frozenset({"none"}),
    salts={"zincum": frozenset({"brelotan"})},
    look_alikes=(("brelotan", "brelovan"), ("quadrimexol", "tozil")),
)


def single(name, kind=NameKind.INGREDIENT, of=None):
    return DrugName(name, kind, (Drug(of or name),))


SMALL = DrugTable(
    [
        single("brelotan"),
        single("brelovan"),
        single("quadrimexol"),
        single("tozil"),
        single("zincum"),
        single("ferrum"),
        single("acid x"),
        single("marbonolide", NameKind.BRAND, "tozil"),
        single("marzol"),
        single("marzolan"),
        single("aa bermol", NameKind.BRAND, "ferrum"),
        single("zz bermol"),
        single("Sel 3", NameKind.BRAND, "tozil"),
        single("Tozilan", NameKind.BRAND, "tozil"),
        single("zalorin"),
        single("calorim"),
        single("Extra Tozil", NameKind.BRAND, "tozil"),
        DrugName("Duo", NameKind.COMBINATION, (Drug("tozil"), Drug("ferrum"))),
    ],
    WORDS,
)


def offers(text):
    return [(each.typed, each.name, each.ingredients) for each in read_medication(text, SMALL).offers]


def test_what_was_not_read_is_named():
    reading = read_medication("tozil and glorp 5 mg", SMALL)
    assert reading.unread == ("glorp",)
    assert (reading.input, reading.ingredients) == ("tozil and glorp 5 mg", ("tozil",))
    assert read_medication("tozil 5 mg", SMALL).unread == ()
    assert read_medication("none", SMALL).input == "none"


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("tozi", []),
        ("tozol", ["tozil", "quadrimexol"]),
        ("tozla", []),
        ("brelotn", ["brelotan", "brelovan"]),
        ("breltn", []),
        ("brelodan", ["brelotan", "brelovan"]),
        ("quadrmexl", ["quadrimexol", "tozil"]),
        ("quadrmxl", []),
        ("quadrimexolabc", []),
    ],
)
def test_short_names_forgive_one_slip_and_long_ones_two(typed, names):
    assert [name for _, name, _ in offers(typed)] == names


def test_eight_letters_are_a_long_name_and_seven_a_short_one():
    assert [name for _, name, _ in offers("brlotann")] == ["brelotan", "brelovan"]
    assert offers("brlotnn") == []


def test_the_nearest_comes_first_and_then_the_same_first_letter():
    assert [name for _, name, _ in offers("zalorim")] == ["zalorin", "calorim"]
    assert [name for _, name, _ in offers("brelotam")] == ["brelotan", "brelovan"]
    assert [name for _, name, _ in offers("brelovam")] == ["brelovan", "brelotan"]


def test_an_offer_says_what_was_typed_and_what_is_in_it():
    assert offers("tozol daily") == [
        ("tozol", "tozil", ("tozil",)),
        ("tozol", "quadrimexol", ("quadrimexol",)),
    ]


def test_two_misspelled_names_are_offered_apart():
    found = offers("tozol and ferum")
    assert {("tozol", "tozil"), ("ferum", "ferrum")} <= {(typed, name) for typed, name, _ in found}


def test_a_misspelled_name_of_two_words():
    table_offers = offers("extra tozyl")
    assert ("extra tozyl", "Extra Tozil", ("tozil",)) in table_offers


def test_vague_and_plain_words_are_not_taken_for_a_slip():
    assert offers("pill") == []
    assert offers("5 mg") == []
    assert offers("daily tozol")[0][0] == "tozol"


@pytest.mark.parametrize(
    ("text", "ingredients", "status"),
    [
        ("tozils", ("tozil",), ReadingStatus.CHECKED),
        ("tozilx", (), ReadingStatus.NOT_CHECKED),
        ("Sel 3", ("tozil",), ReadingStatus.CHECKED),
        ("Sel 3 times", (), ReadingStatus.NOT_CHECKED),
        ("Sel #3 times", ("tozil",), ReadingStatus.NOT_CHECKED),
        ("acid x", ("acid x",), ReadingStatus.CHECKED),
        ("acid", (), ReadingStatus.NOT_CHECKED),
        ("tozil water pill", ("tozil",), ReadingStatus.NOT_CHECKED),
        ("tozil pill", ("tozil",), ReadingStatus.NOT_CHECKED),
        ("brelotan zincum", ("brelotan",), ReadingStatus.CHECKED),
        ("brelotan, zincum", ("brelotan", "zincum"), ReadingStatus.CHECKED),
        ("ferrum and tozil and ferrum", ("ferrum", "tozil"), ReadingStatus.CHECKED),
        ("extra tozil ferrum", ("ferrum", "tozil"), ReadingStatus.CHECKED),
        ("daily", (), ReadingStatus.NOT_CHECKED),
    ],
)
def test_reading_word_by_word(text, ingredients, status):
    reading = read_medication(text, SMALL)
    assert (reading.ingredients, reading.status) == (ingredients, status)


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("t", []),
        ("to", ["tozil", "Tozilan", "Extra Tozil"]),
        ("toz", ["tozil", "Tozilan", "Extra Tozil"]),
        ("TOZIL", ["tozil", "Tozilan", "Extra Tozil"]),
        ("br", ["brelotan", "brelovan"]),
        ("3", []),
        ("acid x", ["acid x"]),
        ("du", ["Duo"]),
        ("zy", []),
        ("mar", ["marzol", "marzolan", "marbonolide"]),
        ("ber", ["zz bermol", "aa bermol"]),
    ],
)
def test_type_ahead_shows_ingredients_first_then_shorter_names_then_later_words(prefix, names):
    assert [line.name for line in suggest(prefix, SMALL)] == names


def test_type_ahead_says_what_is_inside_and_of_which_kind():
    assert suggest("du", SMALL) == (Suggestion("Duo", ("ferrum", "tozil"), NameKind.COMBINATION),)
    assert suggest("du", SMALL)[0].label == "Duo (ferrum, tozil)"
    assert suggest("toz", SMALL, limit=1) == (Suggestion("tozil", ("tozil",), NameKind.INGREDIENT),)


def test_type_ahead_ends_after_eight_names():
    assert len(suggest("me", TABLE)) == 8


def test_nobody_confirms_nothing():
    assert confirmed("glorp", [], SMALL).status is ReadingStatus.NOT_CHECKED
    assert confirmed("two", ["tozil", "ferrum", "tozil"], SMALL).ingredients == ("ferrum", "tozil")
    assert confirmed("two", ["tozil"], SMALL).input == "two"


def test_a_kept_line_keeps_its_words_and_drugs():
    kept = as_kept("glorp", ["tozil", "ferrum"], "checked", SMALL)
    assert (kept.input, kept.ingredients, kept.status) == (
        "glorp",
        ("ferrum", "tozil"),
        ReadingStatus.CHECKED,
    )


@pytest.mark.parametrize(
    ("typed", "name", "at_most", "count"),
    [
        ("", "", 2, 0),
        ("abcd", "abcd", 0, 0),
        ("abcd", "abdc", 1, 1),
        ("abcd", "bacd", 1, 1),
        ("abcd", "badc", 2, 2),
        ("abcd", "abc", 2, 1),
        ("abc", "abcd", 2, 1),
        ("abcd", "xbcd", 2, 1),
        ("abcd", "abcx", 2, 1),
        ("abcd", "axcx", 2, 2),
        ("abcdef", "abc", 2, 3),
        ("abcdef", "uvwxyz", 1, 2),
        ("abcdef", "uvwxyz", 3, 4),
        ("ab", "abcde", 2, 3),
        ("ca", "abc", 3, 3),
        ("aab", "aba", 2, 1),
        ("abab", "baba", 2, 2),
    ],
)
def test_slips_one_by_one(typed, name, at_most, count):
    assert slips(typed, name, at_most) == count
