"""Signs in a dose: known ones in one spelling, and no other lets digits run together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.intake.dose_signs import UNKNOWN, plain


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("1¼ Tab", "1.25 tab"),
        ("⅓", "0.33333334"),
        ("2 1/2", "2.5"),
        ("10 1/2", "10 0.5"),
        ("1-1/2 tabs", "1.5 tabs"),
        ("one and a half tablets", "1.5 tablets"),
        ("5/325", "5/325"),
        ("3/2", "3/2"),
        ("5—10 mg", "5-10 mg"),
        ("2×5 mg", "2 tablets 5 mg"),
        ("b.i.d.", "bid"),
        ("q.4-6h", "q.4-6h"),
        ("0,5 mg", "0.5 mg"),
        ("take 2,3 times", "take 2,3 times"),
        ("1,000 mg", "1,000 mg"),
        ("Percocet® 5/325", "percocet 5/325"),
        ("10㎎ al día", "10mg al dia"),
        ("once or twice", "1-2 times"),
        ("one-half", "0.5"),
        (", .twice", ", . 2 times"),
        ("6 (six) hours", "6 hours"),
        ("1\u200b5", f"1{UNKNOWN}5"),
        ("10²", f"10{UNKNOWN}"),
        ("1⃣", f"1{UNKNOWN}"),
        ("0·5", f"0{UNKNOWN}5"),
        ("a|b", f"a{UNKNOWN}b"),
    ],
)
def test_one_spelling(text, spelled):
    assert plain(text) == spelled


@given(st.integers(1, 99), st.characters(exclude_categories=["Nd", "Cs"]), st.integers(1, 99))
def test_no_sign_between_digits_lets_them_run_together(before, sign, after):
    assert f"{before}{after}" not in plain(f"{before}{sign}{after}")
