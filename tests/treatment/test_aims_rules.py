"""Commitments and goals, as tables."""

from datetime import date, timedelta

import pytest

from sojourn.treatment.rules.aims import (
    AgreedLine,
    GoalLine,
    agreed_in_words,
    goals_in_words,
    may_agree,
    may_mark,
    may_say,
    standing,
)

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("due_on", "outcome", "stands"),
    [
        (TODAY, "", "today"),
        (TODAY + timedelta(days=1), "", "ahead"),
        (TODAY - timedelta(days=1), "", "passed"),
        (TODAY - timedelta(days=1), "not_yet", "passed"),
        (TODAY + timedelta(days=1), "done", "done"),
        (TODAY, "partly", "partly"),
        (TODAY, "let_go", "let_go"),
        (TODAY, "withdrawn", "withdrawn"),
    ],
)
def test_how_a_commitment_stands(due_on, outcome, stands):
    found = standing(due_on=due_on, outcome=outcome, today=TODAY)
    assert found == stands
    assert found.is_open is (stands in {"today", "ahead", "passed"})


@pytest.mark.parametrize(
    ("text", "due_on", "field"),
    [
        ("A walk", TODAY, None),
        ("A walk", TODAY + timedelta(days=366), None),
        (" ", TODAY, "text_1"),
        ("A walk", None, "due_1"),
        ("A walk", TODAY - timedelta(days=1), "due_1"),
        ("A walk", TODAY + timedelta(days=367), "due_1"),
    ],
)
def test_a_commitment_has_words_and_a_day_to_come(text, due_on, field):
    decision = may_agree(text=text, due_on=due_on, today=TODAY, field="1")
    assert [each.field for each in decision.blocking] == ([field] if field else [])


@pytest.mark.parametrize(
    ("outcome", "words", "is_staff", "allowed"),
    [
        ("done", "", False, True),
        ("not_yet", "", True, True),
        ("finished", "", True, False),
        ("withdrawn", "A slip.", False, False),
        ("withdrawn", " ", True, False),
        ("withdrawn", "A slip.", True, True),
    ],
)
def test_who_may_say_what(outcome, words, is_staff, allowed):
    assert may_say(outcome=outcome, words=words, is_staff=is_staff).allowed is allowed


@pytest.mark.parametrize(
    ("near", "ending", "words", "ended", "allowed"),
    [
        (0, "", "", False, True),
        (10, "", "", False, True),
        (11, "", "", False, False),
        (-1, "", "", False, False),
        (5, "", "", True, False),
        (None, "reached", "", False, True),
        (None, "banana", "", False, False),
        (None, "withdrawn", "", False, False),
        (None, "withdrawn", "A slip.", False, True),
    ],
)
def test_how_a_goal_is_marked(near, ending, words, ended, allowed):
    assert may_mark(near=near, ending=ending, words=words, ended=ended).allowed is allowed


def test_how_a_signed_note_tells_them():
    walk = AgreedLine(
        text="A walk each morning.", due="Sunday 8 March", said="Done", words="Easier than I thought."
    )
    assert agreed_in_words([walk]) == "A walk each morning, by Sunday 8 March. Done: Easier than I thought."
    sleep = GoalLine(text="Sleep through", nears=[2, 4], ending="Reached", words="Seven hours")
    assert goals_in_words([sleep, GoalLine(text="Sing", nears=[])]) == (
        "Sleep through: 2, 4 of 10. Reached. Seven hours.\nSing."
    )
