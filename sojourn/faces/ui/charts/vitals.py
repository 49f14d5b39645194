"""Vital signs since the dose: blood pressure as bars, heart rate and oxygen as lines, limits and due times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from sojourn.faces.ui.charts.svg import Scale, element, line, number, picture, points, text

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FLOOR = 452, 272, 40, 382, 12, 250
PRESSURE = Scale(60, 190, 112, 12)
HEART = Scale(40, 140, 160, 124)
OXYGEN = Scale(88, 100, 200, 168)
MODEL_TOP = 206
EDGE = RIGHT + 6


@dataclass(frozen=True)
class Reading:
    """One set of vital signs, ``minutes`` after the dose (before it: negative). None was not taken."""

    minutes: float
    systolic: int | None = None
    diastolic: int | None = None
    heart_rate: int | None = None
    spo2: int | None = None


@dataclass(frozen=True)
class Due:
    """A reading the schedule asks for. ``label`` where it is not counted from the first dose: "+10" after a booster."""

    minutes: int
    overdue: bool = False
    label: str = ""


@dataclass(frozen=True)
class ModelPoint:
    """Expected drug effect at a moment, as shares of its own peak: a population's, never this patient's."""

    minutes: float
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class VitalsLimits:
    """Lines that mean something, from the clinic's monitoring protocol."""

    systolic_urgent: int
    spo2_watch: int
    baseline_systolic: int | None = None
    baseline_diastolic: int | None = None


@dataclass(frozen=True)
class VitalsPicture:
    """All that is drawn. ``now`` is minutes since the dose, None once the session is over."""

    readings: Sequence[Reading]
    limits: VitalsLimits
    due: Sequence[Due] = ()
    now: float | None = None
    model: Sequence[ModelPoint] = field(default=())


def vitals_chart(
    what: VitalsPicture, *, id: str = "vitals", title: str = "Vital signs since the dose"
) -> Markup:
    """Four lanes over one axis of minutes."""
    across = _minutes(what)
    parts = [*_due(what.due, across), *_dose(across)]
    if what.model:
        parts += _model(what.model, across)
    parts += [*_pressure(what, across), *_heart(what.readings, across), *_oxygen(what, across)]
    if what.now is not None:
        parts.append(line("now", across(what.now), 6, across(what.now), FLOOR))
    return picture(
        id=id,
        classes="plot plot-vitals",
        width=WIDTH,
        height=HEIGHT,
        title=title,
        description=in_words(what.readings),
        parts=parts,
    )


def in_words(readings: Sequence[Reading]) -> str:
    """Every reading as a sentence, for those who do not see the drawing."""
    return "; ".join(_reading_in_words(each) for each in readings) + "." if readings else "No readings yet."


def _reading_in_words(reading: Reading) -> str:
    at = "baseline" if reading.minutes < 0 else f"+{reading.minutes:.0f} min"
    pressure = f"{reading.systolic}/{reading.diastolic}" if reading.systolic and reading.diastolic else ""
    heart = f"heart rate {reading.heart_rate}" if reading.heart_rate else ""
    oxygen = f"oxygen {reading.spo2} %" if reading.spo2 else ""
    return f"{at} {', '.join(part for part in (pressure, heart, oxygen) if part) or 'not taken'}"


def _minutes(what: VitalsPicture) -> Scale:
    known = (
        [each.minutes for each in what.readings] + [each.minutes for each in what.due] + [what.now or 0, 0]
    )
    return Scale(min(-15.0, min(known)), max(125.0, max(known) + 5), LEFT, RIGHT)


def _due(due: Sequence[Due], across: Scale) -> Iterator[Markup]:
    free = across(0) + 8
    for each in due:
        x, late = across(each.minutes), " overdue" if each.overdue else ""
        yield line(f"due-line{late}", x, TOP, x, FLOOR)
        if x - free >= 15:
            yield text(f"tick{late}", x, FLOOR + 16, each.label or f"+{each.minutes}", "middle")
            free = x + 13


def _dose(across: Scale) -> Iterator[Markup]:
    x = across(0)
    yield line("dose-at", x, TOP, x, FLOOR)
    yield text("tick dose-label", x + 6, FLOOR + 16, "dose", "end")


