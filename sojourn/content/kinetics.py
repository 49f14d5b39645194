"""Ketamine in the blood: published models, one file each, and what must be said beside a predicted curve."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from sojourn.content.errors import ContentError
from sojourn.content.reading import Content, read_yaml
from sojourn.content.sheet import Sheet


class Volume(Content, frozen=True, kw_only=True):
    """Litres at the reference weight; scaled by (weight / reference weight) to the power ``exponent``."""

    litres: float
    exponent: float = 0.0


class Flow(Content, frozen=True, kw_only=True):
    """Litres an hour at the reference weight, scaled as a volume is."""

    litres_per_hour: float
    exponent: float = 0.0


class Peripheral(Content, frozen=True, kw_only=True):
    """A compartment beside the central one. ``eliminates_per_hour``: what leaves the body from it (a liver)."""

    name: str
    volume: Volume
    flow: Flow
    eliminates_per_hour: float = 0.0


class Metabolite(Content, frozen=True, kw_only=True):
    """Norketamine: the ``fraction`` of what is eliminated that becomes it, and where that goes.

    ``mass_ratio``: molar mass of norketamine to ketamine, or 1 where the publication converts nothing.
    """

    fraction: float
    mass_ratio: float
    volume: Volume
    clearance: Flow
    peripheral: Peripheral
    source: str


class EffectSite(Content, frozen=True, kw_only=True):
    """How far the effect lags: half-life of equilibration with the blood, minutes, and its published range."""

    half_life_minutes: float
    low_minutes: float
    high_minutes: float
    source: str


class Span(Content, frozen=True, kw_only=True):
    """From ``low`` to ``high``, both included."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether the value lies in the span; NaN does not."""
        return self.low <= value <= self.high


class Population(Content, frozen=True, kw_only=True):
    """The people a model describes: kilograms, years, and who they were. ``adults`` False: no model for this clinic."""

    who: str
    adults: bool
    weight_kg: Span
    age_years: Span
    why: str


class CurveCase(Content, frozen=True, kw_only=True):
    """A worked case: one dose, and ng/mL of ketamine at minutes after it; ``refused`` when no curve may be drawn."""

    name: str
    weight_kg: float
    route: Literal["iv", "im"] = "iv"
    mg: float = 35.0
    minutes: tuple[float, ...] = ()
    ketamine: tuple[float, ...] = ()
    relative_error: float = 1e-5
    refused: bool = False


class Model(Sheet, frozen=True, kw_only=True):
    """One published model of disposition. ``source_level`` says how directly its numbers were seen."""

    drug: str
    site: Literal["arterial", "venous", "not stated"]
    source_level: str
    reference_weight_kg: float
    central: Volume
    clearance: Flow | None = None
    peripherals: tuple[Peripheral, ...] = ()
    metabolite: Metabolite | None = None
    effect_site: EffectSite | None = None
    scaling: str
    population: Population
    cases: tuple[CurveCase, ...]


class Assumed(Content, frozen=True, kw_only=True):
    """A number nobody has verified: what is assumed, the range to show, and what a caller may set."""

    value: float
    shown: Span
    allowed: Span
    why: str


class Anchor(Content, frozen=True, kw_only=True):
    """Concentrations, ng/mL, that publications connect with an effect. A soft band, never a threshold.

    ``short``: how a drawing names it, when ``effect`` is too long for one.
    """

    code: str
    effect: str
    short: str = ""
    compare_with: Literal["blood", "effect site"]
    low: float
    high: float
    drawn: bool = False
    note: str = ""
    source: str


class Excluded(Content, frozen=True, kw_only=True):
    """A condition that no model describes; ``codes`` are the beginnings of ICD-10 codes."""

    what: str
    codes: tuple[str, ...]


class Spread(Content, frozen=True, kw_only=True):
    """Assumed differences between people, coefficients of variation, and how many people are imagined for a band."""

    people: int
    low_percent: float
    high_percent: float
    central_volume: float
    peripheral_volume: float
    clearance: float
    flow: float
    absorption: float
    metabolite_volume: float
    metabolite_clearance: float
    effect_site: float
    why: str


class Limits(Content, frozen=True, kw_only=True):
    """What can be asked of a calculation at all; not a limit of dosing."""

    dose_mg: float
    infusion_minutes: float
    minutes: float
    doses: int
    times: int


class CourseCase(Content, frozen=True, kw_only=True):
    """A worked case: a concentration in the blood, ng/mL, and the anchors it lies in."""

    name: str
    concentration: float
    anchors: tuple[str, ...]


class ExpectedCourse(Sheet, frozen=True, kw_only=True):
    """Everything about a predicted course but the models. ``drawn``: arterial model first, then the venous one."""

    drawn: tuple[str, str]
    bioavailability_im: Assumed
    absorption_half_life_minutes: Assumed
    anchors: tuple[Anchor, ...]
    excluded: tuple[Excluded, ...]
    spread: Spread
    limits: Limits
    caveat: str
    short_caveat: str
    not_modelled: tuple[str, ...]
    cases: tuple[CourseCase, ...]


def load_models(folder: Path) -> Mapping[str, Model]:
    """Every model by id. Raises ContentError naming file, key and reason."""
    sheets = (_checked(file) for file in sorted(folder.glob("*.yaml")))
    return MappingProxyType({sheet.id: sheet for sheet in sheets})


def load(folder: Path, models: Mapping[str, Model]) -> ExpectedCourse:
    """The sheet ``expected_course.yaml``; its models are among ``models``."""
    path = folder / "expected_course.yaml"
    sheet = read_yaml(path, ExpectedCourse)
    sites = [models[each].site if each in models else "unknown" for each in sheet.drawn]
    if sites != ["arterial", "venous"]:
        raise ContentError(path, "drawn", f"an arterial model and a venous one, not {', '.join(sites)}")
    for name in ("bioavailability_im", "absorption_half_life_minutes"):
        each: Assumed = getattr(sheet, name)
        if not (0 < each.allowed.low <= each.shown.low <= each.value <= each.shown.high <= each.allowed.high):
            raise ContentError(path, name, "above zero, and the value within shown within allowed")
    return sheet


def _checked(file: Path) -> Model:
    sheet = read_yaml(file, Model)
    if sheet.id != file.stem:
        raise ContentError(file, "id", "must be the file's name without .yaml")
    if not sheet.cases:
        raise ContentError(file, "cases", "at least one worked case")
    if min(_sizes(sheet)) <= 0:
        raise ContentError(file, "central", "volumes, clearance and reference weight lie above zero")
    if sheet.clearance is None and not any(each.eliminates_per_hour > 0 for each in sheet.peripherals):
        raise ContentError(file, "clearance", "something must leave the body")
    return sheet


def _sizes(sheet: Model) -> list[float]:
    cleared = [sheet.clearance.litres_per_hour] if sheet.clearance else []
    around = [size for each in sheet.peripherals for size in (each.volume.litres, each.flow.litres_per_hour)]
    return [sheet.reference_weight_kg, sheet.central.litres, *cleared, *around]
