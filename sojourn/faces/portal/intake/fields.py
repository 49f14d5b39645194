"""The questions of the form as fields: what is shown, what was posted, which name means which question."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from sojourn.content.intake_form import UNKNOWN, IntakeForm, Kind, Question, Topic
from sojourn.core.numbers import number_in

INPUTS = {
    Kind.TEXT: ("text", ""),
    Kind.DATE: ("date", ""),
    Kind.NUMBER: ("text", "decimal"),
    Kind.PHONE: ("tel", "tel"),
    Kind.EMAIL: ("email", "email"),
    Kind.STATE: ("text", ""),
    Kind.ZIP: ("text", "numeric"),
}
CHOSEN_ONE = (Kind.YES_NO_UNKNOWN, Kind.CHOICE)
OF_THEIR_OWN = {
    "preferred_name": "nickname",
    "address_street": "street-address",
    "address_city": "address-level2",
    "address_state": "address-level1",
    "address_zip": "postal-code",
}


@dataclass(frozen=True)
class Field:
    """One question on the page. ``depends_on`` names the answers that open it, for the browser."""

    question: Question
    value: Any
    is_asked: bool
    error: str = ""

    @property
    def kind(self) -> str:
        """How it is drawn: yes_no, one, many, long or line."""
        names = {
            Kind.YES_NO_UNKNOWN: "yes_no",
            Kind.CHOICE: "one",
            Kind.CHOICES: "many",
            Kind.LONG_TEXT: "long",
        }
        return names.get(self.question.kind, "line")

    @property
    def is_unknown(self) -> bool:
        """Whether they said that they don't know."""
        return self.question.may_be_unknown and self.value == UNKNOWN

    @property
    def written(self) -> Any:
        """What stands in the field."""
        return "" if self.is_unknown else self.value

    @property
    def input_type(self) -> str:
        """The type attribute of a line."""
        return INPUTS[self.question.kind][0]

    @property
    def inputmode(self) -> str:
        """Which keyboard a phone shows."""
        return INPUTS[self.question.kind][1]

    @property
    def autocomplete(self) -> str:
        """What the browser may fill in: facts about the person, never about others."""
        return OF_THEIR_OWN.get(self.question.key, "off")

    @property
    def depends_on(self) -> str:
        """ "psychosis=yes|unknown bipolar=yes"."""
        conditions = (
            (key, (wanted,) if isinstance(wanted, str) else wanted)
            for key, wanted in self.question.show_if.items()
        )
        return " ".join(f"{key}={'|'.join(values)}" for key, values in conditions)

    @property
    def needs_a_person(self) -> tuple[str, ...]:
        """The answers beside which the crisis words stand at once."""
        return tuple(self.question.alert)


def fields_of(
    topic: Topic,
    told: dict[str, Any],
    *,
    posted: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
) -> list[Field]:
    """Every question of a topic; what was typed stands before what was kept."""
    shown = {**told, **(posted or {})}
    return [
        Field(each, shown.get(each.key, ""), each.is_asked(shown), (errors or {}).get(each.key, ""))
        for each in topic.questions
    ]


def read(
    topic: Topic, data: QueryDict, told: Mapping[str, Any], only: set[str] | None = None
) -> dict[str, Any]:
    """What was posted for this topic, by key. ``only``: the fields an autosave names.

    Words beside a ticked "I don't know": whichever is new counts, so ``told`` is what was kept before.
    """
    return {
        each.key: _value(each, data, told.get(each.key))
        for each in topic.questions
        if (each.key in only if only is not None else _is_on_the_page(each, data))
    }


def _is_on_the_page(question: Question, data: QueryDict) -> bool:
    """Boxes that are all empty, and radios nobody touched, are not posted at all."""
    return question.key in data or question.kind is Kind.CHOICES


def _value(question: Question, data: QueryDict, kept: Any) -> Any:
    if question.kind is Kind.CHOICES:
        return data.getlist(question.key)
    written = [each.strip() for each in data.getlist(question.key) if each.strip()] or [""]
    if question.may_be_unknown and UNKNOWN in written:
        words = [each for each in written if each != UNKNOWN]
        if not words or kept != UNKNOWN:
            return UNKNOWN
        written = words
    text = written[-1]
    return _number(text) if question.kind is Kind.NUMBER and text else text


def shown_on(page: Topic, told: Mapping[str, Any]) -> str:
    """What the page shows of each question before anybody touches it, for its hidden field."""
    return json.dumps({each.key: told[each.key] for each in page.questions if each.key in told})


def was_shown(data: QueryDict) -> dict[str, Any] | None:
    """What the page that was sent had shown; None when it does not say."""
    try:
        shown = json.loads(data.get("shown", ""))
    except (ValueError, RecursionError):
        return None
    return shown if isinstance(shown, dict) else None


def _number(text: str) -> float | int | str:
    number = number_in(text.replace(",", "."))
    if number is None:
        return text
    return int(number) if number == int(number) else float(number)


@dataclass(frozen=True)
class TopicState:
    """How far one topic is."""

    topic: Topic
    number: int
    open_questions: int
    is_begun: bool

    @property
    def is_done(self) -> bool:
        """Begun, and nothing required is open."""
        return self.is_begun and not self.open_questions


def states_of(form: IntakeForm, told: dict[str, Any], missing: set[str]) -> list[TopicState]:
    """Every topic with how much of it is open."""
    return [
        TopicState(
            topic,
            number,
            sum(each.key in missing for each in topic.questions),
            any(told.get(each.key) not in (None, "", []) for each in topic.questions),
        )
        for number, topic in enumerate(form.topics, start=1)
    ]
