"""Only what a person means by a number is one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sojourn.core.numbers import number_in, whole_number_in, with_plain_digits

NO_NUMBERS = [
    "",
    " ",
    "1_2_0",
    "1e3",
    "1E3",
    "nan",
    "NaN",
    "inf",
    "-inf",
    "Infinity",
    "１２",
    "١٢",
    "1२",
    "²",
    "½",
    "0x10",
    "+5",
    "--5",
    "1,5",
    "1 2",
    "1.2.3",
    ".",
    "-",
    "12 mg",
    "1" * 21,
]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number(text: str) -> None:
    assert number_in(text) is None
    assert whole_number_in(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("120", "120"),
        (" 72.5 ", "72.5"),
        ("0.50", "0.50"),
        (".5", ".5"),
        ("5.", "5"),
        ("-3", "-3"),
        ("1" * 20, "1" * 20),
    ],
)
def test_what_is_one(text: str, number: str) -> None:
    assert number_in(text) == Decimal(number)


@pytest.mark.parametrize(("text", "number"), [("120", 120), (" 7 ", 7), ("-3", -3), ("007", 7)])
def test_whole_numbers(text: str, number: int) -> None:
    assert whole_number_in(text) == number


@pytest.mark.parametrize("text", ["7.0", ".5", "5."])
def test_a_point_makes_it_no_whole_number(text: str) -> None:
    assert whole_number_in(text) is None


@pytest.mark.parametrize(
    ("text", "plain"), [("٥0 mg", "50 mg"), ("１２", "12"), ("½ x²", "½ x²"), ("50", "50")]
)
def test_digits_of_other_scripts_are_not_lost(text: str, plain: str) -> None:
    assert with_plain_digits(text) == plain
