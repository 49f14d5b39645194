"""Compartments of many people at once: a model of the library at their weights. Litres, minutes, milligrams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

import numpy as np
import numpy.typing as npt

from sojourn.content.kinetics import Flow, Metabolite, Model, Volume

Array = npt.NDArray[np.float64]
MINUTES_PER_HOUR = 60.0


@dataclass(frozen=True)
class Organs:
    """A mammillary system: ``central`` and ``clearance`` one per person, the others one per person and compartment.

    ``eliminates``: what a peripheral compartment loses for good, per minute.
    """

    central: Array
    clearance: Array
    volumes: Array
    flows: Array
    eliminates: Array

    def __post_init__(self) -> None:
        """A compartment without volume or without flow is none: it is kept, cut off from the others."""
        real = (self.volumes > 0) & (self.flows > 0)
        object.__setattr__(self, "volumes", np.where(real, self.volumes, 1.0))
        object.__setattr__(self, "flows", np.where(real, self.flows, 0.0))

    def of(self, chosen: npt.NDArray[np.bool_]) -> Organs:
        """Those of the people who are chosen."""
        return Organs(*(getattr(self, each.name)[chosen] for each in fields(self)))


@dataclass(frozen=True)
class Body:
    """People: disposition, what a muscle hands over (per minute), the metabolite, and the lag of the effect.

    ``bioavailability``: the part of a dose into the muscle that arrives. ``fraction``: of what is eliminated, the part
    that becomes norketamine. ``equilibration``: per minute, None when the model has no effect site.
    """

    ketamine: Organs
    absorption: Array
    bioavailability: Array
    norketamine: Organs | None = None
    fraction: float = 0.0
    mass_ratio: float = 1.0
    equilibration: Array | None = None

    @property
    def people(self) -> int:
        """How many."""
        return len(self.absorption)

    def of(self, chosen: npt.NDArray[np.bool_]) -> Body:
        """The people who are chosen."""
        return replace(
            self,
            ketamine=self.ketamine.of(chosen),
            absorption=self.absorption[chosen],
            bioavailability=self.bioavailability[chosen],
            norketamine=self.norketamine.of(chosen) if self.norketamine else None,
            equilibration=None if self.equilibration is None else self.equilibration[chosen],
        )


@dataclass(frozen=True)
class Differs:
    """By what people differ from the typical one: a factor per person for each kind of parameter."""

    factors: Mapping[str, Array] = field(default_factory=dict)

    def __call__(self, kind: str) -> Array | float:
        """The factors of one kind; 1 where nobody differs."""
        return self.factors.get(kind, 1.0)


def bodies(
    model: Model,
    weight_kg: npt.ArrayLike,
    *,
    bioavailability: npt.ArrayLike,
    absorption_half_life: npt.ArrayLike,
    differs: Differs = Differs(),
) -> Body:
    """The model's parameters for people of these weights, kg; half-life in minutes. Sources: the model's file."""
    kg = np.atleast_1d(np.asarray(weight_kg, float))
    scale = _Scale(kg / model.reference_weight_kg)
    made, effect = model.metabolite, model.effect_site
    return Body(
        ketamine=_disposition(model, scale, differs),
        absorption=np.log(2) / scale.each(absorption_half_life) * differs("absorption"),
        bioavailability=scale.each(bioavailability),
        norketamine=_metabolite(made, scale, differs) if made else None,
        fraction=made.fraction if made else 0.0,
        mass_ratio=made.mass_ratio if made else 1.0,
        equilibration=np.log(2) / scale.each(effect.half_life_minutes) * differs("effect_site")
        if effect
        else None,
    )


@dataclass(frozen=True)
class _Scale:
    """Weight over reference weight, one per person."""

    size: Array

    def each(self, value: npt.ArrayLike) -> Array:
        return np.broadcast_to(np.asarray(value, float), self.size.shape).astype(float)

    def volume(self, of: Volume) -> Array:
        return of.litres * self.size**of.exponent

    def flow(self, of: Flow) -> Array:
        return of.litres_per_hour / MINUTES_PER_HOUR * self.size**of.exponent


def _disposition(model: Model, scale: _Scale, differs: Differs) -> Organs:
    around, none = model.peripherals, np.zeros((len(scale.size), 0))
    cleared = scale.flow(model.clearance) if model.clearance else scale.each(0.0)
    out = [scale.each(each.eliminates_per_hour / MINUTES_PER_HOUR) * differs("clearance") for each in around]
    return Organs(
        central=scale.volume(model.central) * differs("central_volume"),
        clearance=cleared * differs("clearance"),
        volumes=np.stack([scale.volume(each.volume) * differs("peripheral_volume") for each in around], -1)
        if around
        else none,
        flows=np.stack([scale.flow(each.flow) * differs("flow") for each in around], -1) if around else none,
        eliminates=np.stack(out, -1) if around else none,
    )


def _metabolite(made: Metabolite, scale: _Scale, differs: Differs) -> Organs:
    beside = made.peripheral
    return Organs(
        central=scale.volume(made.volume) * differs("metabolite_volume"),
        clearance=scale.flow(made.clearance) * differs("metabolite_clearance"),
        volumes=(scale.volume(beside.volume) * differs("metabolite_volume"))[:, None],
        flows=scale.flow(beside.flow)[:, None],
        eliminates=scale.each(0.0)[:, None],
    )
