"""Questionnaires: their words, answers, scores, bands, what counts as change, and answers that need a person now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import msgspec

from sojourn.content.errors import ContentError
from sojourn.content.reading import Content, read_yaml
from sojourn.content.sheet import Sheet


class Wording(StrEnum):
    """Whose words the items are. Licensed ones are not shipped: a clinic with the licence has them in its pack."""

    EXACT = "exact"
    OWN = "own"
    LICENSED = "licensed"


class Method(StrEnum):
    """How the answers become one number."""

    SUM = "sum"
    MEAN = "mean"
    HIGHEST = "highest"


class Answer(Content, frozen=True, kw_only=True):
    """One possible answer."""

    value: int
    label: str


class Item(Content, frozen=True, kw_only=True):
    """One question. ``answers`` names one of the instrument's answer sets.

    ``show_if`` names answers to earlier items that open it; a closed item counts as zero. ``weight`` is what a
    point of it adds to the total, 0 for an item that is asked but not scored. ``text`` is empty while the wording is
    licensed and the clinic's pack has none.
    """

    id: str
    answers: str
    text: str = ""
    help: str = ""
    show_if: dict[str, tuple[int, ...]] = {}
    weight: int = 1
    loinc: str = ""


class Part(Content, frozen=True, kw_only=True):
    """A subscale: the sum of some items."""

    id: str
    title: str
    items: tuple[str, ...]


class Scoring(Content, frozen=True, kw_only=True):
    """How to score, and the possible range of the total."""

    method: Method
    minimum: float
    maximum: float
    parts: tuple[Part, ...] = ()


class Band(Content, frozen=True, kw_only=True):
    """A range of the total that begins at ``from`` and ends where the next one begins."""

    label: str
    start: float = msgspec.field(name="from")


class Positive(Content, frozen=True, kw_only=True):
    """The total from which a screen is positive, perhaps for one sex alone."""

    at_least: float
    label: str
    sex: str = ""


class Need(Content, frozen=True, kw_only=True):
    """``count`` of these items are answered with ``at_least`` that value."""

    items: tuple[str, ...]
    at_least: int = 1
    count: int = 1


class Level(Content, frozen=True, kw_only=True):
    """A result that rests on single answers, not on the total. The first level whose needs all hold is the result."""

    id: str
    label: str
    needs: tuple[Need, ...]


class ChangeNumbers(Content, frozen=True, kw_only=True):
    """What change of the total means; points are drops unless said otherwise."""

    source: str
    response_percent: float | None = None
    remission_below: float | None = None
    reliable: float | None = None
    meaningful: float | None = None


class Alert(Content, frozen=True, kw_only=True):
    """An answer that needs a person now, whether or not the form is ever sent."""

    items: tuple[str, ...]
    sentence: str
    at_least: int = 1


class InstrumentCase(Content, frozen=True, kw_only=True):
    """A worked case: the answers (``all`` gives every item the same one first) and what must come of them."""

    name: str
    answers: dict[str, int] = {}
    all: int | None = None
    sex: str = ""
    baseline: float | None = None
    latest: float | None = None
    total: float | None = None
    band: str = ""
    level: str = ""
    parts: dict[str, float] = {}
    positive: bool | None = None
    incomplete: bool = False
    alerts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Instrument(Sheet, frozen=True, kw_only=True):
    """One questionnaire. The pack says when it is asked; ``every_sessions`` is asked for by safety besides."""

    name: str
    about: str
    wording: Wording
    recall: str
    minutes: int
    answers: dict[str, tuple[Answer, ...]]
    items: tuple[Item, ...]
    scoring: Scoring
    cases: tuple[InstrumentCase, ...]
    instructions: str = ""
    credit: str = ""
    note: str = ""
    validated: bool = True
    every_sessions: int = 0
    for_complaints: tuple[str, ...] = ()
    bands: tuple[Band, ...] = ()
    positive: tuple[Positive, ...] = ()
    levels: tuple[Level, ...] = ()
    change: ChangeNumbers | None = None
    alerts: tuple[Alert, ...] = ()
    loinc: dict[str, str] = {}

    @property
    def has_words(self) -> bool:
        """Whether it can be asked: a licensed one only where the clinic's pack has the wording."""
        return all(item.text for item in self.items)

    def item(self, item_id: str) -> Item:
        """The item with that id; KeyError when there is none."""
        for each in self.items:
            if each.id == item_id:
                return each
        raise KeyError(item_id)

    def answers_to(self, item_id: str) -> tuple[Answer, ...]:
        """The possible answers to an item."""
        return self.answers[self.item(item_id).answers]


def load(folder: Path) -> Mapping[str, Instrument]:
    """Every instrument of the folder by id; ContentError at the first that does not hold together."""
    return MappingProxyType({sheet.id: sheet for sheet in map(load_one, sorted(folder.glob("*.yaml")))})


def load_one(path: Path) -> Instrument:
    """One instrument; its id is the file's name."""
    sheet = read_yaml(path, Instrument)
    for error in _problems(path, sheet):
        raise error
    return sheet


def _problems(path: Path, sheet: Instrument) -> Iterator[ContentError]:
    if sheet.id != path.stem:
        yield ContentError(path, "id", f"{sheet.id!r} is not the name of the file")
    known = [item.id for item in sheet.items]
    if len(known) != len(set(known)):
        yield ContentError(path, "items", "an id stands twice")
    for item in sheet.items:
        if item.answers not in sheet.answers:
            yield ContentError(path, f"items.{item.id}.answers", f"there is no answer set {item.answers!r}")
    for key, wanted in _item_references(sheet):
        if wanted not in known:
            yield ContentError(path, key, f"there is no item {wanted!r}")
    yield from _text_problems(path, sheet)
    yield from _band_problems(path, sheet)
    if not sheet.cases:
        yield ContentError(path, "cases", "at least one worked case is needed")


def _text_problems(path: Path, sheet: Instrument) -> Iterator[ContentError]:
    is_licensed = sheet.wording is Wording.LICENSED
    for item in sheet.items:
        if is_licensed and (item.text or item.help):
            reason = "the wording is licensed and is not shipped; it stands in the pack of a clinic with the licence"
            yield ContentError(path, f"items.{item.id}.text", reason)
        if not is_licensed and not item.text.strip():
            yield ContentError(path, f"items.{item.id}.text", "is missing; a question has its words")


def _item_references(sheet: Instrument) -> Iterator[tuple[str, str]]:
    for item in sheet.items:
        yield from ((f"items.{item.id}.show_if", wanted) for wanted in item.show_if)
    for part in sheet.scoring.parts:
        yield from ((f"scoring.parts.{part.id}", wanted) for wanted in part.items)
    for level in sheet.levels:
        yield from ((f"levels.{level.id}", wanted) for need in level.needs for wanted in need.items)
    for alert in sheet.alerts:
        yield from (("alerts", wanted) for wanted in alert.items)


def _band_problems(path: Path, sheet: Instrument) -> Iterator[ContentError]:
    starts = [band.start for band in sheet.bands]
    if starts != sorted(set(starts)):
        yield ContentError(path, "bands", "bands must begin higher and higher")
    if starts and starts[0] != sheet.scoring.minimum:
        yield ContentError(path, "bands", f"the first band must begin at {sheet.scoring.minimum:g}")
