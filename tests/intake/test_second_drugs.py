"""A second drug that nobody named keeps the line not checked; directions for the named one do not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sojourn.content import drugs
from sojourn.intake.matching import ReadingStatus, read_medication

TABLE = drugs.load(Path(drugs.__file__).parent / "library" / "drugs")
FILE = Path(__file__).parent / "lines_of_one_or_more.csv"
LINES = list(csv.DictReader(FILE.open(encoding="utf-8")))
DIRECTIONS = [
    "",
    " 50 mg",
    " 50 mg tablet",
    " 1 tablet daily",
    " for anxiety",
    " 20 mg in the morning for pain",
]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["text"])
def test_a_line_with_one_drug_or_more(line: dict[str, str]) -> None:
    reading = read_medication(line["text"], TABLE)
    assert reading.ingredients == tuple(line["expected_ingredients"].split(";"))
    assert reading.status == line["status"], reading.unread


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("zoloft 50 mg, 1 tablet daily", ()),
        ("xyzol zoloft, pain patch", ("xyzol", "pain", "patch")),
        ("zoloft 50 mg 25 mcg patch", ("mg", "mcg", "patch")),
        ("zoloft and one for sleep", ("one", "sleep")),
        ("zoloft and a blood pressure pill", ("blood", "pressure", "pill")),
        ("zoloft pain topical patch", ("pain", "patch")),
        ("ketorolac monthly injection", ("monthly", "injection")),
        ("lexapro 10 mg 5 mg klonopin 1 mg", ("10 mg", "5 mg", "1 mg")),
        ("sertraline tablet, one patch every 72 hours", ("one", "patch", "72")),
    ],
)
def test_the_words_that_point_to_another_drug_are_named(text: str, unread: tuple[str, ...]) -> None:
    assert read_medication(text, TABLE).unread == unread


@settings(deadline=None, max_examples=300)
@given(
    name=st.sampled_from(sorted(TABLE.names)),
    directions=st.sampled_from(DIRECTIONS),
    joiner=st.sampled_from([" and a ", " plus a ", ", a ", "; ", " + a ", " with a ", " and 1 ", ", "]),
    reason=st.sampled_from(sorted(TABLE.words.reasons)),
    form=st.sampled_from(sorted(TABLE.words.forms)),
)
def test_a_drug_and_a_form_for_some_reason_is_never_checked(
    name: str, directions: str, joiner: str, reason: str, form: str
) -> None:
    assume(TABLE.find([reason, form]) is None)
    text = f"{TABLE.names[name].text}{directions}{joiner}{reason} {form}"
    assert read_medication(text, TABLE).status is ReadingStatus.NOT_CHECKED


@settings(deadline=None, max_examples=200)
@given(
    name=st.sampled_from(sorted(TABLE.names)),
    directions=st.sampled_from(DIRECTIONS),
    form=st.sampled_from(sorted(TABLE.words.forms)),
    reason=st.sampled_from(sorted(TABLE.words.reasons)),
)
def test_a_drug_and_a_form_for_a_reason_is_never_checked(
    name: str, directions: str, form: str, reason: str
) -> None:
    text = f"{TABLE.names[name].text}{directions} and a {form} for {reason}"
    assert read_medication(text, TABLE).status is ReadingStatus.NOT_CHECKED
