"""What may be kept as an answer, and what is refused with a kind sentence."""

from __future__ import annotations

import pytest

from sojourn import content
from sojourn.intake.form_rules import answer_problem

FORM = content.library().intake_form


def problem(key: str, value: object) -> str:
    return answer_problem(FORM.question(key), value)


@pytest.mark.parametrize("number", ["503 555 0123", "(503) 555-0123", "+1 503-555-0123", "1 503 555 0123"])
def test_ten_digits_with_or_without_the_country_are_a_phone_number(number: str) -> None:
    assert problem("emergency_phone", number) == ""


@pytest.mark.parametrize(
    "number", ["555 0123", "503 555 012", "503 555 01234", "1234567890", "+44 20 7946 0958", "ask her"]
)
def test_what_is_no_number_of_the_country_is_refused(number: str) -> None:
    assert "ten digits" in problem("emergency_phone", number)


@pytest.mark.parametrize("code", ["97209", "97209-1234", "972091234"])
def test_a_zip_code_has_five_or_nine_digits(code: str) -> None:
    assert problem("address_zip", code) == ""


@pytest.mark.parametrize("code", ["9720", "972091", "9720A", "97209-12", "٩٧٢٠٩"])
def test_other_zip_codes_are_refused(code: str) -> None:
    assert "five digits" in problem("address_zip", code)


@pytest.mark.parametrize(("state", "fits"), [("OR", True), ("wa", True), ("XX", False), ("Oregon", False)])
def test_a_state_is_two_letters_that_the_post_knows(state: str, fits: bool) -> None:
    assert (problem("address_state", state) == "") == fits


@pytest.mark.parametrize(
    ("key", "longest"), [("preferred_name", 80), ("primary_care_name", 120), ("emergency_name", 120)]
)
def test_a_name_is_refused_rather_than_cut(key: str, longest: int) -> None:
    assert problem(key, "x" * longest) == ""
    assert f"under {longest} letters" in problem(key, "x" * (longest + 1))


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("height_ft", 5, ""),
        ("height_ft", 5.0, ""),
        ("height_ft", 5.9, "Please give a whole number from 3 to 8 ft."),
        ("height_ft", 2, "Please give a whole number from 3 to 8 ft."),
        ("height_in", 9.5, ""),
        ("weight_lb", 59, "Please give a number from 60 to 700 lb."),
        ("weight_lb", True, "Please give a number from 60 to 700 lb."),
    ],
)
def test_feet_are_whole_for_inches_stand_beside_them(key: str, value: object, sentence: str) -> None:
    assert problem(key, value) == sentence
