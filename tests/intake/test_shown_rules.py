"""What a page was shown, what it says, what stands: by table."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from sojourn import content
from sojourn.intake.shown_rules import answered_meanwhile, changed_here, which_is_right


@pytest.mark.parametrize(
    ("shown", "stands", "says", "asks"),
    [
        ("no", "yes", "no", True),
        ("no", "yes", "unknown", True),
        ("", "yes", "no", True),
        ("no", "yes", "yes", False),
        ("no", "no", "yes", False),
        ("no", "", "", False),
        (None, "", "yes", False),
        ([], ["ptsd"], ["anxiety"], True),
    ],
)
def test_it_asks_where_something_else_stands_than_was_shown_and_is_said(
    shown: Any, stands: Any, says: Any, asks: bool
) -> None:
    assert answered_meanwhile({"key": says}, {"key": shown}, {"key": stands}) == (["key"] if asks else [])
    assert answered_meanwhile({"key": says}, None, {"key": stands}) == []


def test_only_what_differs_from_what_was_shown_is_said_here() -> None:
    told = {"one": "no", "two": "yes", "three": "", "four": "new"}
    assert changed_here(told, {"one": "no", "two": "no"}) == {"two": "yes", "four": "new"}
    assert changed_here(told, None) == told


def test_both_answers_stand_in_the_sentence() -> None:
    question = content.library().intake_form.question("seizure")
    at, later = datetime(2026, 3, 2, 10, 3, tzinfo=UTC), datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    assert which_is_right(question, stands="yes", said="no", at=at, now=at) == (
        "Meanwhile, perhaps on another device, this was answered “Yes” at 10:03 am; here it says “No”. "
        "Which is right?"
    )
    emptied = which_is_right(question, stands="", said="no", at=at, now=later)
    assert "left without an answer at 10:03 am on Monday 2 March" in emptied
    assert "here it is empty" in which_is_right(question, stands="no", said="", at=at, now=at)
