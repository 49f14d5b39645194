"""Numbers that identify prescribers."""

from __future__ import annotations

import pytest

from sojourn.core.identifiers import dea_number_is_valid, npi_is_valid


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("AB1234563", True),
        ("ab1234563 ", True),
        ("AB1234564", False),
        ("A91234563", True),
        ("1234563", False),
        ("AB123456３", False),
        ("", False),
    ],
)
def test_dea_numbers(number: str, valid: bool) -> None:
    assert dea_number_is_valid(number) is valid


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("1234567893", True),
        ("1558598797", True),
        ("1234567890", False),
        ("3234567893", False),
        ("123456789", False),
        ("12345678٩3", False),
        ("abcdefghij", False),
        ("", False),
    ],
)
def test_npi_numbers(number: str, valid: bool) -> None:
    assert npi_is_valid(number) is valid
