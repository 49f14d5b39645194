"""Intake answers as people read them: labels instead of codes, in the order of the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sojourn.content.intake_form import IntakeForm, Kind, Question, Topic


@dataclass(frozen=True)
class Told:
    """One question with its answer in words. ``is_open``: asked and not answered; ``is_unknown``: "I don't know"."""

    question: Question
    words: str
    is_open: bool
    is_unknown: bool
    is_yes: bool

    @property
    def is_striking(self) -> bool:
        """A yes or an "I don't know" to a question about health."""
        return self.question.kind is Kind.YES_NO_UNKNOWN and (self.is_yes or self.is_unknown)


def told_by_topic(form: IntakeForm, answers: Mapping[str, Any]) -> list[tuple[Topic, list[Told]]]:
    """Every question that is put to this person, with what they said."""
    return [
        (topic, [_told(question, answers) for question in topic.questions if question.is_asked(answers)])
        for topic in form.topics
    ]


def in_words(question: Question, value: Any) -> str:
    """The answer with the labels of the form, and its unit."""
    labels = {option.value: option.label for option in question.choices}
    if isinstance(value, list):
        return ", ".join(labels.get(each, str(each)) for each in value)
    if isinstance(value, int | float) and question.unit:
        return f"{value:g} {question.unit}"
    return labels.get(str(value), str(value))


def _told(question: Question, answers: Mapping[str, Any]) -> Told:
    value = answers.get(question.key)
    is_open = value in (None, "", [])
    return Told(
        question, "" if is_open else in_words(question, value), is_open, value == "unknown", value == "yes"
    )
