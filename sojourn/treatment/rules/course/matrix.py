"""The same equations by the matrix exponential, for people whose rates lie too near each other for a closed form."""

from __future__ import annotations

import numpy as np

from sojourn.treatment.rules.course.body import Array, Body, Organs
from sojourn.treatment.rules.course.exponentials import NG_PER_ML

TERMS = 14
LARGEST = 0.5
"""A Taylor series of so many terms is exact to rounding up to a norm of this."""


def exponential(matrices: Array) -> Array:
    """exp of each square matrix of a stack, by scaling, a Taylor series and squaring."""
    norm = float(abs(matrices).sum(-1).max(initial=0.0))
    halvings = max(0, int(np.ceil(np.log2(norm / LARGEST)))) if norm > LARGEST else 0
    small, one = matrices / 2.0**halvings, np.eye(matrices.shape[-1])
    total = np.broadcast_to(one, matrices.shape)
    for term in range(TERMS, 0, -1):
        total = one + small @ total / term
    for _ in range(halvings):
        total = total @ total
    return total


def system(body: Body, person: int) -> Array:
    """Rates per minute between depot, ketamine's compartments, norketamine's two, and the effect site, as far as
    there are such. Amounts in mg; the effect site as a concentration, mg/L."""
    kept, made = body.ketamine, body.norketamine
    count = kept.volumes.shape[1]
    rates = np.zeros((_size(body), _size(body)))
    rates[0, 0] = -body.absorption[person]
    rates[1, 0] = body.absorption[person]
    _put(rates, 1, kept, person)
    after = 2 + count
    if made is not None:
        _put(rates, after, made, person)
        rates[after, 1] += body.fraction * kept.clearance[person] / kept.central[person]
        rates[after, 2 : 2 + count] += body.fraction * kept.eliminates[person]
        after += 1 + made.volumes.shape[1]
    if body.equilibration is not None:
        rates[after, 1] = body.equilibration[person] / kept.central[person]
        rates[after, after] = -body.equilibration[person]
    return rates


def readings(body: Body, person: int) -> dict[str, Array]:
    """How each quantity, ng/mL, is read from the state."""
    count, size = body.ketamine.volumes.shape[1], _size(body)
    found = {"ketamine": _at(size, 1, NG_PER_ML / body.ketamine.central[person])}
    if body.norketamine is not None:
        to_ng = NG_PER_ML * body.mass_ratio / body.norketamine.central[person]
        found["norketamine"] = _at(size, 2 + count, to_ng)
    if body.equilibration is not None:
        found["effect_site"] = _at(size, size - 1, NG_PER_ML)
    return found


def state_after(rates: Array, entry: int, lasting: float, minutes: Array) -> Array:
    """The state at each of ``minutes`` since one milligram began to go into compartment ``entry``, for ``lasting``."""
    size, since = len(rates), np.maximum(minutes, 0.0)
    if lasting > 0:
        fed = np.zeros((size + 1, size + 1))
        fed[:size, :size], fed[entry, size] = rates, 1.0 / lasting
        during = exponential(fed * np.minimum(since, lasting)[:, None, None])[:, :size, size]
    else:
        during = np.broadcast_to(_at(size, entry, 1.0), (len(since), size))
    onward = exponential(rates * np.maximum(since - lasting, 0.0)[:, None, None])
    return np.einsum("tij,tj->ti", onward, during) * (minutes >= 0)[:, None]


def _size(body: Body) -> int:
    made = 0 if body.norketamine is None else 1 + body.norketamine.volumes.shape[1]
    return 2 + body.ketamine.volumes.shape[1] + made + (body.equilibration is not None)


def _put(rates: Array, first: int, organs: Organs, person: int) -> None:
    """The compartments of one substance, the central one at ``first``."""
    central = organs.central[person]
    rates[first, first] -= organs.clearance[person] / central
    for number, (volume, flow) in enumerate(
        zip(organs.volumes[person], organs.flows[person], strict=True), first + 1
    ):
        rates[first, first] -= flow / central
        rates[number, first] += flow / central
        rates[first, number] += flow / volume
        rates[number, number] -= flow / volume + organs.eliminates[person, number - first - 1]


def _at(size: int, place: int, value: float) -> Array:
    row = np.zeros(size)
    row[place] = value
    return row
