"""Pure rules of the intake form: is this an answer, what is still open. Unknown is an answer; silence is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from sojourn.content.intake_form import UNKNOWN, IntakeForm, Kind, Question
from sojourn.intake.line_rules import lines_missing
from sojourn.people.rules import phone_as_written

KILOGRAMS_PER_POUND = 0.45359237
LONGEST_TEXT = 200
LONGEST_STORY = 5000
REGION = "US"
STATES = frozenset(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "  # noqa: SIM905
    "PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI AA AE AP".split()
)
"""States, the district, territories and military post, as the postal service writes them."""
_ZIP = re.compile(r"\d{5}(-?\d{4})?", re.ASCII)


def answer_problem(question: Question, value: Any) -> str:
    """Why this value cannot be kept, as a sentence, or "" when it can. An empty value takes the answer back.

    "I don't know" is an answer to whatever is written; what stands on it reads unknown.
    """
    if value in ("", None, []) or (value == UNKNOWN and question.may_be_unknown):
        return ""
    return _PROBLEMS[question.kind](question, value)


def missing_questions(
    form: IntakeForm, answers: Mapping[str, Any], standing: Collection[str]
) -> tuple[Question, ...]:
    """The required questions that are asked of this person and still have no answer.

    A yes before a list on which nothing stands is none either; ``standing``: the lists with a line.
    """
    told = asked_answers(form, answers)
    empty = lines_missing(form, told, standing)
    return tuple(
        each
        for each in form.asked(told)
        if each.key in empty or (each.required and told.get(each.key) in (None, "", []))
    )


def asked_answers(form: IntakeForm, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to questions this person is asked. What stands behind a changed "yes" no longer counts."""
    counted: dict[str, Any] = {}
    for question in form.questions:
        if question.key in answers and question.is_asked(counted):
            counted[question.key] = answers[question.key]
    return counted


def kilograms(pounds: float) -> float:
    """Body weight in kg to one decimal."""
    return round(pounds * KILOGRAMS_PER_POUND, 1)


def _choice_problem(question: Question, value: Any) -> str:
    known = {option.value for option in question.choices}
    return "" if value in known else "Please choose one of the answers shown."


def _choices_problem(question: Question, value: Any) -> str:
    known = {option.value for option in question.choices}
    fits = isinstance(value, list) and set(value) <= known
    return "" if fits else "Please choose from the answers shown."


def _text_problem(question: Question, value: Any) -> str:
    usual = LONGEST_STORY if question.kind is Kind.LONG_TEXT else LONGEST_TEXT
    longest = question.longest or usual
    return (
        "" if isinstance(value, str) and len(value) <= longest else f"Please keep it under {longest} letters."
    )


def _number_problem(question: Question, value: Any) -> str:
    low, high = question.minimum or 0, question.maximum or 0
    fits = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
    if fits and not (question.whole and value % 1):
        return ""
    kind = "whole number" if question.whole else "number"
    return f"Please give a {kind} from {low:g} to {high:g} {question.unit}.".replace(" .", ".")


def _date_problem(question: Question, value: Any) -> str:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return "Please give a date."
    return ""


def _phone_problem(question: Question, value: Any) -> str:
    fits = isinstance(value, str) and phone_as_written(value, REGION)
    return (
        ""
        if fits
        else "This does not look like a phone number. Please give ten digits, such as 503 555 0100."
    )


def _state_problem(question: Question, value: Any) -> str:
    fits = isinstance(value, str) and value.upper() in STATES
    return "" if fits else "Please give the two letters of a US state, such as OR."


def _zip_problem(question: Question, value: Any) -> str:
    fits = isinstance(value, str) and _ZIP.fullmatch(value)
    return "" if fits else "A ZIP code has five digits, or nine: 97209 or 97209-1234."


def _email_problem(question: Question, value: Any) -> str:
    name, at, host = str(value).partition("@")
    return "" if name and at and "." in host else "This does not look like an e-mail address."


_PROBLEMS: dict[Kind, Callable[[Question, Any], str]] = {
    Kind.YES_NO_UNKNOWN: _choice_problem,
    Kind.CHOICE: _choice_problem,
    Kind.CHOICES: _choices_problem,
    Kind.TEXT: _text_problem,
    Kind.LONG_TEXT: _text_problem,
    Kind.DATE: _date_problem,
    Kind.NUMBER: _number_problem,
    Kind.PHONE: _phone_problem,
    Kind.EMAIL: _email_problem,
    Kind.STATE: _state_problem,
    Kind.ZIP: _zip_problem,
}
