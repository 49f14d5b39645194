"""One person's expected course with its band: the typical adult of the model, and imagined people around them.

A band says how differently people differ, not how sure anybody is about this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from sojourn.content.kinetics import ExpectedCourse, Model, Spread
from sojourn.treatment.rules.course.asking import Dose
from sojourn.treatment.rules.course.body import Array, Body, Differs, bodies
from sojourn.treatment.rules.course.superposition import Curves, Doses, predict

KINDS = (
    "clearance",
    "central_volume",
    "peripheral_volume",
    "flow",
    "absorption",
    "metabolite_volume",
    "metabolite_clearance",
    "effect_site",
)
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19)


@dataclass(frozen=True)
class Band:
    """ng/mL at each minute: low, typical, high."""

    low: tuple[float, ...]
    typical: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Course:
    """One model's expected course at these minutes."""

    model: Model
    minutes: tuple[float, ...]
    ketamine: Band
    norketamine: Band | None
    effect_site: Band | None


@lru_cache(maxsize=256)
def expected_course(
    model: Model, sheet: ExpectedCourse, weight_kg: float, doses: tuple[Dose, ...], minutes: tuple[float, ...]
) -> Course:
    """Typical and band. Ask ``may_predict`` first. What it is made of never changes, so it is remembered."""
    times, arriving = np.asarray(minutes, float), sheet.bioavailability_im
    typical = _curves(model, sheet, weight_kg, doses, times, arriving.value, Differs())
    people = _people(sheet.spread)
    low = _curves(model, sheet, weight_kg, doses, times, arriving.shown.low, people)
    high = _curves(model, sheet, weight_kg, doses, times, arriving.shown.high, people)
    return Course(
        model,
        minutes,
        ketamine=_bounded(low.ketamine, typical.ketamine, high.ketamine, sheet.spread),
        norketamine=_band(low.norketamine, typical.norketamine, high.norketamine, sheet.spread),
        effect_site=_band(low.effect_site, typical.effect_site, high.effect_site, sheet.spread),
    )


def same_for_all(doses: Sequence[Dose], people: int) -> Doses:
    """One person's doses for as many people as there are."""
    rows = np.array([(each.mg, each.at, each.lasting) for each in doses]).reshape(-1, 3)
    mg, at, lasting = (np.broadcast_to(rows[:, each], (people, len(rows))) for each in range(3))
    return Doses(mg, at, lasting, tuple(each.route == "im" for each in doses))


def _curves(
    model: Model,
    sheet: ExpectedCourse,
    weight_kg: float,
    doses: tuple[Dose, ...],
    minutes: Array,
    bioavailability: float,
    differs: Differs,
) -> Curves:
    count = len(next(iter(differs.factors.values()), (1,)))
    body: Body = bodies(
        model,
        np.full(count, weight_kg),
        bioavailability=bioavailability,
        absorption_half_life=sheet.absorption_half_life_minutes.value,
        differs=differs,
    )
    return predict(body, same_for_all(doses, count), minutes)


def _band(low: Array | None, typical: Array | None, high: Array | None, spread: Spread) -> Band | None:
    if low is None or typical is None or high is None:
        return None
    return _bounded(low, typical, high, spread)


def _bounded(low: Array, typical: Array, high: Array, spread: Spread) -> Band:
    return Band(
        _row(np.percentile(low, spread.low_percent, axis=0)),
        _row(typical[0]),
        _row(np.percentile(high, spread.high_percent, axis=0)),
    )


def _row(values: Array) -> tuple[float, ...]:
    return tuple(float(each) for each in values)


@lru_cache(maxsize=4)
def _people(spread: Spread) -> Differs:
    """Imagined people, evenly strewn (Halton) over log-normal factors: the same ones at every call."""
    return Differs(
        {
            kind: np.exp(np.sqrt(np.log1p(getattr(spread, kind) ** 2)) * _normal(spread.people, prime))
            for kind, prime in zip(KINDS, PRIMES, strict=True)
        }
    )


def _normal(count: int, prime: int) -> Array:
    normal = NormalDist()
    return np.array([normal.inv_cdf(_halton(each, prime)) for each in range(1, count + 1)])


def _halton(number: int, prime: int) -> float:
    """The number's digits in base ``prime`` mirrored at the point: strictly between 0 and 1."""
    found, part = 0.0, 1.0
    while number:
        part /= prime
        number, digit = divmod(number, prime)
        found += digit * part
    return found
