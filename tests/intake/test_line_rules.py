"""What may stand on the problem list and among the allergies, and when an answer and a list contradict each other."""

from __future__ import annotations

import pytest

from sojourn import content
from sojourn.core.decisions import Decision
from sojourn.intake.line_rules import contradiction, lines_missing, may_name, short_enough

FORM = content.library().intake_form
INSTEAD = "If there is nothing to list, answer the question before the list with “No” instead."


def said(decision: Decision) -> list[tuple[str, str, str]]:
    return [(each.code, each.field, each.message) for each in decision.findings]


@pytest.mark.parametrize(
    "text", ["none", " None. ", "NKDA", "n/a", "N/A!", "nothing -", "No known allergies.", "- no -", "NIL"]
)
def test_nothing_is_said_by_answering_no(text: str) -> None:
    assert said(may_name(text, "as_written")) == [("line_unusable", "as_written", INSTEAD)]


@pytest.mark.parametrize("text", ["", "  ", "...", " - ", "!"])
def test_an_empty_line_names_nothing(text: str) -> None:
    assert said(may_name(text, "name")) == [("line_unusable", "name", "Please write what it is.")]


@pytest.mark.parametrize("text", ["Latex", "none of the antibiotics but penicillin", "X", "nka2"])
def test_whatever_else_is_written_may_stand(text: str) -> None:
    assert said(may_name(text, "name")) == []


def test_nothing_is_cut() -> None:
    longest = {"name": 5, "since": 3}
    assert said(short_enough(longest, {"name": "abcde", "since": "abc"})) == []
    assert said(short_enough(longest, {"name": "abcdef", "since": "abcd"})) == [
        ("line_unusable", "name", "Please keep it under 5 letters."),
        ("line_unusable", "since", "Please keep it under 3 letters."),
    ]


@pytest.mark.parametrize(
    ("key", "value", "standing", "sentence"),
    [
        (
            "allergy_other",
            "no",
            {"allergies": ("Latex", "Iodine")},
            "Your list names Latex, Iodine. Take it off first if it is wrong, or answer “Yes”.",
        ),
        (
            "has_problems",
            "no",
            {"problems": ("Asthma",), "allergies": ("Latex",)},
            "Your list names Asthma. Take it off first if it is wrong, or answer “Yes”.",
        ),
        ("allergy_other", "yes", {"allergies": ("Latex",)}, ""),
        ("allergy_other", "no", {"problems": ("Asthma",)}, ""),
        ("allergy_other", "no", {}, ""),
        ("allergy_ketamine", "no", {"allergies": ("Latex",)}, ""),
    ],
)
def test_no_before_a_list_with_lines_is_asked_about(
    key: str, value: str, standing: dict[str, tuple[str, ...]], sentence: str
) -> None:
    assert contradiction(FORM, key, value, standing) == sentence


@pytest.mark.parametrize(
    ("told", "standing", "missing"),
    [
        ({"has_problems": "yes", "allergy_other": "yes"}, (), ("has_problems", "allergy_other")),
        ({"has_problems": "yes", "allergy_other": "yes"}, ("problems",), ("allergy_other",)),
        ({"has_problems": "yes", "allergy_other": "yes"}, ("problems", "allergies"), ()),
        ({"has_problems": "no", "allergy_other": "unknown"}, (), ()),
        ({}, (), ()),
    ],
)
def test_yes_asks_for_at_least_one_line(
    told: dict[str, str], standing: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    assert lines_missing(FORM, told, standing) == missing
