"""The intake form: topics, one portal page each, and the questions people are asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

from sojourn.content.errors import ContentError
from sojourn.content.reading import Content, read_yaml
from sojourn.content.sheet import Sheet


class Kind(StrEnum):
    """How a question is answered."""

    YES_NO_UNKNOWN = "yes_no_unknown"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    NUMBER = "number"
    PHONE = "phone"
    EMAIL = "email"
    STATE = "state"
    ZIP = "zip"


class Option(Content, frozen=True, kw_only=True):
    """One answer to choose, and the words it is shown with."""

    value: str
    label: str


YES_NO_UNKNOWN = (
    Option(value="yes", label="Yes"),
    Option(value="no", label="No"),
    Option(value="unknown", label="I don’t know"),
)

UNKNOWN = "unknown"
UNANSWERED = "unanswered"
_WRITTEN = (Kind.TEXT, Kind.LONG_TEXT, Kind.DATE, Kind.NUMBER, Kind.PHONE, Kind.EMAIL, Kind.STATE, Kind.ZIP)

Condition = dict[str, str | tuple[str, ...]]


class Question(Content, frozen=True, kw_only=True):
    """One question. ``show_if`` names earlier answers that must all hold before it is asked.

    ``alert`` says which answer needs a person now, and the sentence that person reads; ``unanswered`` is no answer
    at all, once the form is sent or tried to be. ``longest``: how many letters the record holds, so that nothing is
    cut. ``always_known``: what only the person can say, or may just leave empty, so that "I don't know" is not offered
    beside it. ``beside``: it stands beside the question before it. ``read``: no rule reads these words, so that a
    person has to, and how much they weigh until then. ``whole``: a number of whole units, because the rest has a
    question of its own. ``reassures``: the answer to a yes-or-no question that speaks against nothing; each other one
    reaches a rule. ``unweighed``: why none reads it.
    """

    key: str
    label: str
    kind: Kind
    help: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    longest: int | None = None
    show_if: Condition = {}
    alert: dict[str, str] = {}
    always_known: bool = False
    beside: bool = False
    read: Literal["", "information", "caution", "decide"] = ""
    reassures: Literal["yes", "no"] = "no"
    unweighed: str = ""

    @property
    def may_be_unknown(self) -> bool:
        """Whether "I don't know" stands beside the field. Choices carry it among their options instead."""
        return self.kind in _WRITTEN and not self.always_known

    @property
    def choices(self) -> tuple[Option, ...]:
        """What may be chosen; "I don't know" is always one of the answers to a yes-or-no question."""
        return YES_NO_UNKNOWN if self.kind is Kind.YES_NO_UNKNOWN else self.options

    def in_words(self, value: Any) -> str:
        """An answer with the labels of the form, and its unit."""
        labels = {UNKNOWN: YES_NO_UNKNOWN[-1].label} if self.may_be_unknown else {}
        labels |= {option.value: option.label for option in self.choices}
        if isinstance(value, list):
            return ", ".join(labels.get(each, str(each)) for each in value)
        if isinstance(value, int | float) and self.unit:
            return f"{value:g} {self.unit}"
        return labels.get(str(value), str(value))

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        """Whether the question is put to someone who gave these answers so far."""
        return all(_holds(answers.get(key), wanted) for key, wanted in self.show_if.items())


class Topic(Content, frozen=True, kw_only=True):
    """One page of the form. ``lists``: a list of lines follows the question ``listed_if``; no to it means none."""

    key: str
    title: str
    questions: tuple[Question, ...]
    help: str = ""
    lists: Literal["problems", "allergies"] | None = None
    listed_if: str = ""


class FormCase(Content, frozen=True, kw_only=True):
    """A worked case: with these answers these questions are asked and those are not."""

    name: str
    answers: dict[str, str | tuple[str, ...]]
    asked: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()


class IntakeForm(Sheet, frozen=True, kw_only=True):
    """The whole form, in the order in which it is asked."""

    topics: tuple[Topic, ...]
    cases: tuple[FormCase, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions of all topics."""
        return tuple(question for topic in self.topics for question in topic.questions)

    def question(self, key: str) -> Question:
        """The question with that key; KeyError when there is none."""
        return next((each for each in self.questions if each.key == key), None) or _no_question(key)

    def topic(self, key: str) -> Topic:
        """The topic with that key; KeyError when there is none."""
        return next((each for each in self.topics if each.key == key), None) or _no_question(key)

    def question_before(self, listing: str) -> str:
        """The key of the question before that list."""
        return next(each.listed_if for each in self.topics if each.lists == listing)

    def listing_after(self, key: str) -> str:
        """The list that follows this question; empty when none does."""
        return next((each.lists for each in self.topics if each.lists and each.listed_if == key), "")

    def asked(self, answers: Mapping[str, Any]) -> tuple[Question, ...]:
        """The questions put to someone who gave these answers so far."""
        return tuple(question for question in self.questions if question.is_asked(answers))


