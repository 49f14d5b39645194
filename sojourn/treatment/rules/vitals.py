"""Readings: what is possible at all, and what is out of band, by the library's monitoring sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from sojourn.content.monitoring import Concern, Measure, Monitoring
from sojourn.core.decisions import Decision, Finding


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One set of readings; what was not taken is None."""

    systolic: int | None = None
    diastolic: int | None = None
    heart_rate: int | None = None
    spo2: int | None = None
    respiratory_rate: int | None = None
    moaas: int | None = None
    nausea: int | None = None

    def taken(self) -> Iterator[tuple[str, int]]:
        """Code and value of every measure that was taken."""
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None:
                yield field.name, value


CODES = tuple(field.name for field in fields(Reading))


@dataclass(frozen=True)
class OutOfBand:
    """A reading that asks for a response."""

    measure: Measure
    value: int
    concern: Concern

    @property
    def sentence(self) -> str:
        """ "SpO₂ 89 %, urgent"."""
        reading = " ".join(filter(None, [self.measure.name, str(self.value), self.measure.unit]))
        return f"{reading}, {self.concern}"

    @property
    def weight(self) -> int:
        """Rank of the concern, heavier is larger."""
        return list(Concern).index(self.concern)


def possible(reading: Reading, sheet: Monitoring) -> Decision:
    """Can these readings be real? Every impossible one is named, with what it may be."""
    taken = [(sheet.measure(code), value) for code, value in reading.taken()]
    if not taken:
        return Decision((Finding(code="empty", message="Enter at least one reading."),))
    return Decision.of(*(_impossible(measure, value) for measure, value in taken), _pair(reading))


def out_of_band(reading: Reading, sheet: Monitoring) -> tuple[OutOfBand, ...]:
    """Every measure that is out of band, the heaviest concern first."""
    judged = ((code, value, sheet.concern(code, value)) for code, value in reading.taken())
    found = [OutOfBand(sheet.measure(code), value, concern) for code, value, concern in judged if concern]
    return tuple(sorted(found, key=lambda each: -each.weight))


def _impossible(measure: Measure, value: int) -> Finding | None:
    if measure.low <= value <= measure.high:
        return None
    sentence = f"{measure.name} of {value} is not possible: it lies between {measure.low} and {measure.high}."
    return Finding(code="impossible", field=measure.code, message=sentence)


def _pair(reading: Reading) -> Finding | None:
    high, low = reading.systolic, reading.diastolic
    if (high is None) != (low is None):
        field = "systolic" if high is None else "diastolic"
        return Finding(code="half", field=field, message="A blood pressure has two numbers.")
    if high is not None and low is not None and high <= low:
        message = f"{high}/{low} cannot be: the first number is the higher one."
        return Finding(code="impossible", field="systolic", message=message)
    return None
