"""How a session is watched: what is read when, what is possible at all, and what asks for a response."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from sojourn.content.errors import ContentError
from sojourn.content.reading import Content, read_yaml
from sojourn.content.sheet import Sheet


class Concern(StrEnum):
    """How far out of band a reading is."""

    WATCH = "watch"
    URGENT = "urgent"
    EMERGENCY = "emergency"


class Measure(Content, frozen=True, kw_only=True):
    """One reading, and the range outside which the number is a slip of the finger."""

    code: str
    name: str
    unit: str
    low: int
    high: int
    words: dict[int, str] = {}


class Point(Content, frozen=True, kw_only=True):
    """Readings ``minutes`` after a dose."""

    minutes: int
    measures: tuple[str, ...]


class Band(Content, frozen=True, kw_only=True):
    """A limit: out of band at or above ``at_least``, or at or below ``at_most``."""

    measure: str
    concern: Concern
    at_least: int | None = None
    at_most: int | None = None

    def catches(self, value: int) -> bool:
        """True when the value is out of this band."""
        high = self.at_least is not None and value >= self.at_least
        return high or (self.at_most is not None and value <= self.at_most)


class Pressure(Content, frozen=True, kw_only=True):
    """A blood pressure, mmHg."""

    systolic: int
    diastolic: int

    def __str__(self) -> str:
        """ "160/100"."""
        return f"{self.systolic}/{self.diastolic}"


class BeforeDose(Content, frozen=True, kw_only=True):
    """Readings before the first dose, and the pressures at which a clinician decides or nothing is given."""

    within_minutes: int
    times_pressure: int
    measures: tuple[str, ...]
    decide_above: Pressure
    hold_from: Pressure
    stop_above: Pressure


class BeforeBooster(Content, frozen=True, kw_only=True):
    """Readings since the last dose, not longer ago than this, that another dose waits for."""

    within_minutes: int
    measures: tuple[str, ...]


class MonitoringCase(Content, frozen=True, kw_only=True):
    """A worked case: this reading gives this concern, or none when it is empty."""

    name: str
    measure: str
    value: int
    concern: str = ""


class Monitoring(Sheet, frozen=True, kw_only=True):
    """The schedule counts from the last dose, so a booster begins it again."""

    measures: tuple[Measure, ...]
    before: BeforeDose
    before_booster: BeforeBooster
    points: tuple[Point, ...]
    booster_restarts: bool
    amber_after: int
    red_after: int
    bands: tuple[Band, ...]
    cases: tuple[MonitoringCase, ...]

    @property
    def minutes(self) -> tuple[int, ...]:
        """The minutes after a dose at which readings are taken."""
        return tuple(point.minutes for point in self.points)

    def measure(self, code: str) -> Measure:
        """The measure with that code; KeyError when there is none."""
        return {each.code: each for each in self.measures}[code]

    def concern(self, measure: str, value: int) -> Concern | None:
        """The heaviest concern of a value; None when it is in band."""
        caught = {band.concern for band in self.bands if band.measure == measure and band.catches(value)}
        return next((each for each in reversed(Concern) if each in caught), None)


def load(folder: Path) -> Monitoring:
    """The schedule from ``monitoring.yaml``."""
    path = folder / "monitoring.yaml"
    sheet = read_yaml(path, Monitoring)
    for error in _problems(path, sheet):
        raise error
    return sheet


def _problems(path: Path, sheet: Monitoring) -> Iterator[ContentError]:
    known = {each.code for each in sheet.measures}
    used = {("before", each) for each in sheet.before.measures}
    used |= {("before_booster", each) for each in sheet.before_booster.measures}
    used |= {("points", each) for point in sheet.points for each in point.measures}
    used |= {("bands", band.measure) for band in sheet.bands}
    for key, measure in sorted(used):
        if measure not in known:
            yield ContentError(path, key, f"there is no measure {measure!r}")
    if list(sheet.minutes) != sorted(set(sheet.minutes)):
        yield ContentError(path, "points", "minutes must rise from point to point")
    if not sheet.amber_after < sheet.red_after:
        yield ContentError(path, "red_after", "red comes after amber")
