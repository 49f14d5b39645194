"""A patient's own chart: one measure, few words, drawn once for a laptop and once for a phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from sojourn.faces.ui.charts.course import Lane, weeks_from
from sojourn.faces.ui.charts.svg import Scale, element, picture, points, text
from sojourn.faces.ui.words import short_day


@dataclass(frozen=True)
class SessionMark:
    """A session on its day."""

    on: date
    number: int
    planned: bool = False


@dataclass(frozen=True)
class Frame:
    """The measures of one drawing."""

    name: str
    width: int
    height: int
    left: int
    floor: int
    sessions_at: int
    tick_every: int
    dot: int
    every_value: bool


WIDE = Frame("wide", 720, 392, 34, 314, 360, 2, 11, True)
PHONE = Frame("phone", 350, 372, 26, 296, 342, 3, 10, False)


def progress_chart(
    lane: Lane, sessions: Sequence[SessionMark], *, title: str, description: str, id: str = "progress"
) -> Markup:
    """Both drawings; the sheet shows the one that fits."""
    return Markup("").join(_draw(frame, lane, sessions, title, description, id) for frame in (WIDE, PHONE))


def _draw(
    frame: Frame, lane: Lane, sessions: Sequence[SessionMark], title: str, description: str, id: str
) -> Markup:
    days = [score.on for score in lane.scores] + [mark.on for mark in sessions]
    across = Scale(
        min(days).toordinal() - 3,
        max(days).toordinal() + 4,
        frame.left,
        frame.width - (8 if frame is WIDE else 2),
    )
    up = Scale(0, lane.maximum, frame.floor, 10)
    parts = [
        *_bands(frame, lane, up),
        *_weeks(frame, days, across),
        *_scores(frame, lane, across, up),
        *_sessions(frame, sessions, across),
    ]
    return picture(
        id=f"{id}-{frame.name}",
        classes=f"chart-svg chart-{frame.name}",
        width=frame.width,
        height=frame.height,
        title=title,
        description=description,
        parts=parts,
    )


def _bands(frame: Frame, lane: Lane, up: Scale) -> Iterator[Markup]:
    right = frame.width - (8 if frame is WIDE else 2)
    ends = [band.start for band in lane.bands[1:]] + [lane.maximum]
    for rank, (band, end) in enumerate(zip(lane.bands, ends, strict=True)):
        top, bottom = up(end), up(band.start)
        yield element(
            "rect",
            class_=f"c-band-{min(rank, 4)}",
            x=frame.left,
            y=top,
            width=right - frame.left,
            height=bottom - top,
        )
        if rank:
            yield element("path", class_="c-grid", d=f"M{frame.left} {bottom:.1f}H{right}")
        yield text("c-text", frame.left - 8, bottom + 4.5, band.start, "end")
        yield text("c-text", right - 10, (top + bottom) / 2 + 4.5, band.name, "end")
    yield text("c-text", frame.left - 8, up(lane.maximum) + 4.5, lane.maximum, "end")
    yield element("path", class_="c-axis", d=f"M{frame.left} {frame.floor}H{right}")


def _weeks(frame: Frame, days: Sequence[date], across: Scale) -> Iterator[Markup]:
    weeks = weeks_from(min(days), max(days))
    every = max(frame.tick_every, -(-len(weeks) * frame.tick_every // 10))
    for week in weeks[::every]:
        x = across(week.toordinal())
        yield text(
            "c-text",
            min(max(x, frame.left + 14), frame.width - 26),
            frame.floor + 20,
            short_day(week),
            "middle",
        )


def _scores(frame: Frame, lane: Lane, across: Scale, up: Scale) -> Iterator[Markup]:
    dots = [(across(score.on.toordinal()), up(score.value)) for score in lane.scores]
    if len(dots) > 1:
        yield element("polyline", class_="c-line", points=points(dots))
    last = len(dots) - 1
    for at, ((x, y), score) in enumerate(zip(dots, lane.scores, strict=True)):
        now = at == last
        yield element(
            "circle", class_="c-point c-point-now" if now else "c-point", cx=x, cy=y, r=6.0 if now else 4.5
        )
        if at in (0, last) or (frame.every_value and len(dots) <= 14):
            yield text("c-text c-text-strong", x, y - 13 if y > 30 else y + 24, score.value, "middle")


def _sessions(frame: Frame, sessions: Sequence[SessionMark], across: Scale) -> Iterator[Markup]:
    y = frame.sessions_at
    yield text("c-text", frame.left, y + 4.3, "Sessions" if frame is WIDE or len(sessions) < 10 else "")
    for mark in sessions:
        x = max(across(mark.on.toordinal()), frame.left + 72 if mark is sessions[0] and frame is WIDE else 0)
        yield element("circle", class_="c-plan" if mark.planned else "c-dose", cx=x, cy=y, r=frame.dot)
        yield text("c-text" if mark.planned else "c-text c-dose-text", x, y + 4.3, mark.number, "middle")
