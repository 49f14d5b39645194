"""Doses of many people over many minutes: each dose does what it would do alone, and all of it adds up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sojourn.treatment.rules.course import matrix
from sojourn.treatment.rules.course.body import Array, Body
from sojourn.treatment.rules.course.exponentials import Responses, responses

QUANTITIES = ("ketamine", "norketamine", "effect_site")
AT_A_TIME = 32


@dataclass(frozen=True)
class Doses:
    """Milligrams, minute of beginning and minutes of infusion (0: at once), people × doses; ``by_muscle``: per dose.

    Somebody who had fewer doses than others has 0 mg in their place.
    """

    mg: Array
    at: Array
    lasting: Array
    by_muscle: tuple[bool, ...]

    def of(self, chosen: npt.NDArray[np.bool_]) -> Doses:
        """Those of the people who are chosen."""
        return Doses(self.mg[chosen], self.at[chosen], self.lasting[chosen], self.by_muscle)


@dataclass(frozen=True)
class Curves:
    """ng/mL, people × minutes. None: the model has no such quantity."""

    ketamine: Array
    norketamine: Array | None = None
    effect_site: Array | None = None


def predict(body: Body, doses: Doses, minutes: Array, *, only: tuple[str, ...] = QUANTITIES) -> Curves:
    """Concentrations at these minutes; a dose at a minute counts at that minute already."""
    arriving = doses.mg * np.where(doses.by_muscle, body.bioavailability[:, None], 1.0)
    found: dict[str, Array] = {}
    near = np.zeros(body.people, bool)
    for way in sorted(set(doses.by_muscle)):
        one = responses(body, by_muscle=way, only=only)
        near |= one.near
        columns = np.flatnonzero(np.array(doses.by_muscle) == way)
        summed = _summed(one, doses, columns, arriving, minutes)
        for row, name in enumerate(one.quantities):
            found[name] = found[name] + summed[:, row] if name in found else summed[:, row]
    if near.any():
        _exactly(found, body.of(near), doses.of(near), arriving[near], minutes, near)
    return Curves(**{"ketamine": np.zeros((body.people, len(minutes))), **found})


def _summed(one: Responses, doses: Doses, columns: npt.NDArray[np.intp], mg: Array, minutes: Array) -> Array:
    """People × quantities × minutes, a few people at a time, so that they stay in the processor's cache."""
    total = np.zeros((len(mg), len(one.quantities), len(minutes)))
    for first in range(0, len(mg), AT_A_TIME):
        some = slice(first, first + AT_A_TIME)
        rates, weights = -one.rates[some, :, None], one.weights[some]
        for column in columns:
            elapsed = minutes[None, :] - doses.at[some, column, None]
            left = _left(rates, elapsed, doses.lasting[some, column, None])
            left *= (elapsed >= 0)[:, None, :]
            total[some] += (weights * mg[some, column, None, None]) @ left
    return total


def _left(rates: Array, elapsed: Array, lasting: Array) -> Array:
    """What is left of each mode of one milligram, people × rates × minutes. ``rates`` come negative."""
    held = np.maximum(elapsed, 0.0)
    if not lasting.any():
        fading = rates * held[:, None, :]
        return np.exp(fading, out=fading)
    over = lasting > 0
    slower = rates * np.where(over, lasting, 1.0)[:, None, :]
    during = np.expm1(rates * np.minimum(held, lasting)[:, None, :]) / slower
    fading = np.exp(rates * np.maximum(held - lasting, 0.0)[:, None, :])
    return fading * np.where(over[:, None, :], during, 1.0)


def _exactly(
    found: dict[str, Array],
    body: Body,
    doses: Doses,
    arriving: Array,
    minutes: Array,
    near: npt.NDArray[np.bool_],
) -> None:
    for person, row in enumerate(np.flatnonzero(near)):
        rates = matrix.system(body, person)
        state = np.zeros((len(minutes), len(rates)))
        for column, muscle in enumerate(doses.by_muscle):
            since, lasting = minutes - doses.at[person, column], float(doses.lasting[person, column])
            one = matrix.state_after(rates, 0 if muscle else 1, lasting, since)
            state += arriving[person, column] * one
        for name, reading in matrix.readings(body, person).items():
            if name in found:
                found[name][row] = state @ reading
