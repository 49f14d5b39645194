"""Sums of exponentials: what one milligram does, and what follows when it must pass another first-order step.

Disposition is solved in symmetric form (Q between two compartments is the same both ways), so equal rates inside it do
no harm. A *step* divides by differences of rates; people for whom one is near zero are marked ``near`` and left to
:mod:`sojourn.treatment.rules.course.matrix`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sojourn.treatment.rules.course.body import Array, Body, Organs

NEAR = 1e-3
"""Rates closer than this part of the larger one go the way of the matrix exponential."""
NG_PER_ML = 1000.0
"""In one milligram a litre."""
SLOWEST = 1e-200
"""Stands for a rate of nought, by which nothing may be divided."""


@dataclass(frozen=True)
class Response:
    """To one milligram at time nought: the sum of ``weights`` · exp(-``rates`` · t), one row per person.

    ``names`` of the rates: quantities that share a rate name it alike.
    """

    names: tuple[str, ...]
    rates: Array
    weights: Array
    near: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Responses:
    """Several quantities over the rates of all of them: people × rates, and people × quantities × rates."""

    quantities: tuple[str, ...]
    rates: Array
    weights: Array
    near: npt.NDArray[np.bool_]


def responses(body: Body, *, by_muscle: bool, only: tuple[str, ...]) -> Responses:
    """ng/mL of each quantity the body has, after a milligram into vein or muscle (of which all arrives)."""
    found = {name: each for name, each in _by_vein(body).items() if name in only}
    if by_muscle:
        absorbed = step("absorption", body.absorption)
        found = {name: then(each, absorbed) for name, each in found.items()}
    return _together(found)


def _by_vein(body: Body) -> dict[str, Response]:
    rates, shapes = modes(body.ketamine)
    blood = in_blood("ketamine", body.ketamine, rates, shapes)
    found = {"ketamine": blood}
    if body.norketamine is not None:
        formed = made_of(body.ketamine, rates, shapes, body.fraction * body.mass_ratio)
        found["norketamine"] = then(
            formed, in_blood("norketamine", body.norketamine, *modes(body.norketamine))
        )
    if body.equilibration is not None:
        found["effect_site"] = then(blood, step("effect", body.equilibration))
    return found


def modes(organs: Organs) -> tuple[Array, Array]:
    """Rates per minute (people × modes) and orthonormal shapes (people × compartments × modes), central first."""
    people, count = organs.volumes.shape
    matrix = np.zeros((people, count + 1, count + 1))
    matrix[:, 0, 0] = (organs.clearance + organs.flows.sum(1)) / organs.central
    beside = np.arange(1, count + 1)
    matrix[:, beside, beside] = organs.flows / organs.volumes + organs.eliminates
    matrix[:, beside, 0] = -organs.flows / np.sqrt(organs.central[:, None] * organs.volumes)
    rates, shapes = np.linalg.eigh(matrix)  # reads the lower half
    return np.maximum(rates, SLOWEST), shapes


def in_blood(name: str, organs: Organs, rates: Array, shapes: Array) -> Response:
    """Concentration in the central compartment, mg/L, after a milligram into it."""
    return _response(name, rates, shapes[:, 0, :] ** 2 / organs.central[:, None])


def made_of(organs: Organs, rates: Array, shapes: Array, part: float) -> Response:
    """The ``part`` of what is eliminated for good, mg a minute, after a milligram into the central compartment."""
    central = organs.clearance / organs.central
    beside = organs.eliminates * np.sqrt(organs.volumes / organs.central[:, None])
    leaves = central[:, None] * shapes[:, 0, :] + np.einsum("pc,pck->pk", beside, shapes[:, 1:, :])
    return _response("ketamine", rates, part * shapes[:, 0, :] * leaves)


def step(name: str, rate: Array) -> Response:
    """A first-order step: everything passes, at ``rate`` per minute."""
    return _response(name, rate[:, None], rate[:, None])


def then(first: Response, second: Response) -> Response:
    """One after the other: the convolution of both."""
    gap = second.rates[:, None, :] - first.rates[:, :, None]
    larger = np.maximum(second.rates[:, None, :], first.rates[:, :, None])
    parted = np.where(gap == 0, 1.0, gap)
    share = first.weights[:, :, None] * second.weights[:, None, :] / parted
    return Response(
        first.names + second.names,
        np.concatenate([first.rates, second.rates], 1),
        np.concatenate([share.sum(2), -share.sum(1)], 1),
        first.near | second.near | (abs(gap) < NEAR * larger).any((1, 2)),
    )


def _response(name: str, rates: Array, weights: Array) -> Response:
    names = tuple(f"{name} {number}" for number in range(rates.shape[1]))
    return Response(names, rates, weights, np.zeros(len(rates), bool))


def _together(found: dict[str, Response]) -> Responses:
    rates = {name: each.rates[:, place] for each in found.values() for place, name in enumerate(each.names)}
    place = {name: number for number, name in enumerate(rates)}
    weights = np.zeros((len(next(iter(rates.values()))), len(found), len(rates)))
    for row, each in enumerate(found.values()):
        weights[:, row, [place[name] for name in each.names]] = NG_PER_ML * each.weights
    near = np.any([each.near for each in found.values()], axis=0)
    return Responses(tuple(found), np.stack(list(rates.values()), 1), weights, near)
