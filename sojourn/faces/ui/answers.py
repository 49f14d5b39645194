"""Intake answers as people read them: labels instead of codes, in the order of the form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sojourn import content
from sojourn.content.intake_form import UNKNOWN, IntakeForm, Kind, Question, Topic
from sojourn.core.spoken import full_day

_DATED = re.compile(r"(?P<said>.*) on (?P<day>\d{4}-\d{2}-\d{2})")


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
        """A yes, or an "I don't know" to anything."""
        return self.is_unknown or (self.question.kind is Kind.YES_NO_UNKNOWN and self.is_yes)


def told_by_topic(form: IntakeForm, answers: Mapping[str, Any]) -> list[tuple[Topic, list[Told]]]:
    """Every question that is put to this person, with what they said."""
    return [
        (topic, [_told(question, answers) for question in topic.questions if question.is_asked(answers)])
        for topic in form.topics
    ]


def in_words(question: Question, value: Any) -> str:
    """The answer with the labels of the form, and its unit."""
    return question.in_words(value)


def evidence_in_words(evidence: str) -> str:
    """What a finding rests on, in the words of form, questionnaire and reading instead of their codes."""
    return ", ".join(map(_ground_in_words, evidence.split(", ")))


def _ground_in_words(ground: str) -> str:
    """ "answer:seizure = yes" as "Have you ever had a seizure?: Yes"; what is no such code stays as it is."""
    subject, is_known, value = ground.removesuffix(" not known").partition(" = ")
    kind, _, key = subject.partition(":")
    speak = _GROUNDS.get(kind)
    if speak is None or not key:
        return ground
    value, day = _with_its_day(value) if kind in ("measure", "vital", "lab") else (value, "")
    name, said = speak(key, value)
    return f"{name}: {said if is_known else 'not known'}{day}"


def _with_its_day(value: str) -> tuple[str, str]:
    """ "190.0 on 2026-03-02" as the value and " on 2 March 2026"."""
    dated = _DATED.fullmatch(value)
    if dated is None:
        return value, ""
    day = date.fromisoformat(dated["day"])
    return dated["said"], f" on {full_day(day)}"


def _answer_ground(key: str, value: str) -> tuple[str, str]:
    question = {each.key: each for each in content.library().intake_form.questions}.get(key)
    return (question.label.rstrip("?:."), in_words(question, value)) if question else (key, value)


def _measure_ground(key: str, value: str) -> tuple[str, str]:
    instrument, _, item = key.rpartition(".")
    sheet = content.library().instruments.get(instrument)
    name = sheet.name if sheet else instrument
    said = value.removesuffix(".0")
    whole = {"total": f"{name} score", "rise": f"{name}, points more than the first time"}
    return (whole.get(item, f"{name}, question {item.lstrip('q')}"), said)


def _reading_ground(key: str, value: str) -> tuple[str, str]:
    kind = content.library().readings.by_code.get(key)
    return (kind.name, f"{value.removesuffix('.0')} {kind.unit}".strip()) if kind else (key, value)


def _line_ground(listing: str) -> Callable[[str, str], tuple[str, str]]:
    return lambda key, words: (listing, f"{words} ({key})" if words.casefold() != key.casefold() else words)


_GROUNDS: dict[str, Callable[[str, str], tuple[str, str]]] = {
    "answer": _answer_ground,
    "measure": _measure_ground,
    "vital": _reading_ground,
    "lab": _reading_ground,
    "problem": _line_ground("On the problem list"),
    "allergy": _line_ground("Among the allergies"),
    "derived": lambda key, value: ("Body-mass index" if key == "bmi" else key, value),
}


def _told(question: Question, answers: Mapping[str, Any]) -> Told:
    value = answers.get(question.key)
    is_open = value in (None, "", [])
    return Told(
        question,
        "" if is_open else in_words(question, value),
        is_open,
        value in (UNKNOWN, [UNKNOWN]),
        value == "yes",
    )
