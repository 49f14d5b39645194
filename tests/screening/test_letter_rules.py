"""Nobody is written to without the patient's consent, nor beyond it; a letter asks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sojourn.screening.letter_rules import LetterFacts, may_send, may_write_about

TODAY = date(2026, 3, 2)
QUESTION = "Is there a reason against treatment beside it?"


def facts(**changes: Any) -> LetterFacts:
    usual = {"to": "Dr Ode", "consent": "treatment", "about_medicine": True, "reach": frozenset({"post"})}
    return LetterFacts(**{**usual, **changes})


@pytest.mark.parametrize(
    ("consent", "about_medicine", "allowed"),
    [
        ("treatment", True, True),
        ("treatment", False, True),
        ("medicines", True, True),
        ("medicines", False, False),
        ("ask_first", True, False),
        ("nothing", True, False),
        ("", True, False),
    ],
)
def test_the_patients_word_is_the_limit(consent: str, about_medicine: bool, allowed: bool) -> None:
    decision = may_write_about(facts(consent=consent, about_medicine=about_medicine))
    assert decision.allowed is allowed
    if not allowed:
        assert "Dr Ode" in decision.sentence and "My care team" in decision.sentence


def test_who_left_the_team_is_not_written_to() -> None:
    assert "no longer" in may_write_about(facts(still_in_team=False)).sentence


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"question": "Stop it."}, "question"),
        ({"question": "?"}, "question"),
        ({"text": "We treat her."}, "text"),
        ({"text": ""}, "text"),
        ({"how": "fax"}, "reach"),
        ({"how": "pigeon"}, "how"),
        ({"due_on": None}, "due_on"),
        ({"due_on": date(2026, 3, 1)}, "due_on"),
        ({"due_on": TODAY}, None),
    ],
)
def test_what_a_letter_needs(changes: dict[str, Any], field: str | None) -> None:
    told = {
        "question": QUESTION,
        "text": f"Dear Dr Ode, {QUESTION}",
        "how": "post",
        "due_on": date(2026, 3, 16),
    }
    decision = may_send(facts(), today=TODAY, **{**told, **changes})
    assert [each.field for each in decision.blocking] == ([field] if field else [])
