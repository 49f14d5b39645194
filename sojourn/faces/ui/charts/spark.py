"""A line no taller than a line of text: oxygen over a session, a score over a course."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from sojourn.faces.ui.charts.svg import Scale, element, line, picture, points


def sparkline(
    values: Sequence[float],
    *,
    title: str,
    low: float | None = None,
    high: float | None = None,
    floor: float | None = None,
    series: str = "ox",
    width: int = 240,
    height: int = 40,
    id: str = "spark",
) -> Markup:
    """Values evenly spaced; those under ``floor`` are marked, and the floor is drawn. Its sentence lists the values."""
    bottom = min([*values, floor or values[0]]) if low is None else low
    top = max(values) if high is None else high
    across = Scale(0, max(len(values) - 1, 1), 4, width - 4)
    up = Scale(bottom, top, height - 4, 4)
    dots = [(across(at), up.clamped(value)) for at, value in enumerate(values)]
    parts = [element("polyline", class_=f"series {series}", points=points(dots))]
    if floor is not None:
        parts.insert(0, line("limit", 4, up.clamped(floor), width - 4, up.clamped(floor)))
        parts += [_low(x, y) for (x, y), value in zip(dots, values, strict=True) if value < floor]
    parts.append(element("circle", class_=f"mark {series}", cx=dots[-1][0], cy=dots[-1][1], r=2.6))
    said = ", ".join(f"{value:g}" for value in values)
    return picture(
        id=id, classes="plot spark", width=width, height=height, title=title, description=said, parts=parts
    )


def _low(x: float, y: float) -> Markup:
    return element("circle", class_="mark low", cx=x, cy=y, r=3.4)
