"""The course of treatment: questionnaire scores in lanes with their severity bands, over the doses given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from sojourn.faces.ui.charts.svg import Scale, element, line, picture, points, text
from sojourn.faces.ui.words import short_day

WIDTH, LEFT, RIGHT, TOP = 820, 46, 716, 8
POINT_HEIGHT = 4.6
LANE_GAP, DOSE_ROOM, FOOT = 12, 44, 24
BAR_WIDTH, BAR_HEIGHT = 10, 29
LABEL_ROOM = 42


@dataclass(frozen=True)
class Band:
    """Scores from ``start`` upward carry this name, until the next band."""

    start: int
    name: str


@dataclass(frozen=True)
class Score:
    """One answered questionnaire."""

    on: date
    value: int


@dataclass(frozen=True)
class Lane:
    """One instrument. ``series`` is "phq" (line and dots) or "gad" (dotted line and squares): never colour alone."""

    name: str
    maximum: int
    bands: Sequence[Band]
    scores: Sequence[Score]
    series: str = "phq"


@dataclass(frozen=True)
class DoseMark:
    """A dose given, or ordered. ``amount`` is mg/kg; ``note`` stands under the figure ("no. 3", "ordered")."""

    on: date
    amount: float
    note: str
    planned: bool = False


def course_chart(
    lanes: Sequence[Lane],
    doses: Sequence[DoseMark],
    *,
    title: str,
    description: str,
    today: date,
    id: str = "course",
) -> Markup:
    """Lanes one under the other, dose bars below, one axis of days from the first event to a week past the last."""
    across = _days(lanes, doses, today)
    tops = _tops(lanes)
    floor = tops[-1]
    base = floor - LANE_GAP + DOSE_ROOM
    parts: list[Markup] = [*_dose_lines(doses, across, floor - LANE_GAP)]
    for lane, top in zip(lanes, tops, strict=False):
        parts += _lane(lane, top, across)
    parts += [*_dose_bars(doses, across, base), *_axis(lanes, doses, across, base, today)]
    return picture(
        id=id,
        classes="plot plot-course",
        width=WIDTH,
        height=round(base + FOOT),
        title=title,
        description=description,
        parts=parts,
    )


def lane_height(lane: Lane) -> float:
    """Lanes are as high as their scale is long, so that a point means the same in each."""
    return lane.maximum * POINT_HEIGHT


def band_of(lane: Lane, value: int) -> str:
    """The name of the band a score falls into."""
    return [band.name for band in lane.bands if band.start <= value][-1]


def _tops(lanes: Sequence[Lane]) -> list[float]:
    tops = [float(TOP)]
    for lane in lanes:
        tops.append(tops[-1] + lane_height(lane) + LANE_GAP)
    return tops


def _days(lanes: Sequence[Lane], doses: Sequence[DoseMark], today: date) -> Scale:
    known = [score.on for lane in lanes for score in lane.scores] + [dose.on for dose in doses] + [today]
    first, last = min(known), max(known)
    margin = max((last - first).days * 0.07, 2)
    return Scale(first.toordinal() - margin, last.toordinal() + margin * 1.6, LEFT, RIGHT)


def _lane(lane: Lane, top: float, across: Scale) -> Iterator[Markup]:
    up = Scale(0, lane.maximum, top + lane_height(lane), top)
    yield from _bands(lane, up)
    dots = [(across(score.on.toordinal()), up(score.value)) for score in lane.scores]
    if len(dots) > 1:
        yield element("polyline", class_=f"series {lane.series}", points=points(dots))
    for (x, y), score in zip(dots, lane.scores, strict=True):
        yield _mark(lane.series, x, y)
        yield text("value", x, y - 9 if y - 9 > top + 4 else y + 18, score.value, "middle")
    yield text("panel-name", LEFT + 8, top + lane_height(lane) - 8, lane.name)


def _mark(series: str, x: float, y: float) -> Markup:
    if series == "gad":
        return element("rect", class_="mark gad", x=x - 3.6, y=y - 3.6, width=7.2, height=7.2)
    return element("circle", class_=f"mark {series}", cx=x, cy=y, r=4.0)


def _bands(lane: Lane, up: Scale) -> Iterator[Markup]:
    ends = [band.start for band in lane.bands[1:]] + [lane.maximum]
    for rank, (band, end) in enumerate(zip(lane.bands, ends, strict=True)):
        yield element(
            "rect",
            class_=f"band band-{min(rank, 4)}",
            x=LEFT,
            y=up(end),
            width=RIGHT - LEFT,
            height=up(band.start) - up(end),
        )
        yield text("band-name", RIGHT + 8, (up(band.start) + up(end)) / 2 + 4, band.name)
        yield text("tick", LEFT - 8, up(band.start) + 4, band.start, "end")


def _dose_lines(doses: Sequence[DoseMark], across: Scale, bottom: float) -> Iterator[Markup]:
    for dose in doses:
        x = across(dose.on.toordinal())
        yield line("dose-line today" if dose.planned else "dose-line", x, TOP, x, bottom)


def _dose_bars(doses: Sequence[DoseMark], across: Scale, base: float) -> Iterator[Markup]:
    yield line("axis", LEFT, base, RIGHT, base)
    yield text("band-name", RIGHT + 8, base - 16, "dose, mg/kg")
    tall = Scale(0, max([dose.amount for dose in doses], default=1.0), 0, BAR_HEIGHT)
    room = float("inf")
    for dose in reversed(doses):
        x, height = across(dose.on.toordinal()), tall(dose.amount)
        yield element(
            "rect",
            class_="dose planned" if dose.planned else "dose",
            x=x - BAR_WIDTH / 2,
            y=base - height,
            width=BAR_WIDTH,
            height=height,
            rx=1.5,
        )
        if room - x >= LABEL_ROOM:
            yield text("dose-value", x + 10, base - height + 9, f"{dose.amount:.2f}")
            yield text("dose-no", x + 10, base - height + 21, dose.note)
        room = x


def _axis(
    lanes: Sequence[Lane], doses: Sequence[DoseMark], across: Scale, base: float, today: date
) -> Iterator[Markup]:
    """Dates under the scores, left to right, as many as fit; today is always said."""
    days = sorted({score.on for lane in lanes for score in lane.scores} - {today})
    at_today = across(today.toordinal())
    free = float("-inf")
    for each in days:
        x = across(each.toordinal())
        if x - free >= LABEL_ROOM and at_today - x >= LABEL_ROOM:
            yield text("tick", x, base + 18, short_day(each), "middle")
            free = x
    yield text("tick now", at_today, base + 18, "today", "middle")


def weeks_from(first: date, last: date) -> list[date]:
    """Whole weeks from the first day, for the axis of a patient's own chart."""
    return [first + timedelta(days=7 * week) for week in range((last - first).days // 7 + 1)]
