"""Which numbers with a slash or a dash between them are two strengths, which a range, which a date."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.content import drugs
from sojourn.content.drug_words import joined_words_of, marked_words_of
from sojourn.intake.strengths_joined import WIDEST_ALONE, WIDEST_RANGE, with_joints

WORDS = drugs.load(Path(drugs.__file__).parent / "library" / "drugs").words


def shown(text: str, widest: float = WIDEST_RANGE) -> str:
    """The words, each with its marks in front: "~" where it is a second strength, "^" where a range ends."""
    words, marks = marked_words_of(text)
    found = with_joints(words, marks, joined_words_of(text), WORDS, widest=widest)
    assert list(found) == sorted(found)
    return " ".join(found.get(at, "") + word for at, word in enumerate(words))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("lisinopril 20/12.5", "lisinopril 20 ~12.5"),
        ("20/12.5", "20 ~12.5"),
        ("20 mg/12.5 mg", "20 mg ~12.5 mg"),
        ("lisinopril 20 mg/12.5 mg", "lisinopril 20 mg ~12.5 mg"),
        ("exforge hct 10/160/12.5", "exforge hct 10 ~160 ~12.5"),
        ("exforge hct, 10/160", "exforge hct ,10 ~160"),
        ("amlodipine 10/10", "amlodipine 10 ~10"),
        ("suboxone 2/2", "suboxone 2 ~2"),
        ("suboxone 1/2 film", "suboxone 1 2 film"),
        ("ativan 3/4", "ativan 3 4"),
        ("ativan 3/5", "ativan 3 ~5"),
        ("suboxone 8-2", "suboxone 8 ~2"),
        ("zoloft 50-50", "zoloft 50 50"),
        ("zoloft 25-100", "zoloft 25 100"),
        ("zoloft 25-101", "zoloft 25 ~101"),
        ("oxycodone 5-325", "oxycodone 5 ~325"),
        ("tablets 1/2-1", "tablets 1 2 1"),
        ("tablets 1/2-40 mg", "tablets 1 2 40 mg"),
        ("tablets 1/2-12", "tablets 1 2 12"),
        ("hours 4-6/325", "hours 4 6 ~325"),
        ("take 50-100-200", "take 50 100 200"),
        ("6-8 per day", "6 8 per day"),
        ("q4-6h", "q4 6h"),
        ("8am-2pm", "8am 2pm"),
    ],
)
def test_two_strengths_of_one_medicine(text: str, read: str) -> None:
    assert shown(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("trazodone 25mg-50mg", "trazodone 25mg ^50mg"),
        ("trazodone 25 mg-50 mg", "trazodone 25 mg ^50 mg"),
        ("trazodone 25mg-50 mg", "trazodone 25mg ^50 mg"),
        ("trazodone 25-50 mg", "trazodone 25 50 mg"),
        ("trazodone 25 mg-50", "trazodone 25 mg 50"),
        ("trazodone 50 mg-1 tablet", "trazodone 50 mg ~1 tablet"),
        ("levothyroxine 25 mcg-50 mg", "levothyroxine 25 mcg 50 mg"),
        ("ativan 1mg/2mg", "ativan 1mg 2mg"),
        ("ativan 1-tab-2 tab", "ativan 1 tab 2 tab"),
        ("st-johns", "st johns"),
        ("5-htp", "5 htp"),
    ],
)
def test_a_range_with_its_unit_at_both_ends(text: str, read: str) -> None:
    assert shown(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("zoloft since 10/2024", "zoloft since 10 2024"),
        ("zoloft since 12-1900", "zoloft since 12 1900"),
        ("zoloft until 12-2099", "zoloft until 12 2099"),
        ("zoloft 12-1899", "zoloft 12 ~1899"),
        ("zoloft 12-2100", "zoloft 12 ~2100"),
        ("zoloft 2024-11-20", "zoloft 2024 11 20"),
        ("2024/11/20 zoloft", "2024 11 20 zoloft"),
        ("zoloft 3/15/24", "zoloft 3 15 24"),
        ("zoloft 31/12/24 daily", "zoloft 31 12 24 daily"),
        ("zoloft 32/12/24", "zoloft 32 ~12 ~24"),
        ("zoloft 8/25/10/12.5", "zoloft 8 ~25 ~10 ~12.5"),
        ("zoloft 20/10 2024", "zoloft 20 ~10 2024"),
        ("zoloft 2024 20/10", "zoloft 2024 20 ~10"),
        ("zoloft 5/15 24", "zoloft 5 ~15 ~24"),
    ],
)
def test_a_date_is_no_strength(text: str, read: str) -> None:
    assert shown(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("zoloft 25-500", "zoloft 25 500"),
        ("zoloft 25-501", "zoloft 25 ~501"),
        ("zoloft 200-25", "zoloft 200 ~25"),
        ("zoloft 5/25", "zoloft 5 ~25"),
    ],
)
def test_what_is_sold_alone_has_wider_ranges(text: str, read: str) -> None:
    assert shown(text, WIDEST_ALONE) == read
