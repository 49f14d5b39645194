"""How a line falls into parts, and which names are found in it: the longest, from left to right."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.content import drugs
from sojourn.content.drug_words import marked_words_of
from sojourn.content.drugs import Drug, DrugName, DrugTable, NameKind
from sojourn.intake.line_parts import parts_of
from sojourn.intake.matching import read_medication

TABLE = drugs.load(Path(drugs.__file__).parent / "library" / "drugs")


def a_table(*names: str) -> DrugTable:
    """A table with these names alone, each its own drug."""
    return DrugTable((DrugName(name, NameKind.INGREDIENT, (Drug(name),)) for name in names), TABLE.words)


def shown(text: str, table: DrugTable = TABLE) -> list[list[str]]:
    """The pieces of each part; names in capitals, "+" in front of a part that adds something."""
    return [
        ["+"] * part.adds
        + [each if isinstance(each, str) else "-".join(each.text.upper().split()) for each in part.pieces]
        for part in parts_of(text, table)
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("zoloft", [["ZOLOFT"]]),
        ("zoloft, pain patch", [["ZOLOFT"], ["pain", "patch"]]),
        ("zoloft and pain patch", [["ZOLOFT"], ["+", "pain", "patch"]]),
        ("zoloft, and a patch", [["ZOLOFT"], ["+", "a", "patch"]]),
        ("zoloft + patch & pill", [["ZOLOFT"], ["+", "patch"], ["+", "pill"]]),
        ("zoloft\npatch", [["ZOLOFT"], ["+", "patch"]]),
        ("and zoloft", [["+", "ZOLOFT"]]),
        ("percocet 5/325", [["PERCOCET", "5", "/", "325"]]),
        ("zoloft / prozac", [["ZOLOFT"], ["PROZAC"]]),
        ("zoloft / pain patch", [["ZOLOFT"], ["pain", "patch"]]),
        ("zoloft 100 mg/tab", [["ZOLOFT", "100", "mg", "tab"]]),
        ("zoloft 2 tablets/week", [["ZOLOFT", "2", "tablets", "week"]]),
        ("testosterone 200 mg/ml", [["TESTOSTERONE", "200", "mg", "ml"]]),
        ("zoloft 3x/day", [["ZOLOFT", "3x", "day"]]),
        ("zoloft. Patch", [["ZOLOFT"], ["patch"]]),
        ("zoloft 0.5 mg", [["ZOLOFT", "0.5", "mg"]]),
        ("zoloft - patch", [["ZOLOFT"], ["patch"]]),
        ("zoloft 8-2", [["ZOLOFT", "8", "/", "2"]]),
        ("birth control: yaz", [["YAZ"]]),
        ("birth control (yaz)", [["YAZ"]]),
        ("frobnix: yaz", [["frobnix", "YAZ"]]),
        ("zoloft: patch", [["ZOLOFT", "patch"]]),
        ("zoloft (patch)", [["ZOLOFT"], ["patch"]]),
        ("promethazine with codeine", [["PROMETHAZINE-WITH-CODEINE"]]),
        ("zoloft50mg", [["ZOLOFT", "50mg"]]),
        ("zoloft, prozac20 daily", [["ZOLOFT"], ["PROZAC", "20", "daily"]]),
        ("zolof50mg", [["zolof", "50mg"]]),
        ("zoloft50frob", [["zoloft50frob"]]),
        ("b12", [["B12"]]),
        ("losartan potassium", [["LOSARTAN-POTASSIUM"]]),
        ("atorvastatin calcium", [["ATORVASTATIN"]]),
        ("1,4-butanediol", [["1,4-BUTANEDIOL"]]),
        ("Tylenol, 3", [["TYLENOL"], ["3"]]),
        ("losartan, potassium", [["LOSARTAN"], ["POTASSIUM"]]),
        ("water pill", [["water pill"]]),
        ("zolofts", [["ZOLOFT"]]),
    ],
)
def test_a_line_falls_into_parts(text: str, parts: list[list[str]]) -> None:
    assert shown(text) == parts


@pytest.mark.parametrize(
    ("text", "after_slash"),
    [
        ("zoloft", [False]),
        ("zoloft / prozac", [False, True]),
        ("zoloft / prozac, patch", [False, True, False]),
        ("zoloft, patch", [False, False]),
        ("testosterone 200 mg/ml", [False]),
    ],
)
def test_a_part_behind_a_slash_is_known_as_one(text: str, after_slash: list[bool]) -> None:
    assert [part.after_slash for part in parts_of(text, TABLE)] == after_slash


def test_a_mark_stands_before_the_word_that_follows_it() -> None:
    assert marked_words_of(", zoloft,; patch,") == (["zoloft", "patch"], {0: ",", 1: ",;"})


def test_the_longest_name_wins_and_one_split_word_more_is_seen() -> None:
    table = a_table("alpha", "alpha beta", "alpha beta gamma")
    assert shown("alpha beta gamma", table) == [["ALPHA-BETA-GAMMA"]]
    assert shown("alpha beta gam ma", table) == [["ALPHA-BETA-GAMMA"]]
    assert shown("alpha beta ga mm a", table) == [["ALPHA-BETA", "ga", "mm", "a"]]
    assert shown("alpha alpha beta", table) == [["ALPHA", "ALPHA-BETA"]]


@pytest.mark.parametrize(
    ("text", "ingredients"),
    [
        ("Tylenol 3", ("acetaminophen", "codeine")),
        ("Tylenol 3 at night", ("acetaminophen", "codeine")),
        ("Tylenol 3 times a day", ("acetaminophen",)),
        ("Tylenol 3 tablets", ("acetaminophen",)),
        ("Tylenol #3 tablets", ("acetaminophen", "codeine")),
        ("Tylenol 4 a day", ("acetaminophen",)),
        ("vitamin d 3 times a day", ("cholecalciferol",)),
        ("Tylenol with codeine a day", ("acetaminophen", "codeine")),
    ],
)
def test_a_counted_number_is_no_part_of_the_name(text: str, ingredients: tuple[str, ...]) -> None:
    assert read_medication(text, TABLE).ingredients == ingredients


@pytest.mark.parametrize("text", ["zoloft, water pill", "water pill zoloft", "zoloft, a heart pill daily"])
def test_a_vague_phrase_of_everyday_words_is_unread_as_a_whole(text: str) -> None:
    reading = read_medication(text, TABLE)
    assert reading.ingredients == ("sertraline",)
    assert {"water pill", "heart pill"} & set(reading.unread)


@pytest.mark.parametrize("text", ["vitamina", "zoloft y vitamina"])
def test_a_word_that_names_no_one_drug_is_never_read_as_one(text: str) -> None:
    assert "vitamin a" not in read_medication(text, TABLE).ingredients


def test_a_short_word_keeps_its_s() -> None:
    table = a_table("kava", "maca")
    assert shown("kavas macas", table) == [["KAVA", "MACA"]]
    assert shown("mac", a_table("ma")) == [["mac"]]
    assert shown("abcs", a_table("abc")) == [["abcs"]]
