"""Conditions of a yes: which kinds there are, their words, their usual limits, and whose each one is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from sojourn.content.errors import ContentError
from sojourn.content.instruments import Instrument
from sojourn.content.monitoring import Pressure
from sojourn.content.reading import Content, read_yaml
from sojourn.content.readings import Readings
from sojourn.content.sheet import Sheet

Code = Literal["blood_pressure", "letter", "measured", "escort"]
Side = Literal["below", "at_least"]

_WORDS = {
    "blood_pressure": {"systolic", "diastolic"},
    "letter": {"what", "asked_of"},
    "measured": {"name", "side", "limit"},
    "escort": set[str](),
}


class ConditionKind(Content, frozen=True, kw_only=True):
    """One kind. ``words`` are for staff; ``past_by`` may go past it on the day, ``nobody`` asks for a new decision."""

    code: Code
    name: str
    words: str
    for_patient: str
    owner: Literal["front_desk", "nurse", "provider"]
    past_by: Literal["front_desk", "nurse", "provider", "nobody"]
    before_booking: bool = False


class PressureLimits(Content, frozen=True, kw_only=True):
    """The limit that is offered, and between which a limit makes sense."""

    usual: Pressure
    lowest: Pressure
    highest: Pressure


class ConditionCase(Content, frozen=True, kw_only=True):
    """A worked case: the condition, what is known, and how it stands."""

    name: str
    kind: Code
    systolic: int | None = None
    diastolic: int | None = None
    subject: str = ""
    side: Side | Literal[""] = ""
    limit: float | None = None
    pressure: tuple[int, int] | None = None
    answered: str = ""
    value: float | None = None
    days: int = 0
    escort: str = ""
    finds: Literal["met", "open", "unknown"]


class Conditions(Sheet, frozen=True, kw_only=True):
    """Every kind, in the order of the page."""

    kinds: tuple[ConditionKind, ...]
    blood_pressure: PressureLimits
    score_valid_days: int
    sides: dict[Side, str]
    in_words: str
    cases: tuple[ConditionCase, ...]

    def kind(self, code: str) -> ConditionKind:
        """The kind with that code. Raises KeyError."""
        return {str(each.code): each for each in self.kinds}[code]


class Subject(Content, frozen=True, kw_only=True):
    """A score or value that a condition may limit: what is possible, and how many days one counts."""

    code: str
    name: str
    unit: str
    lowest: float
    highest: float
    valid_days: int


def subjects(
    sheet: Conditions, readings: Readings, instruments: Mapping[str, Instrument]
) -> dict[str, Subject]:
    """Totals of the questionnaires and numbers among the readings; a blood pressure is a kind of its own."""
    scores = (
        Subject(
            code=f"score:{code}",
            name=each.name,
            unit="",
            lowest=each.scoring.minimum,
            highest=each.scoring.maximum,
            valid_days=sheet.score_valid_days,
        )
        for code, each in instruments.items()
    )
    return {each.code: each for each in (*scores, *_numbers(readings))}


def _numbers(readings: Readings) -> Iterator[Subject]:
    for each in readings.readings:
        if each.minimum is None or each.maximum is None or each.code in {"systolic", "diastolic"}:
            continue
        yield Subject(
            code=f"reading:{each.code}",
            name=each.name,
            unit=each.unit,
            lowest=each.minimum,
            highest=each.maximum,
            valid_days=each.valid_days,
        )


def load(folder: Path) -> Conditions:
    """The kinds from ``conditions.yaml``; raises ContentError naming file, key and reason."""
    path = folder / "conditions.yaml"
    sheet = read_yaml(path, Conditions)
    for error in _problems(path, sheet):
        raise error
    return sheet


def _problems(path: Path, sheet: Conditions) -> Iterator[ContentError]:
    if sorted(each.code for each in sheet.kinds) != sorted(_WORDS):
        yield ContentError(path, "kinds", f"each of these stands once: {', '.join(_WORDS)}")
    for number, kind in enumerate(sheet.kinds):
        for field in ("words", "for_patient"):
            yield from _unfillable(path, f"kinds.{number}.{field}", getattr(kind, field), _WORDS[kind.code])
    yield from _unfillable(path, "in_words", sheet.in_words, {"words"})
    low, usual, high = (getattr(sheet.blood_pressure, name) for name in ("lowest", "usual", "highest"))
    if not (
        low.systolic <= usual.systolic <= high.systolic and low.diastolic <= usual.diastolic <= high.diastolic
    ):
        yield ContentError(path, "blood_pressure", "the usual limit lies between the lowest and the highest")
    if set(sheet.sides) != {"below", "at_least"}:
        yield ContentError(path, "sides", "both below and at_least have their words")


def _unfillable(path: Path, key: str, words: str, known: set[str]) -> Iterator[ContentError]:
    try:
        words.format(**dict.fromkeys(known, ""))
    except (KeyError, IndexError, ValueError):
        yield ContentError(path, key, f"may name only: {', '.join(sorted(known)) or 'nothing'}")
