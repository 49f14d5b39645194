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
    assert reading.ingredients == tuple(filter(None, line["expected_ingredients"].split(";")))
    assert reading.status == line["status"], reading.unread


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("zoloft 50 mg, 1 tablet daily", ()),
        ("xyzol zoloft, pain patch", ("xyzol", "pain", "patch")),
        ("zoloft 50 mg 25 mcg patch", ("mg", "mcg", "patch")),
        ("zoloft and one for sleep", ("one", "sleep")),
        ("zoloft and a blood pressure pill", ("blood", "pressure", "pill")),
        ("zoloft pain topical patch", ("pain", "patch", "topical")),
        ("ketorolac monthly injection", ("monthly", "injection")),
        ("lexapro 10 mg 5 mg klonopin 1 mg", ("10 mg", "5 mg", "1 mg")),
        ("sertraline tablet, one patch every 72 hours", ("one", "patch", "72")),
    ],
)
def test_the_words_that_point_to_another_drug_are_named(text: str, unread: tuple[str, ...]) -> None:
    assert read_medication(text, TABLE).unread == unread


ONE_AND_WHOLE = [
    "norco 5/325",
    "percocet 5 mg 325 mg",
    "percocet 5 mg/325 mg",
    "hyzaar 50-12.5",
    "lisinopril/hctz 20/12.5",
    "norco (hydrocodone/acetaminophen) 5/325",
    "exforge hct 10/160/12.5",
    "suboxone 8/2",
    "bactrim 800-160",
    "adderall 5-10",
    "adderall 20 mg in the morning and 5 mg in the evening",
    "percocet 5/325, 1-2 tablets every 4-6 hours",
    "ativan 1/2 tablet",
    "ativan 1/2-1 tablet",
    "ativan 3/4 tablet",
    "zoloft 25-50 mg",
    "zoloft 25-100 mg",
    "amoxicillin 250 mg/5 ml",
    "zoloft 50 mg-1 tab daily",
    "zoloft 50 mg/1 tab daily",
    "fentanyl 25 mcg/72 hr",
    "zoloft started 10/2024",
    "xanax 8am-5pm",
    "tylenol no more than 4 a day",
    "tylenol 500 mg, no more than 4 a day",
    "tylenol not more than two tablets a day",
    "no more than 4 xanax a day",
    "do not exceed 4 tylenol a day",
    "tylenol no mas de 4 al dia",
]


@pytest.mark.parametrize("text", ONE_AND_WHOLE)
def test_strengths_that_belong_together_and_a_maximum_are_no_second_drug(text: str) -> None:
    reading = read_medication(text, TABLE)
    assert (reading.status, reading.unread) == (ReadingStatus.CHECKED, ())


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("adderall 20 in the morning, 5 in the evening", ("5",)),
        ("adderall 20 in the morning 5 in the evening", ("20", "5")),
        ("adderall 20 mg in the morning, 5 mg in the evening", ("5", "mg")),
        ("norco 5/325, 10 at night", ("10",)),
        ("norco 5/325 10/325", ("5", "325", "10")),
        ("lisinopril 20/12.5", ("20", "12.5")),
        ("lisinopril 20/12.5 mg daily", ("20 mg", "12.5 mg")),
        ("lisinopril 20 mg/12.5 mg", ("20 mg", "12.5 mg")),
        ("lisinopril 20mg-12.5mg", ("20 mg", "12.5 mg")),
        ("lisinopril 20-12.5", ("20", "12.5")),
        ("lisinopril, 20/12.5", ("20", "12.5")),
        ("lisinopril 20/12.5 tablet", ("20", "12.5")),
        ("oxycodone 5/325", ("5", "325")),
        ("oxycodone 5-325", ("5", "325")),
        ("buprenorphine 8/2", ("8", "2")),
        ("buprenorphine 4/1", ("4", "1")),
        ("amlodipine 5/10", ("5", "10")),
        ("amlodipine 10/160/12.5", ("10", "160", "12.5")),
        ("amlodipine 10/10/10.5", ("10", "10.5")),
        ("zoloft 25-501 mg", ("25 mg", "501 mg")),
        ("zoloft 25-101 mg, lisinopril", ("25 mg", "101 mg")),
        ("lisinopril 10-41 mg", ("10 mg", "41 mg")),
        ("zoloft 50 mg daily + 80 mg daily at clinic", ("80", "mg", "clinic")),
        ("zoloft no more 50 mg", ("no", "more")),
        ("zoloft no more than", ("no", "more")),
    ],
)
def test_two_strengths_of_one_ingredient_are_not_called_checked(text: str, unread: tuple[str, ...]) -> None:
    reading = read_medication(text, TABLE)
    assert (reading.status, reading.unread) == (ReadingStatus.NOT_CHECKED, unread)


@settings(deadline=None, max_examples=200)
@given(
    name=st.sampled_from(sorted(each for each in TABLE.names if len(TABLE.names[each].drugs) == 1)),
    one=st.sampled_from(["20", "37.5", "100", "5 mg", "25mg"]),
    joint=st.sampled_from(["/", " / ", "/ "]),
    other=st.sampled_from(["12.5", "6.25 mg", "325", "400mg"]),
    behind=st.sampled_from(["", " daily", " tablet at night", ", 1 tablet daily"]),
)
def test_a_pair_of_strengths_beside_one_ingredient_is_never_checked(
    name: str, one: str, joint: str, other: str, behind: str
) -> None:
    text = f"{TABLE.names[name].text} {one}{joint}{other}{behind}"
    assume(len(read_medication(text, TABLE).drugs) == 1)
    assert read_medication(text, TABLE).status is ReadingStatus.NOT_CHECKED


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