def load(folder: Path) -> IntakeForm:
    """The form from ``intake_form.yaml``; ContentError when a key is doubled or a condition leads nowhere."""
    path = folder / "intake_form.yaml"
    form = read_yaml(path, IntakeForm)
    for error in _problems(path, form):
        raise error
    return form


def _holds(given: Any, wanted: str | tuple[str, ...]) -> bool:
    accepted = {wanted} if isinstance(wanted, str) else set(wanted)
    answered = set(given) if isinstance(given, list | tuple | set) else {given}
    return bool(accepted & answered)


def _no_question(key: str) -> Any:
    raise KeyError(key)


def _problems(path: Path, form: IntakeForm) -> Iterator[ContentError]:
    for topic in form.topics:
        asked = {each.key for each in topic.questions if each.kind is Kind.YES_NO_UNKNOWN}
        if bool(topic.lists) != (topic.listed_if in asked):
            yield ContentError(path, topic.key, "a list follows a yes-or-no question of its own topic")
    earlier: dict[str, Question] = {}
    for question in form.questions:
        if question.key in earlier:
            yield ContentError(path, question.key, "the key stands for two questions")
        yield from _option_problems(path, question)
        yield from _condition_problems(path, question, earlier)
        earlier[question.key] = question


def _option_problems(path: Path, question: Question) -> Iterator[ContentError]:
    chosen = question.kind in (Kind.CHOICE, Kind.CHOICES)
    if chosen != bool(question.options):
        yield ContentError(path, question.key, "options belong to choice and choices, and to nothing else")
    values = [option.value for option in question.options]
    if len(values) != len(set(values)):
        yield ContentError(path, question.key, "an option stands twice")
    ranged = question.minimum is not None and question.maximum is not None
    if question.always_known and question.kind not in _WRITTEN:
        yield ContentError(
            path, question.key, "always_known belongs to what is written, not to what is chosen"
        )
    if question.kind is Kind.LONG_TEXT and not question.read:
        yield ContentError(
            path, question.key, "what is told at length is read by a person; say how much it weighs"
        )
    if (question.unweighed or question.reassures == "yes") and question.kind is not Kind.YES_NO_UNKNOWN:
        yield ContentError(
            path, question.key, "only a yes-or-no question says what reassures, or why it is unweighed"
        )
    if question.read and question.kind not in (Kind.TEXT, Kind.LONG_TEXT):
        yield ContentError(path, question.key, "only what is written is read by a person")
    if (question.kind is Kind.NUMBER) != ranged:
        yield ContentError(path, question.key, "a number has a minimum and a maximum, and nothing else has")


def _condition_problems(
    path: Path, question: Question, earlier: Mapping[str, Question]
) -> Iterator[ContentError]:
    for value in question.alert:
        if value not in {UNANSWERED, *(option.value for option in question.choices)}:
            yield ContentError(path, f"{question.key}.alert", f"{value!r} is no answer to this question")
    for key, wanted in question.show_if.items():
        if key not in earlier:
            yield ContentError(path, f"{question.key}.show_if", f"{key!r} is not an earlier question")
            continue
        known = {option.value for option in earlier[key].choices}
        for value in {wanted} if isinstance(wanted, str) else set(wanted):
            if value not in known:
                yield ContentError(path, f"{question.key}.show_if", f"{value!r} is no answer to {key!r}")
