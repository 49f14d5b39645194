"""What published models expect after a dose: bands over minutes, over tints of what goes with which effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sojourn.faces.ui.charts.svg import Scale, element, line, picture, points, text

WIDTH, LEFT, RIGHT, TOP = 452, 40, 350, 36
GAP, FOOT, EDGE = 22, 22, 6
TICK_MINUTES = 30
ROOM_FOR_WORDS = 12
LETTER = 7.6
MOVED_AT_MOST = 18
BETWEEN_TICKS = 24
STEPS = (50, 100, 200, 250, 500, 1000, 2000, 5000)


@dataclass(frozen=True)
class Expected:
    """One curve, ng/mL at each minute. ``series``: "arterial", "venous" (dashed), "effect" or "made"."""

    name: str
    series: str
    low: Sequence[float]
    typical: Sequence[float]
    high: Sequence[float]


@dataclass(frozen=True)
class Soft:
    """Concentrations that a publication connects with an effect: a tint with a name, and no line to cross."""

    low: float
    high: float
    name: str


@dataclass(frozen=True)
class ExpectedLane:
    """Curves of one quantity over one scale; ``height`` in points."""

    name: str
    curves: Sequence[Expected]
    anchors: Sequence[Soft] = ()
    height: int = 110


@dataclass(frozen=True)
class Given:
    """A dose that was given, ``minutes`` after the first one."""

    minutes: float
    words: str


@dataclass(frozen=True)
class ExpectedPicture:
    """All that is drawn. Minutes count from the first dose."""

    minutes: Sequence[float]
    lanes: Sequence[ExpectedLane]
    doses: Sequence[Given]


def expected_chart(what: ExpectedPicture, *, id: str = "expected", title: str = "Expected course") -> Markup:
    """The lanes one under the other, over one axis of minutes."""
    across = Scale(what.minutes[0], what.minutes[-1], LEFT, RIGHT)
    floor = float(TOP + sum(lane.height + GAP for lane in what.lanes) - GAP)
    parts, top = [*_doses(what.doses, across, floor), *_axis(what, across, floor)], float(TOP)
    for lane in what.lanes:
        parts += _lane(lane, what.minutes, across, top)
        top += lane.height + GAP
    return picture(
        id=id,
        classes="plot plot-expected",
        width=WIDTH,
        height=round(floor + FOOT),
        title=title,
        description=in_words(what),
        parts=parts,
    )


def in_words(what: ExpectedPicture) -> str:
    """Peak and end of every typical curve, for those who do not see the drawing."""
    return " ".join(_curve_in_words(each, what.minutes) for lane in what.lanes for each in lane.curves)


def _curve_in_words(curve: Expected, minutes: Sequence[float]) -> str:
    peak = max(range(len(minutes)), key=lambda place: curve.typical[place])
    return (
        f"{curve.name}: typically highest {_span(curve, peak)} at +{minutes[peak]:.0f} min, "
        f"{_span(curve, -1)} at +{minutes[-1]:.0f} min."
    )


def _span(curve: Expected, place: int) -> str:
    return f"{curve.typical[place]:.0f} ({curve.low[place]:.0f} to {curve.high[place]:.0f}) ng/mL"


def _lane(lane: ExpectedLane, minutes: Sequence[float], across: Scale, top: float) -> Iterator[Markup]:
    floor = top + lane.height
    most = max(max(each.high) for each in lane.curves)
    up = Scale(0, most * 1.04 or 1.0, floor, top)
    yield from _anchors(lane.anchors, up)
    yield from _ticks(most, up)
    for each in lane.curves:
        yield _band(each, minutes, across, up)
    for each in lane.curves:
        at = [(across(minute), up(value)) for minute, value in zip(minutes, each.typical, strict=True)]
        yield element("polyline", class_=f"mid {each.series}", points=points(at))
    yield line("axis", LEFT, floor, RIGHT, floor)
    yield text("lane-name", LEFT, top - 6, lane.name)


def _band(curve: Expected, minutes: Sequence[float], across: Scale, up: Scale) -> Markup:
    above = [(across(minute), up(value)) for minute, value in zip(minutes, curve.high, strict=True)]
    below = [(across(minute), up(value)) for minute, value in zip(minutes, curve.low, strict=True)]
    return element("polygon", class_=f"spread {curve.series}", points=points([*above, *reversed(below)]))


def _anchors(anchors: Sequence[Soft], up: Scale) -> Iterator[Markup]:
    """Tints with their names at the edge, from the lowest up; one name never lies on another."""
    free, x = float("inf"), RIGHT + 2.0
    for each in sorted(anchors, key=lambda anchor: anchor.low):
        if each.low >= up.high:
            continue
        bottom, top = up(each.low), up.clamped(each.high)
        yield element("rect", class_="soft", x=LEFT, y=top, width=RIGHT - LEFT, height=bottom - top)
        yield element("path", class_="reach", d=f"M{x:.1f} {top:.1f}h3V{bottom:.1f}h-3")
        y = min((top + bottom) / 2 + 4, free)
        yield text("soft-name", RIGHT + 9 + EDGE, y, each.name)
        free, x = y - ROOM_FOR_WORDS, x + 4


def _ticks(most: float, up: Scale) -> Iterator[Markup]:
    step = next((each for each in STEPS if up(0) - up(each) >= BETWEEN_TICKS), STEPS[-1])
    for value in range(0, int(most) + 1, step):
        if value:
            yield line("lane", LEFT, up(value), RIGHT, up(value))
        yield text("tick", LEFT - 6, up(value) + 3.5, value, "end")


def _doses(doses: Sequence[Given], across: Scale, floor: float) -> Iterator[Markup]:
    """A line for each dose, and its words beside it, or a little further on where the last ones still stand."""
    free = float("-inf")
    for each in doses:
        x = across(each.minutes)
        yield line("dose-at", x, 14, x, floor)
        at = max(x - 2, free)
        if at - x < MOVED_AT_MOST:
            yield text("dose-label", at, 10, each.words)
            free = at + LETTER * len(each.words) + EDGE


def _axis(what: ExpectedPicture, across: Scale, floor: float) -> Iterator[Markup]:
    minute = 0
    while minute <= what.minutes[-1]:
        yield line("tick-mark", across(minute), floor, across(minute), floor + 4)
        yield text("tick", across(minute), floor + 16, f"+{minute}" if minute else "0", "middle")
        minute += TICK_MINUTES
    yield text("tick", RIGHT + 16 + EDGE, floor + 16, "min")
