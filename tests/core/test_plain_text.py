"""What is kept of a text is what somebody sees of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.core.plain_text import as_seen


@pytest.mark.parametrize(
    "text", ["Ana María", "two\nlines\tand a tab", "می‌خواهم", "👩‍👩‍👧", "שלום", "½ tablet", "❤️", "  kept  "]
)
def test_what_shows_stays_as_it_is(text: str) -> None:
    assert as_seen(text) == text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\u200b", ""),
        ("\u200d\u2060 \ufeff", ""),
        ("\u3164", ""),
        ("\u2800\n", ""),
        ("x\u202elive", "xlive"),
        ("Zo\u00adloft", "Zoloft"),
        ("1\u200b5 mg", "15 mg"),
        ("bell\x07", "bell"),
    ],
)
def test_what_nobody_sees_is_not_kept(text: str, seen: str) -> None:
    assert as_seen(text) == seen


@given(st.text())
def test_to_look_twice_finds_nothing_more(text: str) -> None:
    assert as_seen(as_seen(text)) == as_seen(text)