def _model(model: Sequence[ModelPoint], across: Scale) -> Iterator[Markup]:
    up = Scale(0, 1, FLOOR, MODEL_TOP)
    above = [(across(each.minutes), up(each.high)) for each in model]
    below = [(across(each.minutes), up(each.low)) for each in reversed(model)]
    yield element("polygon", class_="model-band", points=points([*above, *below]))
    yield element(
        "polyline", class_="model-mid", points=points((across(p.minutes), up(p.middle)) for p in model)
    )
    yield text("", EDGE, FLOOR - 6, "modelled")


def _pressure(what: VitalsPicture, across: Scale) -> Iterator[Markup]:
    yield line("lane", LEFT, FLOOR, RIGHT, FLOOR)
    yield from _limit(PRESSURE(what.limits.systolic_urgent), f"{what.limits.systolic_urgent} urgent", 4)
    for mark in (80, 120, 160):
        yield line("lane", LEFT, PRESSURE(mark), RIGHT, PRESSURE(mark))
        yield text("tick", LEFT - 7, PRESSURE(mark) + 3.5, mark, "end")
    yield from _baseline(what.limits)
    taken = [each for each in what.readings if each.systolic and each.diastolic]
    for each in taken:
        yield _bar(
            across(each.minutes), PRESSURE.clamped(each.systolic or 0), PRESSURE.clamped(each.diastolic or 0)
        )
    if taken:
        x = across(taken[-1].minutes) + 9
        yield text("value", x, PRESSURE.clamped(taken[-1].systolic or 0) + 4, taken[-1].systolic)
        yield text("value", x, PRESSURE.clamped(taken[-1].diastolic or 0) + 4, taken[-1].diastolic)
    yield text("lane-name", EDGE, PRESSURE(120) + 2, "BP")


def _baseline(limits: VitalsLimits) -> Iterator[Markup]:
    if limits.baseline_systolic and limits.baseline_diastolic:
        top, bottom = PRESSURE(limits.baseline_systolic), PRESSURE(limits.baseline_diastolic)
        yield element("rect", class_="base-range", x=LEFT, y=top, width=RIGHT - LEFT, height=bottom - top)


def _bar(x: float, top: float, bottom: float) -> Markup:
    cap = f"M{number(x - 4)} {{}}h8"
    d = f"M{number(x)} {number(top)}V{number(bottom)}{cap.format(number(top))}{cap.format(number(bottom))}"
    return element("path", class_="bp", d=d)


def _limit(y: float, words: str, drop: float) -> Iterator[Markup]:
    yield line("limit", LEFT, y, RIGHT, y)
    yield text("limit-name", EDGE, y + drop, words)


def _heart(readings: Sequence[Reading], across: Scale) -> Iterator[Markup]:
    yield line("lane", LEFT, 160, RIGHT, 160)
    pairs = [(across(r.minutes), HEART.clamped(r.heart_rate), r.heart_rate) for r in readings if r.heart_rate]
    yield from _series("hr", "HR", pairs, HEART(90))


def _oxygen(what: VitalsPicture, across: Scale) -> Iterator[Markup]:
    yield line("lane", LEFT, 200, RIGHT, 200)
    yield from _limit(OXYGEN(what.limits.spo2_watch), f"{what.limits.spo2_watch} watch", 10)
    pairs = [(across(r.minutes), OXYGEN.clamped(r.spo2), r.spo2) for r in what.readings if r.spo2]
    yield from _series("ox", "SpO₂", pairs, OXYGEN(97))


def _series(name: str, words: str, pairs: list[tuple[float, float, int]], rest: float) -> Iterator[Markup]:
    if len(pairs) > 1:
        yield element("polyline", class_=f"series {name}", points=points((x, y) for x, y, _ in pairs))
    for x, y, _ in pairs:
        yield element("circle", class_=f"mark {name}", cx=x, cy=y, r=2.6)
    if pairs:
        x, y, value = pairs[-1]
        yield text("value", x + 9, y + 4, value)
        rest = y
    yield text("lane-name", EDGE, min(rest, 174 if name == "ox" else 160) + (0 if name == "ox" else 4), words)
