"""What somebody reads when a letter cannot go out yet, word for word: they act on these sentences."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from sojourn.core.decisions import Finding
from sojourn.screening.letter_rules import (
    LetterFacts,
    may_ask_this,
    may_send,
    may_write_about,
    question_stands,
)
from tests.screening.test_letter_rules import QUESTION, TODAY, facts

THE_WAY = (
    "They give their yes in the portal under “My care team”, or you record it beside the name in this chart."
)
GONE = Finding(
    code="left_the_team", field="member", message="Dr Ode is no longer in the care team of this patient."
)
NO_DAY = Finding(
    code="due_missing",
    field="due_on",
    message="Say by which day you expect an answer, so that it is not forgotten.",
)
DAY_OVER = Finding(
    code="due_in_the_past", field="due_on", message="This day is over. Name today or a later one."
)


def no_consent(said: str) -> Finding:
    return Finding(
        code="contact_consent", field="member", message=f"{said} {THE_WAY}", source="P18", owner="patient"
    )


def no_question(field: str) -> Finding:
    return Finding(
        code="question_missing",
        field=field,
        message="Ask a question, with a question mark: the decision stays with whoever prescribes.",
        source="P18",
    )


def no_way(missing: str) -> Finding:
    return Finding(
        code="no_way_there",
        field="how" if missing == "address of this kind" else "reach",
        message=f"There is no {missing} of Dr Ode yet. Write it here: it is kept beside the name.",
    )


def sending(about: LetterFacts, **changes: Any) -> list[Finding]:
    told = {"question": QUESTION, "text": QUESTION, "how": "post", "due_on": TODAY}
    return list(may_send(about, today=TODAY, **{**told, **changes}).findings)


@pytest.mark.parametrize(
    ("consent", "about_medicine", "said"),
    [
        ("medicines", False, "The patient lets us speak with Dr Ode about medicines only."),
        ("ask_first", True, "The patient wants to be asked before each contact with Dr Ode."),
        ("nothing", True, "The patient does not want us to contact Dr Ode."),
        ("", True, "The patient has not said yet whether we may contact Dr Ode."),
    ],
)
def test_without_the_patients_yes_nobody_is_written_to(consent: str, about_medicine: bool, said: str) -> None:
    asked = facts(consent=consent, about_medicine=about_medicine)
    assert may_write_about(asked).findings == (no_consent(said),)
    assert sending(asked) == [no_consent(said)]


def test_who_left_the_team_is_named_and_so_is_a_missing_yes() -> None:
    assert may_write_about(facts(still_in_team=False)).findings == (GONE,)
    assert may_write_about(facts(still_in_team=False, consent="nothing")).findings == (
        GONE,
        no_consent("The patient does not want us to contact Dr Ode."),
    )


def test_a_colleague_is_in_the_team_and_out_of_reach_until_somebody_says_otherwise() -> None:
    just_named = LetterFacts(to="Dr Ode", consent="treatment", about_medicine=False)
    assert may_write_about(just_named).findings == ()
    assert sending(just_named) == [no_way("postal address")]


@pytest.mark.parametrize(
    ("how", "missing"),
    [
        ("post", "postal address"),
        ("fax", "fax number"),
        ("email", "e-mail address"),
        ("pigeon", "address of this kind"),
    ],
)
def test_a_way_that_is_not_known_is_named_in_the_clinics_words(how: str, missing: str) -> None:
    known = facts(reach=frozenset({"post", "fax", "email"} - {how}))
    assert sending(known, how=how) == [no_way(missing)]


@pytest.mark.parametrize("how", ["post", "fax", "email"])
def test_a_way_that_is_known_may_be_taken(how: str) -> None:
    assert sending(facts(reach=frozenset({how})), how=how) == []


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Is there a reason against it?", True),
        ("Is there a reason? Thank you.", True),
        ("Y?", True),
        ("?", False),
        ("  ?  ", False),
        ("Stop it.", False),
        ("", False),
    ],
)
def test_a_letter_asks_in_words_and_with_a_question_mark(text: str, asks: bool) -> None:
    assert question_stands(text) is asks
    assert may_ask_this(text).findings == (() if asks else (no_question("question"),))
    assert sending(facts(), text=text) == ([] if asks else [no_question("text")])


@pytest.mark.parametrize(
    ("due_on", "missing"),
    [
        (None, [NO_DAY]),
        (TODAY - timedelta(days=1), [DAY_OVER]),
        (TODAY, []),
        (TODAY + timedelta(days=1), []),
    ],
)
def test_an_answer_is_due_today_or_later(due_on: date | None, missing: list[Finding]) -> None:
    assert sending(facts(), due_on=due_on) == missing


def test_everything_that_is_missing_is_said_at_once() -> None:
    asked = facts(still_in_team=False, consent="", reach=frozenset())
    assert sending(asked, question="Stop it.", text="", how="fax", due_on=None) == [
        GONE,
        no_consent("The patient has not said yet whether we may contact Dr Ode."),
        no_question("question"),
        no_question("text"),
        no_way("fax number"),
        NO_DAY,
    ]
