"""The file `sojourn screening` reads. A name nobody reads is refused: a misspelled answer must not look like none."""

from __future__ import annotations

import json
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from sojourn import content
from sojourn.content.instruments import Instrument
from sojourn.content.intake_form import Kind, Question
from sojourn.content.screening import Condition
from sojourn.intake.form_rules import answer_problem
from sojourn.measures.rules import is_an_answer

Number = int | float
LAB_WORDS = {"negative", "unknown", ""}


class Unusable(Exception):
    """The file cannot be used; the message says where and why."""


class _Twice(Exception):
    """A name stands twice in one object."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A medicine with what stands beside it."""

    text: str
    dose: str = ""
    frequency: str = ""


class Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the problem list with the words for when it began; without them nobody knows."""

    name: str
    since: str = ""


class AnswersFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One person. Everything may be missing; what is missing is unknown."""

    birth_date: date | None = None
    age: Annotated[int, Meta(ge=0, le=130)] | None = None
    today: date | None = None
    answers: dict[str, Any] = {}
    measures: dict[str, dict[str, Number]] = {}
    vitals: dict[str, Number] = {}
    labs: dict[str, str | Number] = {}
    problems: tuple[str | Listed, ...] = ()
    allergies: tuple[str, ...] = ()
    medications: tuple[str | Entry, ...] | None = None

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The medications, each with dose and frequency."""
        return tuple(Entry(each) if isinstance(each, str) else each for each in self.medications or ())

    @cached_property
    def listed(self) -> tuple[Listed, ...]:
        """The problem list, each line with when it began."""
        return tuple(Listed(each) if isinstance(each, str) else each for each in self.problems)

    @property
    def standing(self) -> frozenset[str]:
        """The lists on which something stands."""
        lists = {"problems": self.problems, "allergies": self.allergies}
        return frozenset(name for name, lines in lists.items() if lines)


def read_answers(file: Path, *, today: date) -> AnswersFile:
    """The file, checked, with a birth date where an age was given. Raises :class:`Unusable` with a sentence."""
    given = _decoded(file, _bytes(file))
    for problem in (*_name_problems(given), *_answer_problems(given), *_date_problems(given, today)):
        raise Unusable(f"{file}: {problem}")
    when = given.today or today
    born = given.birth_date if given.age is None else _born(when, given.age)
    return msgspec.structs.replace(given, today=when, birth_date=born)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unusable(f"{file} cannot be read: {error.strerror or error}.") from error


def _decoded(file: Path, raw: bytes) -> AnswersFile:
    try:
        given = msgspec.json.decode(raw, type=AnswersFile)
        json.loads(raw, object_pairs_hook=_each_once)
        return given
    except msgspec.ValidationError as error:
        raise Unusable(f"{file}: {error}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unusable(f"{file} is not JSON: {error}.") from error
    except _Twice as twice:
        raise Unusable(f"{file}: “{twice}” stands there twice, and nobody knows which one counts.") from twice
    except RecursionError as error:
        raise Unusable(
            f"{file}: lists and objects lie too deep in one another; no answer needs that."
        ) from error


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object as Python reads it, which would keep the last of two answers and forget the first."""
    names = [name for name, _ in pairs]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise _Twice(twice)
    return dict(pairs)


def _date_problems(given: AnswersFile, today: date) -> list[str]:
    if given.age is not None and given.birth_date is not None:
        return ["give either age or birth_date."]
    born = given.birth_date
    return ["birth_date lies in the future."] if born and born > (given.today or today) else []


def _born(today: date, age: int) -> date:
    """A birth date that makes the person exactly this old."""
    year = max(today.year - age, 1)
    return (
        today.replace(year=year, day=28) if (today.month, today.day) == (2, 29) else today.replace(year=year)
    )


def _name_problems(given: AnswersFile) -> list[str]:
    read = [leaf for rule in content.library().screening for leaf in rule.when.leaves()]
    labs = {leaf.lab for leaf in read if leaf.lab}
    vitals = {leaf.vital for leaf in read if leaf.vital}
    vitals |= {each.code for each in content.library().monitoring.measures}
    return [
        *_unread("vital", given.vitals, vitals),
        *_unread("lab", given.labs, labs),
        *_lab_problems(given, read),
        *_measure_problems(given),
        *_vital_problems(given),
    ]


def _vital_problems(given: AnswersFile) -> list[str]:
    """A blood pressure of 1 must not look like a good one: it is refused, as the chart refuses it."""
    kinds = content.library().readings.by_code
    return [
        f"the vital {name} cannot be {value!r}."
        for name, value in given.vitals.items()
        if value <= 0 or (name in kinds and not kinds[name].is_possible(str(value)))
    ]


def _unread(kind: str, names: Any, known: set[str]) -> list[str]:
    listed = ", ".join(sorted(known))
    return [f"no rule reads the {kind} {name!r}; known: {listed}." for name in names if name not in known]


def _lab_problems(given: AnswersFile, read: list[Condition]) -> list[str]:
    problems = []
    for name, value in given.labs.items():
        words = {word for leaf in read if leaf.lab == name for word in leaf.values} | LAB_WORDS
        if isinstance(value, str) and value not in words:
            problems.append(f"the lab {name} is one of {', '.join(sorted(words - {''}))}, not {value!r}.")
        elif not isinstance(value, str) and (value < 0 or words > LAB_WORDS):
            problems.append(f"the lab {name} cannot be {value!r}.")
    return problems


def _measure_problems(given: AnswersFile) -> list[str]:
    instruments = content.library().instruments
    problems = _unread("measure", given.measures, set(instruments))
    for name, items in given.measures.items():
        known = (
            {"total", "rise"} | {item.id for item in instruments[name].items}
            if name in instruments
            else set(items)
        )
        problems += _unread(f"item of {name}", items, known)
        problems += _value_problems(instruments[name], items) if name in instruments else []
    return problems


def _value_problems(sheet: Instrument, items: dict[str, Number]) -> list[str]:
    """An answer nobody can give must not look like a harmless one."""
    asked = {each.id for each in sheet.items}
    return [
        f"{sheet.id}.{name} cannot be {value!r}."
        for name, value in items.items()
        if (name in asked and not (value == int(value) and is_an_answer(sheet, name, int(value))))
        or (name == "total" and not sheet.scoring.minimum <= value <= sheet.scoring.maximum)
        or (name == "rise" and not abs(value) <= sheet.scoring.maximum - sheet.scoring.minimum)
    ]


def _answer_problems(given: AnswersFile) -> list[str]:
    questions = {each.key: each for each in content.library().intake_form.questions}
    problems = []
    for key, value in given.answers.items():
        if key not in questions:
            problems.append(f"the intake form has no question {key!r}.")
        elif reason := _answer_problem(questions[key], value):
            problems.append(f"{key}: {reason}")
    return problems


_TYPES: dict[Kind, Any] = {Kind.CHOICES: list, Kind.NUMBER: (int, float)}


def _answer_problem(question: Question, value: Any) -> str:
    """The form's own sentence; before it the kind of value, which a form never gets wrong."""
    if value in (None, "", [], "unknown"):
        return ""
    wanted = _TYPES.get(question.kind, str)
    whole = not isinstance(value, list) or all(isinstance(each, str) for each in value)
    if not isinstance(value, wanted) or not whole:
        kinds = {Kind.CHOICES: "a list of answers", Kind.NUMBER: "a number"}
        return f"expected {kinds.get(question.kind, 'a text')}, not {value!r}."
    return answer_problem(question, value)
